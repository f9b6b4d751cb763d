import {
  configureProvider,
  deleteProviderToken,
  getProviderConfig,
  getProviderSyncStatus,
  getProviderToken,
  listProviderObjects,
  probeProvider,
  saveProviderToken,
  syncProvider,
  testProvider,
  testProviderToken,
} from '@patchbay/services';
import { z } from 'zod';
import {
  configureProviderSchema,
  failure,
  jsonBody,
  jsonResponse,
  listProviderObjectsQuerySchema,
  organizationQuerySchema,
  probeOutcomeSchema,
  providerConfigSchema,
  providerObjectsSchema,
  providerSyncStatusSchema,
  providerTokenSchema,
  saveProviderTokenSchema,
  slugSchema,
  startedSyncsSchema,
  testedTokenSchema,
  testProviderTokenSchema,
  testResultSchema,
} from '../contract/index.ts';
import { createRouter } from './create-router.ts';
import { protectedRoute } from './protected-route.ts';
import { ownInput, serviceContext } from './service-context.ts';

const tags = ['By provider'];
const params = z.object({ slug: slugSchema });
const query = organizationQuerySchema;

const getProviderConfigRoute = protectedRoute({
  method: 'get',
  path: '/{slug}/config',
  tags,
  summary: 'How the one connection of a provider is set up',
  description:
    'For organizations with one connection of a provider. With several it answers 409: use /connections/{id}.',
  request: { params, query },
  responses: {
    200: jsonResponse(providerConfigSchema, 'Which credentials are stored, never what they are.'),
    ...failure,
  },
});

const configureProviderRoute = protectedRoute({
  method: 'post',
  path: '/{slug}/configure',
  tags,
  summary: 'Set up the one connection of a provider',
  request: { params, query, body: jsonBody(configureProviderSchema) },
  responses: { 200: jsonResponse(providerConfigSchema, 'As it is now. Test it next.'), ...failure },
});

const testProviderRoute = protectedRoute({
  method: 'post',
  path: '/{slug}/test',
  tags,
  summary: 'Test the one connection of a provider',
  request: { params, query },
  responses: { 200: jsonResponse(testResultSchema, 'What the provider answered.'), ...failure },
});

const syncProviderRoute = protectedRoute({
  method: 'post',
  path: '/{slug}/sync',
  tags,
  summary: 'Start every sync of a provider',
  request: { params, query },
  responses: { 202: jsonResponse(startedSyncsSchema, 'Queued, or under way already; follow the runs.'), ...failure },
});

const getProviderSyncStatusRoute = protectedRoute({
  method: 'get',
  path: '/{slug}/sync-status',
  tags,
  summary: 'How the syncs of a provider stand',
  request: { params, query },
  responses: {
    200: jsonResponse(providerSyncStatusSchema, 'The last test, the last sync, and each sync.'),
    ...failure,
  },
});

const probeProviderRoute = protectedRoute({
  method: 'get',
  path: '/{slug}/health',
  tags,
  summary: 'Ask a provider now whether it answers',
  description: 'Answers 200 whatever comes out; `healthy` tells.',
  request: { params, query },
  responses: { 200: jsonResponse(probeOutcomeSchema, 'What the provider answered just now.'), ...failure },
});

const getProviderTokenRoute = protectedRoute({
  method: 'get',
  path: '/{slug}/token',
  tags,
  summary: 'Whether there is a token of a provider',
  description: 'For providers that are signed in to with one token. It takes an admin.',
  request: { params, query },
  responses: { 200: jsonResponse(providerTokenSchema, 'Never the token.'), ...failure },
});

const saveProviderTokenRoute = protectedRoute({
  method: 'post',
  path: '/{slug}/token',
  tags,
  summary: 'Store the token of a provider',
  description: 'Sealed; the one there was is wiped. Test it next.',
  request: { params, query, body: jsonBody(saveProviderTokenSchema) },
  responses: { 201: jsonResponse(providerTokenSchema, 'As it is now.'), ...failure },
});

const deleteProviderTokenRoute = protectedRoute({
  method: 'delete',
  path: '/{slug}/token',
  tags,
  summary: 'Wipe the token of a provider',
  description: 'Its connection goes with it; runs and records are kept.',
  request: { params, query },
  responses: { 204: { description: 'Gone.' }, ...failure },
});

const testProviderTokenRoute = protectedRoute({
  method: 'post',
  path: '/{slug}/token/test',
  tags,
  summary: 'Ask a provider about a token, before it is stored or after',
  request: { params, query, body: { ...jsonBody(testProviderTokenSchema), required: false } },
  responses: { 200: jsonResponse(testedTokenSchema, 'What the provider says of it.'), ...failure },
});

const listProviderObjectsRoute = protectedRoute({
  method: 'get',
  path: '/{slug}/{collection}',
  tags,
  summary: 'List what a sync of a provider holds',
  description: 'The collection is a sync of the provider; words may be joined by dashes.',
  request: { params: params.extend({ collection: z.string().min(1).max(100) }), query: listProviderObjectsQuerySchema },
  responses: { 200: jsonResponse(providerObjectsSchema, 'In the order of their latest changes.'), ...failure },
});

/** Paths that name a provider and no connection. They come last, since their first part may be anything. */
export const byProviderRoutes = createRouter();

byProviderRoutes.openapi(getProviderConfigRoute, async (context) =>
  context.json(await getProviderConfig(serviceContext(context), context.req.valid('param')), 200),
);

byProviderRoutes.openapi(configureProviderRoute, async (context) =>
  context.json(
    await configureProvider(serviceContext(context), {
      ...context.req.valid('param'),
      values: ownInput(context.req.valid('json')),
    }),
    200,
  ),
);

byProviderRoutes.openapi(testProviderRoute, async (context) =>
  context.json(await testProvider(serviceContext(context), context.req.valid('param')), 200),
);

byProviderRoutes.openapi(syncProviderRoute, async (context) =>
  context.json(await syncProvider(serviceContext(context), context.req.valid('param')), 202),
);

byProviderRoutes.openapi(getProviderSyncStatusRoute, async (context) =>
  context.json(await getProviderSyncStatus(serviceContext(context), context.req.valid('param')), 200),
);

byProviderRoutes.openapi(probeProviderRoute, async (context) =>
  context.json(await probeProvider(serviceContext(context), context.req.valid('param')), 200),
);

byProviderRoutes.openapi(getProviderTokenRoute, async (context) =>
  context.json(await getProviderToken(serviceContext(context), context.req.valid('param')), 200),
);

byProviderRoutes.openapi(saveProviderTokenRoute, async (context) => {
  const { token, token_name: name } = context.req.valid('json');
  const input = { ...context.req.valid('param'), token, ...(name !== undefined && { name }) };
  return context.json(await saveProviderToken(serviceContext(context), input), 201);
});

byProviderRoutes.openapi(deleteProviderTokenRoute, async (context) => {
  await deleteProviderToken(serviceContext(context), context.req.valid('param'));
  return context.body(null, 204);
});

byProviderRoutes.openapi(testProviderTokenRoute, async (context) => {
  const { token } = context.req.valid('json');
  const input = { ...context.req.valid('param'), ...(token !== undefined && { token }) };
  return context.json(await testProviderToken(serviceContext(context), input), 200);
});

byProviderRoutes.openapi(listProviderObjectsRoute, async (context) =>
  context.json(
    await listProviderObjects(serviceContext(context), {
      ...context.req.valid('param'),
      ...ownInput(context.req.valid('query')),
    }),
    200,
  ),
);
