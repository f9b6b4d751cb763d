import { createRoute } from '@hono/zod-openapi';
import {
  connectionSchema,
  createConnectionSchema,
  credentialVersionSchema,
  deleteConnectionQuerySchema,
  failure,
  idempotencyHeaderSchema,
  idParams,
  jsonBody,
  jsonResponse,
  listConnectionsQuerySchema,
  organizationQuerySchema,
  pageOf,
  pageQuerySchema,
  replaceCredentialsSchema,
  testResultSchema,
  updateConnectionSchema,
} from '../contract/index.ts';
import { createRouter } from './create-router.ts';

const params = idParams('con_01j9zq4n2t');
const query = organizationQuerySchema;
const tags = ['Connections'];
const connection = jsonResponse(connectionSchema, 'The connection.');

const listConnectionsRoute = createRoute({
  method: 'get',
  path: '/connections',
  tags,
  summary: 'List connections',
  request: { query: listConnectionsQuerySchema },
  responses: { 200: jsonResponse(pageOf(connectionSchema), 'Newest first.'), ...failure },
});

const createConnectionRoute = createRoute({
  method: 'post',
  path: '/connections',
  tags,
  summary: 'Connect a provider',
  request: { query, headers: idempotencyHeaderSchema, body: jsonBody(createConnectionSchema) },
  responses: { 201: connection, ...failure },
});

const getConnectionRoute = createRoute({
  method: 'get',
  path: '/connections/{id}',
  tags,
  summary: 'Get a connection',
  request: { params, query },
  responses: { 200: connection, ...failure },
});

const updateConnectionRoute = createRoute({
  method: 'patch',
  path: '/connections/{id}',
  tags,
  summary: 'Rename a connection or change its settings',
  request: { params, query, body: jsonBody(updateConnectionSchema) },
  responses: { 200: connection, ...failure },
});

const deleteConnectionRoute = createRoute({
  method: 'delete',
  path: '/connections/{id}',
  tags,
  summary: 'Delete a connection',
  description: 'Wipes its secrets and keeps its history; purge=true removes the history too.',
  request: { params, query: deleteConnectionQuerySchema },
  responses: { 204: { description: 'Gone.' }, ...failure },
});

const testConnectionRoute = createRoute({
  method: 'post',
  path: '/connections/{id}/test',
  tags,
  summary: 'Really ask the provider whether the connection works',
  request: { params, query },
  responses: { 200: jsonResponse(testResultSchema, 'What happened; ok tells whether it works.'), ...failure },
});

const pauseConnectionRoute = createRoute({
  method: 'post',
  path: '/connections/{id}/pause',
  tags,
  summary: 'Pause: nothing runs until it is resumed',
  request: { params, query },
  responses: { 200: connection, ...failure },
});

const resumeConnectionRoute = createRoute({
  method: 'post',
  path: '/connections/{id}/resume',
  tags,
  summary: 'Resume a paused connection',
  request: { params, query },
  responses: { 200: connection, ...failure },
});

const disconnectConnectionRoute = createRoute({
  method: 'post',
  path: '/connections/{id}/disconnect',
  tags,
  summary: 'Disconnect: wipe the secrets, keep the connection and its history',
  request: { params, query },
  responses: { 200: connection, ...failure },
});

const replaceCredentialsRoute = createRoute({
  method: 'put',
  path: '/connections/{id}/credentials',
  tags,
  summary: 'Give new credentials: a new version',
  description: 'A secret field left blank keeps its old value.',
  request: { params, query, body: jsonBody(replaceCredentialsSchema) },
  responses: { 200: connection, ...failure },
});

const listCredentialVersionsRoute = createRoute({
  method: 'get',
  path: '/connections/{id}/credential-versions',
  tags,
  summary: 'List the kept versions of the credentials: metadata only',
  request: { params, query: pageQuerySchema },
  responses: { 200: jsonResponse(pageOf(credentialVersionSchema), 'Newest first.'), ...failure },
});

export const connectionRoutes = createRouter();
for (const route of [
  listConnectionsRoute,
  createConnectionRoute,
  getConnectionRoute,
  updateConnectionRoute,
  deleteConnectionRoute,
  testConnectionRoute,
  pauseConnectionRoute,
  resumeConnectionRoute,
  disconnectConnectionRoute,
  replaceCredentialsRoute,
  listCredentialVersionsRoute,
])
  connectionRoutes.openAPIRegistry.registerPath(route);
