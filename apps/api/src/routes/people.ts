import { createApiKey } from '../auth/api-keys/create.ts';
import { listApiKeys } from '../auth/api-keys/list.ts';
import { revokeApiKey } from '../auth/api-keys/revoke.ts';
import { getMe } from '../auth/get-me.ts';
import {
  apiKeySchema,
  createApiKeySchema,
  createdApiKeySchema,
  failure,
  idParams,
  jsonBody,
  jsonResponse,
  listPeopleQuerySchema,
  meSchema,
  organizationQuerySchema,
  pageOf,
} from '../contract/index.ts';
import { createRouter } from './create-router.ts';
import { protectedRoute } from './protected-route.ts';
import { ownInput, serviceContext } from './service-context.ts';

const tags = ['People'];

const getMeRoute = protectedRoute({
  method: 'get',
  path: '/me',
  tags,
  summary: 'Who is calling, and what this server is',
  responses: { 200: jsonResponse(meSchema, 'The caller.'), ...failure },
});

const listApiKeysRoute = protectedRoute({
  method: 'get',
  path: '/api-keys',
  tags,
  summary: "List the organization's API keys",
  request: { query: listPeopleQuerySchema },
  responses: { 200: jsonResponse(pageOf(apiKeySchema), 'Newest first.'), ...failure },
});

const createApiKeyRoute = protectedRoute({
  method: 'post',
  path: '/api-keys',
  tags,
  summary: 'Make an API key',
  request: { query: organizationQuerySchema, body: jsonBody(createApiKeySchema) },
  responses: { 201: jsonResponse(createdApiKeySchema, 'The key, shown this once.'), ...failure },
});

const revokeApiKeyRoute = protectedRoute({
  method: 'delete',
  path: '/api-keys/{id}',
  tags,
  summary: 'Revoke an API key',
  request: { params: idParams('key_01j9zq4n2t'), query: organizationQuerySchema },
  responses: { 204: { description: 'Revoked.' }, ...failure },
});

export const peopleRoutes = createRouter();

peopleRoutes.openapi(getMeRoute, async (context) =>
  context.json(
    await getMe(
      serviceContext(context),
      context.get('caller'),
      context.get('deps').settings,
      context.get('deps').findOrganization,
    ),
    200,
  ),
);

peopleRoutes.openapi(listApiKeysRoute, async (context) =>
  context.json(
    await listApiKeys(serviceContext(context), context.get('deps').people, ownInput(context.req.valid('query'))),
    200,
  ),
);

peopleRoutes.openapi(createApiKeyRoute, async (context) =>
  context.json(
    await createApiKey(serviceContext(context), context.get('deps').people, ownInput(context.req.valid('json'))),
    201,
  ),
);

peopleRoutes.openapi(revokeApiKeyRoute, async (context) => {
  await revokeApiKey(serviceContext(context), context.get('deps').people, context.req.valid('param'));
  return context.body(null, 204);
});
