import { createRoute } from '@hono/zod-openapi';
import { PatchbayError } from '@patchbay/schema';
import {
  createSsoProvider,
  deleteSsoProvider,
  findSsoProviderByEmail,
  getSsoProvider,
  listSsoProviders,
  updateSsoProvider,
  verifySsoDomain,
} from '@patchbay/services';
import {
  createSsoProviderSchema,
  failure,
  idParams,
  jsonBody,
  jsonResponse,
  organizationQuerySchema,
  ssoProviderListSchema,
  ssoProviderSchema,
  ssoStartSchema,
  startSsoSchema,
  updateSsoProviderSchema,
} from '../contract/index.ts';
import { requireSameOrigin } from '../middleware/require-same-origin.ts';
import { createRouter } from './create-router.ts';
import { protectedRoute } from './protected-route.ts';
import { ownInput, serviceContext } from './service-context.ts';

const tags = ['Single sign-on'];
const params = idParams('sso_01j9zq4n2t');
const query = organizationQuerySchema;
const provider = jsonResponse(ssoProviderSchema, 'The identity provider, without its secret.');

const startSsoRoute = createRoute({
  method: 'post',
  path: '/sso/start',
  tags,
  summary: 'Begin to sign in at the identity provider of an e-mail address',
  security: [],
  request: { body: jsonBody(startSsoSchema) },
  responses: { 200: jsonResponse(ssoStartSchema, 'Where to go.'), ...failure },
});

const listSsoProvidersRoute = protectedRoute({
  method: 'get',
  path: '/sso-providers',
  tags,
  summary: 'List identity providers',
  request: { query },
  responses: { 200: jsonResponse(ssoProviderListSchema, 'Newest first.'), ...failure },
});

const createSsoProviderRoute = protectedRoute({
  method: 'post',
  path: '/sso-providers',
  tags,
  summary: 'Add an identity provider',
  request: { query, body: jsonBody(createSsoProviderSchema) },
  responses: { 201: provider, ...failure },
});

const getSsoProviderRoute = protectedRoute({
  method: 'get',
  path: '/sso-providers/{id}',
  tags,
  summary: 'Get an identity provider',
  request: { params, query },
  responses: { 200: provider, ...failure },
});

const updateSsoProviderRoute = protectedRoute({
  method: 'patch',
  path: '/sso-providers/{id}',
  tags,
  summary: 'Change an identity provider',
  description: 'Another domain has to be proven anew. Another issuer signs out whom the old one signed in.',
  request: { params, query, body: jsonBody(updateSsoProviderSchema) },
  responses: { 200: provider, ...failure },
});

const verifyDomainRoute = protectedRoute({
  method: 'post',
  path: '/sso-providers/{id}/verify-domain',
  tags,
  summary: 'Look whether the TXT record of the domain is there',
  request: { params, query },
  responses: { 200: provider, ...failure },
});

const deleteSsoProviderRoute = protectedRoute({
  method: 'delete',
  path: '/sso-providers/{id}',
  tags,
  summary: 'Delete an identity provider',
  description: 'Whom it signed in is signed out.',
  request: { params, query },
  responses: { 204: { description: 'Gone.' }, ...failure },
});

export const ssoRoutes = createRouter();

ssoRoutes.openapi(startSsoRoute, async (context) => {
  const { people, rateLimiters, services, settings } = context.get('deps');
  // The answer sets a cookie, so it must not be another page that asks.
  if (context.req.header('origin') !== undefined) requireSameOrigin(context.req, settings.origins);
  await rateLimiters.signIn.take(context.get('address'));
  const { email } = context.req.valid('json');
  const found = await findSsoProviderByEmail(services, { email });
  if (found === null) {
    throw new PatchbayError(
      'not_found',
      'No organization here signs addresses of this domain in. Use your password, or ask an administrator.',
    );
  }
  const { url, setCookies } = await people.startSso(found.id, email);
  for (const cookie of setCookies) context.header('set-cookie', cookie, { append: true });
  return context.json({ url, provider: found.name }, 200);
});

ssoRoutes.openapi(listSsoProvidersRoute, async (context) =>
  context.json(await listSsoProviders(serviceContext(context)), 200),
);

ssoRoutes.openapi(createSsoProviderRoute, async (context) =>
  context.json(await createSsoProvider(serviceContext(context), ownInput(context.req.valid('json'))), 201),
);

ssoRoutes.openapi(getSsoProviderRoute, async (context) =>
  context.json(await getSsoProvider(serviceContext(context), context.req.valid('param')), 200),
);

ssoRoutes.openapi(updateSsoProviderRoute, async (context) => {
  const provider = await updateSsoProvider(serviceContext(context), {
    ...context.req.valid('param'),
    ...ownInput(context.req.valid('json')),
  });
  await context.get('deps').people.announceChange();
  return context.json(provider, 200);
});

ssoRoutes.openapi(verifyDomainRoute, async (context) =>
  context.json(await verifySsoDomain(serviceContext(context), context.req.valid('param')), 200),
);

ssoRoutes.openapi(deleteSsoProviderRoute, async (context) => {
  await deleteSsoProvider(serviceContext(context), context.req.valid('param'));
  await context.get('deps').people.announceChange();
  return context.body(null, 204);
});
