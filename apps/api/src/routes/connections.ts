import {
  createConnection,
  deleteConnection,
  disconnectConnection,
  getConnection,
  listConnections,
  listCredentialVersions,
  pauseConnection,
  putCredentials,
  renewCredentials,
  resumeConnection,
  testConnection,
  updateConnection,
} from '@patchbay/services';
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
import { protectedRoute } from './protected-route.ts';
import { ownInput, serviceContext } from './service-context.ts';

const params = idParams('con_01j9zq4n2t');
const query = organizationQuerySchema;
const tags = ['Connections'];
const connection = jsonResponse(connectionSchema, 'The connection.');

const listConnectionsRoute = protectedRoute({
  method: 'get',
  path: '/connections',
  tags,
  summary: 'List connections',
  request: { query: listConnectionsQuerySchema },
  responses: { 200: jsonResponse(pageOf(connectionSchema), 'Newest first.'), ...failure },
});

const createConnectionRoute = protectedRoute({
  method: 'post',
  path: '/connections',
  tags,
  summary: 'Connect a provider',
  request: { query, headers: idempotencyHeaderSchema, body: jsonBody(createConnectionSchema) },
  responses: { 201: connection, ...failure },
});

const getConnectionRoute = protectedRoute({
  method: 'get',
  path: '/connections/{id}',
  tags,
  summary: 'Get a connection',
  request: { params, query },
  responses: { 200: connection, ...failure },
});

const updateConnectionRoute = protectedRoute({
  method: 'patch',
  path: '/connections/{id}',
  tags,
  summary: 'Rename a connection or change its settings',
  request: { params, query, body: jsonBody(updateConnectionSchema) },
  responses: { 200: connection, ...failure },
});

const deleteConnectionRoute = protectedRoute({
  method: 'delete',
  path: '/connections/{id}',
  tags,
  summary: 'Delete a connection',
  description: 'Wipes its secrets and keeps its history; purge=true removes the history too.',
  request: { params, query: deleteConnectionQuerySchema },
  responses: { 204: { description: 'Gone.' }, ...failure },
});

const testConnectionRoute = protectedRoute({
  method: 'post',
  path: '/connections/{id}/test',
  tags,
  summary: 'Really ask the provider whether the connection works',
  request: { params, query },
  responses: { 200: jsonResponse(testResultSchema, 'What happened; ok tells whether it works.'), ...failure },
});

const pauseConnectionRoute = protectedRoute({
  method: 'post',
  path: '/connections/{id}/pause',
  tags,
  summary: 'Pause: nothing runs until it is resumed',
  request: { params, query },
  responses: { 200: connection, ...failure },
});

const resumeConnectionRoute = protectedRoute({
  method: 'post',
  path: '/connections/{id}/resume',
  tags,
  summary: 'Resume a paused connection',
  request: { params, query },
  responses: { 200: connection, ...failure },
});

const renewCredentialsRoute = protectedRoute({
  method: 'post',
  path: '/connections/{id}/refresh',
  tags,
  summary: 'Renew the tokens of a connection now',
  request: { params, query },
  responses: { 200: connection, ...failure },
});

const disconnectConnectionRoute = protectedRoute({
  method: 'post',
  path: '/connections/{id}/disconnect',
  tags,
  summary: 'Disconnect: wipe the secrets, keep the connection and its history',
  request: { params, query },
  responses: { 200: connection, ...failure },
});

const replaceCredentialsRoute = protectedRoute({
  method: 'put',
  path: '/connections/{id}/credentials',
  tags,
  summary: 'Give new credentials: a new version',
  description: 'A secret field left blank keeps its old value.',
  request: { params, query, body: jsonBody(replaceCredentialsSchema) },
  responses: { 200: connection, ...failure },
});

const listCredentialVersionsRoute = protectedRoute({
  method: 'get',
  path: '/connections/{id}/credential-versions',
  tags,
  summary: 'List the kept versions of the credentials: metadata only',
  request: { params, query: pageQuerySchema },
  responses: { 200: jsonResponse(pageOf(credentialVersionSchema), 'Newest first.'), ...failure },
});

export const connectionRoutes = createRouter();

connectionRoutes.openapi(listConnectionsRoute, async (context) =>
  context.json(await listConnections(serviceContext(context), ownInput(context.req.valid('query'))), 200),
);

connectionRoutes.openapi(createConnectionRoute, async (context) =>
  context.json(
    await createConnection(serviceContext(context), {
      ...ownInput(context.req.valid('json')),
      idempotencyKey: context.req.valid('header')['idempotency-key'],
    }),
    201,
  ),
);

connectionRoutes.openapi(getConnectionRoute, async (context) =>
  context.json(await getConnection(serviceContext(context), context.req.valid('param')), 200),
);

connectionRoutes.openapi(updateConnectionRoute, async (context) =>
  context.json(
    await updateConnection(serviceContext(context), {
      ...context.req.valid('param'),
      ...ownInput(context.req.valid('json')),
    }),
    200,
  ),
);

connectionRoutes.openapi(deleteConnectionRoute, async (context) => {
  const { purge } = context.req.valid('query');
  await deleteConnection(serviceContext(context), { ...context.req.valid('param'), purge: purge ?? false });
  return context.body(null, 204);
});

connectionRoutes.openapi(testConnectionRoute, async (context) =>
  context.json(await testConnection(serviceContext(context), context.req.valid('param')), 200),
);

connectionRoutes.openapi(pauseConnectionRoute, async (context) =>
  context.json(await pauseConnection(serviceContext(context), context.req.valid('param')), 200),
);

connectionRoutes.openapi(resumeConnectionRoute, async (context) =>
  context.json(await resumeConnection(serviceContext(context), context.req.valid('param')), 200),
);

connectionRoutes.openapi(renewCredentialsRoute, async (context) =>
  context.json(await renewCredentials(serviceContext(context), context.req.valid('param')), 200),
);

connectionRoutes.openapi(disconnectConnectionRoute, async (context) =>
  context.json(await disconnectConnection(serviceContext(context), context.req.valid('param')), 200),
);

connectionRoutes.openapi(replaceCredentialsRoute, async (context) =>
  context.json(
    await putCredentials(serviceContext(context), {
      connectionId: context.req.valid('param').id,
      ...ownInput(context.req.valid('json')),
    }),
    200,
  ),
);

connectionRoutes.openapi(listCredentialVersionsRoute, async (context) =>
  context.json(
    await listCredentialVersions(serviceContext(context), {
      connectionId: context.req.valid('param').id,
      ...ownInput(context.req.valid('query')),
    }),
    200,
  ),
);
