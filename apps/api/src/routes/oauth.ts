import { getOAuthAttempt, installApp, listOAuthAttempts, startOAuth } from '@patchbay/services';
import {
  failure,
  idParams,
  installAppSchema,
  jsonBody,
  jsonResponse,
  listOAuthAttemptsQuerySchema,
  oauthAttemptSchema,
  oauthStartSchema,
  organizationQuerySchema,
  pageOf,
  startOAuthSchema,
} from '../contract/index.ts';
import { createRouter } from './create-router.ts';
import { protectedRoute } from './protected-route.ts';
import { ownInput, serviceContext } from './service-context.ts';

const tags = ['OAuth'];

const startOAuthRoute = protectedRoute({
  method: 'post',
  path: '/oauth/start',
  tags,
  summary: 'Begin a sign-in at a provider',
  description:
    'For a signed-in person: the answer is where to send the browser. 412 with the setup guide when there is no OAuth app.',
  request: { query: organizationQuerySchema, body: jsonBody(startOAuthSchema) },
  responses: { 200: jsonResponse(oauthStartSchema, 'Valid for ten minutes, once.'), ...failure },
});

const installAppRoute = protectedRoute({
  method: 'post',
  path: '/oauth/install',
  tags,
  summary: 'Begin the installation of an app at a provider',
  description:
    'For a signed-in person: the answer is where to send the browser. Whoever comes back brings the installation, which is proven to be theirs.',
  request: { query: organizationQuerySchema, body: jsonBody(installAppSchema) },
  responses: { 200: jsonResponse(oauthStartSchema, 'Valid for ten minutes, once.'), ...failure },
});

const listOAuthAttemptsRoute = protectedRoute({
  method: 'get',
  path: '/oauth/attempts',
  tags,
  summary: 'List sign-ins at providers and how they ended',
  request: { query: listOAuthAttemptsQuerySchema },
  responses: { 200: jsonResponse(pageOf(oauthAttemptSchema), 'Of the last month, newest first.'), ...failure },
});

const getOAuthAttemptRoute = protectedRoute({
  method: 'get',
  path: '/oauth/attempts/{id}',
  tags,
  summary: 'Get a sign-in at a provider',
  request: { params: idParams('ost_01j9zq4n2t'), query: organizationQuerySchema },
  responses: { 200: jsonResponse(oauthAttemptSchema, 'How it ended.'), ...failure },
});

export const oauthRoutes = createRouter();

oauthRoutes.openapi(startOAuthRoute, async (context) =>
  context.json(await startOAuth(serviceContext(context), ownInput(context.req.valid('json'))), 200),
);

oauthRoutes.openapi(installAppRoute, async (context) =>
  context.json(await installApp(serviceContext(context), ownInput(context.req.valid('json'))), 200),
);

oauthRoutes.openapi(listOAuthAttemptsRoute, async (context) =>
  context.json(await listOAuthAttempts(serviceContext(context), ownInput(context.req.valid('query'))), 200),
);

oauthRoutes.openapi(getOAuthAttemptRoute, async (context) =>
  context.json(await getOAuthAttempt(serviceContext(context), context.req.valid('param')), 200),
);
