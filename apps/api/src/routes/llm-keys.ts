import { createLlmKey, deleteLlmKey, getLlmKey, getLlmKeyStatus, listLlmKeys, updateLlmKey } from '@patchbay/services';
import {
  createLlmKeySchema,
  failure,
  idempotencyHeaderSchema,
  idParams,
  jsonBody,
  jsonResponse,
  llmKeyListSchema,
  llmKeySchema,
  llmKeyStatusSchema,
  organizationQuerySchema,
  updateLlmKeySchema,
} from '../contract/index.ts';
import { createRouter } from './create-router.ts';
import { protectedRoute } from './protected-route.ts';
import { ownInput, serviceContext } from './service-context.ts';

const tags = ['Keys of language models'];
const params = idParams('con_01j9zq4n2t');
const query = organizationQuerySchema;
const key = jsonResponse(llmKeySchema, 'The key, masked.');

const listLlmKeysRoute = protectedRoute({
  method: 'get',
  path: '/',
  tags,
  summary: 'List the keys of providers of language models',
  description: 'Each is a connection of its provider.',
  request: { query },
  responses: { 200: jsonResponse(llmKeyListSchema, 'By provider, each masked.'), ...failure },
});

const createLlmKeyRoute = protectedRoute({
  method: 'post',
  path: '/',
  tags,
  summary: 'Store the key of a provider of language models',
  description: 'A provider has one key here, and a key is stored once: else 409.',
  request: { query, headers: idempotencyHeaderSchema, body: jsonBody(createLlmKeySchema) },
  responses: { 201: key, ...failure },
});

const getLlmKeyStatusRoute = protectedRoute({
  method: 'get',
  path: '/status',
  tags,
  summary: 'Which providers of language models there are, and which have a key',
  request: { query },
  responses: { 200: jsonResponse(llmKeyStatusSchema, 'By name.'), ...failure },
});

const getLlmKeyRoute = protectedRoute({
  method: 'get',
  path: '/{id}',
  tags,
  summary: 'Get the key of a provider',
  description: 'By the name of the provider, such as Anthropic, or by the id of the key.',
  request: { params, query },
  responses: { 200: key, ...failure },
});

const updateLlmKeyRoute = protectedRoute({
  method: 'patch',
  path: '/{id}',
  tags,
  summary: 'Replace a key or its model',
  description: 'What is left out stays.',
  request: { params, query, body: jsonBody(updateLlmKeySchema) },
  responses: { 200: key, ...failure },
});

const deleteLlmKeyRoute = protectedRoute({
  method: 'delete',
  path: '/{id}',
  tags,
  summary: 'Wipe a key',
  request: { params, query },
  responses: { 204: { description: 'Gone.' }, ...failure },
});

export const llmKeyRoutes = createRouter();

llmKeyRoutes.openapi(listLlmKeysRoute, async (context) =>
  context.json({ data: await listLlmKeys(serviceContext(context)), nextCursor: null }, 200),
);

llmKeyRoutes.openapi(createLlmKeyRoute, async (context) =>
  context.json(
    await createLlmKey(serviceContext(context), {
      ...ownInput(context.req.valid('json')),
      idempotencyKey: context.req.valid('header')['idempotency-key'],
    }),
    201,
  ),
);

// Before the one with a name, which it would else be taken for.
llmKeyRoutes.openapi(getLlmKeyStatusRoute, async (context) =>
  context.json(await getLlmKeyStatus(serviceContext(context)), 200),
);

llmKeyRoutes.openapi(getLlmKeyRoute, async (context) =>
  context.json(await getLlmKey(serviceContext(context), { name: context.req.valid('param').id }), 200),
);

llmKeyRoutes.openapi(updateLlmKeyRoute, async (context) =>
  context.json(
    await updateLlmKey(serviceContext(context), {
      ...context.req.valid('param'),
      ...ownInput(context.req.valid('json')),
    }),
    200,
  ),
);

llmKeyRoutes.openapi(deleteLlmKeyRoute, async (context) => {
  await deleteLlmKey(serviceContext(context), context.req.valid('param'));
  return context.body(null, 204);
});
