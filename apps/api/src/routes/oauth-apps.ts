import {
  deleteOAuthApp,
  getOAuthAppSetup,
  listOAuthApps,
  listOAuthAvailability,
  saveOAuthApp,
} from '@patchbay/services';
import { z } from 'zod';
import {
  deleteOAuthAppQuerySchema,
  failure,
  jsonBody,
  jsonResponse,
  oauthAppListSchema,
  oauthAppSchema,
  oauthAppSetupQuerySchema,
  oauthAppSetupSchema,
  oauthAvailabilityQuerySchema,
  oauthAvailabilitySchema,
  organizationQuerySchema,
  saveOAuthAppSchema,
  slugSchema,
} from '../contract/index.ts';
import { createRouter } from './create-router.ts';
import { protectedRoute } from './protected-route.ts';
import { ownInput, serviceContext } from './service-context.ts';

const tags = ['OAuth'];
const params = z.object({ slug: slugSchema });

const listOAuthAppsRoute = protectedRoute({
  method: 'get',
  path: '/oauth-apps',
  tags,
  summary: 'List OAuth apps: the organization’s own and those of the platform',
  request: { query: organizationQuerySchema },
  responses: { 200: jsonResponse(oauthAppListSchema, 'By provider. Secrets are never given out.'), ...failure },
});

const saveOAuthAppRoute = protectedRoute({
  method: 'post',
  path: '/oauth-apps',
  tags,
  summary: 'Save the OAuth app people sign in to a provider with',
  request: { query: organizationQuerySchema, body: jsonBody(saveOAuthAppSchema) },
  responses: { 200: jsonResponse(oauthAppSchema, 'The app, without its secret.'), ...failure },
});

const deleteOAuthAppRoute = protectedRoute({
  method: 'delete',
  path: '/oauth-apps/{slug}',
  tags,
  summary: 'Delete an OAuth app',
  description: 'Connections made with it work until their tokens end, and then have to be made again.',
  request: { params, query: deleteOAuthAppQuerySchema },
  responses: { 204: { description: 'Gone.' }, ...failure },
});

const getOAuthAppSetupRoute = protectedRoute({
  method: 'get',
  path: '/oauth-apps/setup/{slug}',
  tags,
  summary: 'How to make the OAuth app of a provider',
  request: { params, query: oauthAppSetupQuerySchema },
  responses: { 200: jsonResponse(oauthAppSetupSchema, 'Instructions, callback URL and scopes.'), ...failure },
});

const listOAuthAvailabilityRoute = protectedRoute({
  method: 'get',
  path: '/oauth/availability',
  tags,
  summary: 'Which providers people can sign in to at once',
  request: { query: oauthAvailabilityQuerySchema },
  responses: { 200: jsonResponse(oauthAvailabilitySchema, 'By provider.'), ...failure },
});

export const oauthAppRoutes = createRouter();

oauthAppRoutes.openapi(listOAuthAppsRoute, async (context) =>
  context.json(await listOAuthApps(serviceContext(context)), 200),
);

oauthAppRoutes.openapi(saveOAuthAppRoute, async (context) =>
  context.json(await saveOAuthApp(serviceContext(context), ownInput(context.req.valid('json'))), 200),
);

oauthAppRoutes.openapi(deleteOAuthAppRoute, async (context) => {
  await deleteOAuthApp(serviceContext(context), {
    ...context.req.valid('param'),
    ...ownInput(context.req.valid('query')),
  });
  return context.body(null, 204);
});

oauthAppRoutes.openapi(getOAuthAppSetupRoute, async (context) =>
  context.json(
    await getOAuthAppSetup(serviceContext(context), {
      ...context.req.valid('param'),
      ...ownInput(context.req.valid('query')),
    }),
    200,
  ),
);

oauthAppRoutes.openapi(listOAuthAvailabilityRoute, async (context) =>
  context.json(await listOAuthAvailability(serviceContext(context), ownInput(context.req.valid('query'))), 200),
);
