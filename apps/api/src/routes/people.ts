import { createRoute } from '@hono/zod-openapi';
import {
  apiKeySchema,
  createApiKeySchema,
  createdApiKeySchema,
  failure,
  idempotencyHeaderSchema,
  idParams,
  jsonBody,
  jsonResponse,
  listPeopleQuerySchema,
  memberSchema,
  meSchema,
  organizationQuerySchema,
  pageOf,
} from '../contract/index.ts';
import { createRouter } from './create-router.ts';

const tags = ['People'];

const getMeRoute = createRoute({
  method: 'get',
  path: '/me',
  tags,
  summary: 'Who is calling, and what this server is',
  responses: { 200: jsonResponse(meSchema, 'The caller.'), ...failure },
});

const listMembersRoute = createRoute({
  method: 'get',
  path: '/members',
  tags,
  summary: "List the organization's members",
  request: { query: listPeopleQuerySchema },
  responses: { 200: jsonResponse(pageOf(memberSchema), 'Oldest first.'), ...failure },
});

const listApiKeysRoute = createRoute({
  method: 'get',
  path: '/api-keys',
  tags,
  summary: "List the organization's API keys",
  request: { query: listPeopleQuerySchema },
  responses: { 200: jsonResponse(pageOf(apiKeySchema), 'Newest first.'), ...failure },
});

const createApiKeyRoute = createRoute({
  method: 'post',
  path: '/api-keys',
  tags,
  summary: 'Make an API key',
  request: { query: organizationQuerySchema, headers: idempotencyHeaderSchema, body: jsonBody(createApiKeySchema) },
  responses: { 201: jsonResponse(createdApiKeySchema, 'The key, shown this once.'), ...failure },
});

const revokeApiKeyRoute = createRoute({
  method: 'delete',
  path: '/api-keys/{id}',
  tags,
  summary: 'Revoke an API key',
  request: { params: idParams('key_01j9zq4n2t'), query: organizationQuerySchema },
  responses: { 204: { description: 'Revoked.' }, ...failure },
});

export const peopleRoutes = createRouter();
for (const route of [getMeRoute, listMembersRoute, listApiKeysRoute, createApiKeyRoute, revokeApiKeyRoute])
  peopleRoutes.openAPIRegistry.registerPath(route);
