import { createRoute } from '@hono/zod-openapi';
import {
  failure,
  idParams,
  jsonResponse,
  listRunsQuerySchema,
  organizationQuerySchema,
  pageOf,
  pageQuerySchema,
  runLogSchema,
  runSchema,
} from '../contract/index.ts';
import { createRouter } from './create-router.ts';

const runParams = idParams('run_01j9zq4n2t');
const query = organizationQuerySchema;
const tags = ['Runs'];

const listConnectionRunsRoute = createRoute({
  method: 'get',
  path: '/connections/{id}/runs',
  tags,
  summary: "List a connection's runs",
  request: { params: idParams('con_01j9zq4n2t'), query: listRunsQuerySchema },
  responses: { 200: jsonResponse(pageOf(runSchema), 'Newest first.'), ...failure },
});

const listRunsRoute = createRoute({
  method: 'get',
  path: '/runs',
  tags,
  summary: "List the organization's runs",
  request: { query: listRunsQuerySchema },
  responses: { 200: jsonResponse(pageOf(runSchema), 'Newest first.'), ...failure },
});

const getRunRoute = createRoute({
  method: 'get',
  path: '/runs/{id}',
  tags,
  summary: 'Get a run',
  request: { params: runParams, query },
  responses: { 200: jsonResponse(runSchema, 'The run.'), ...failure },
});

const listRunLogsRoute = createRoute({
  method: 'get',
  path: '/runs/{id}/logs',
  tags,
  summary: "Get a run's log",
  request: { params: runParams, query: pageQuerySchema },
  responses: { 200: jsonResponse(pageOf(runLogSchema), 'Oldest first.'), ...failure },
});

const cancelRunRoute = createRoute({
  method: 'post',
  path: '/runs/{id}/cancel',
  tags,
  summary: 'Cancel a run that has not finished',
  request: { params: runParams, query },
  responses: { 200: jsonResponse(runSchema, 'The run.'), ...failure },
});

export const runRoutes = createRouter();
for (const route of [listConnectionRunsRoute, listRunsRoute, getRunRoute, listRunLogsRoute, cancelRunRoute])
  runRoutes.openAPIRegistry.registerPath(route);
