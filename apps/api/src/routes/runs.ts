import { cancelRun, getRun, listRunLogs, listRuns } from '@patchbay/services';
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
import { protectedRoute } from './protected-route.ts';
import { ownInput, serviceContext } from './service-context.ts';

const runParams = idParams('run_01j9zq4n2t');
const query = organizationQuerySchema;
const tags = ['Runs'];

const listConnectionRunsRoute = protectedRoute({
  method: 'get',
  path: '/connections/{id}/runs',
  tags,
  summary: "List a connection's runs",
  request: { params: idParams('con_01j9zq4n2t'), query: listRunsQuerySchema },
  responses: { 200: jsonResponse(pageOf(runSchema), 'Newest first.'), ...failure },
});

const listRunsRoute = protectedRoute({
  method: 'get',
  path: '/runs',
  tags,
  summary: "List the organization's runs",
  request: { query: listRunsQuerySchema },
  responses: { 200: jsonResponse(pageOf(runSchema), 'Newest first.'), ...failure },
});

const getRunRoute = protectedRoute({
  method: 'get',
  path: '/runs/{id}',
  tags,
  summary: 'Get a run',
  request: { params: runParams, query },
  responses: { 200: jsonResponse(runSchema, 'The run.'), ...failure },
});

const listRunLogsRoute = protectedRoute({
  method: 'get',
  path: '/runs/{id}/logs',
  tags,
  summary: "Get a run's log",
  request: { params: runParams, query: pageQuerySchema },
  responses: { 200: jsonResponse(pageOf(runLogSchema), 'Oldest first.'), ...failure },
});

const cancelRunRoute = protectedRoute({
  method: 'post',
  path: '/runs/{id}/cancel',
  tags,
  summary: 'Cancel a run that has not finished',
  request: { params: runParams, query },
  responses: { 200: jsonResponse(runSchema, 'The run.'), ...failure },
});

export const runRoutes = createRouter();

runRoutes.openapi(listConnectionRunsRoute, async (context) => {
  const { id: connectionId } = context.req.valid('param');
  return context.json(
    await listRuns(serviceContext(context), { connectionId, ...ownInput(context.req.valid('query')) }),
    200,
  );
});

runRoutes.openapi(listRunsRoute, async (context) =>
  context.json(await listRuns(serviceContext(context), ownInput(context.req.valid('query'))), 200),
);

runRoutes.openapi(getRunRoute, async (context) =>
  context.json(await getRun(serviceContext(context), context.req.valid('param')), 200),
);

runRoutes.openapi(listRunLogsRoute, async (context) =>
  context.json(
    await listRunLogs(serviceContext(context), {
      ...context.req.valid('param'),
      ...ownInput(context.req.valid('query')),
    }),
    200,
  ),
);

runRoutes.openapi(cancelRunRoute, async (context) =>
  context.json(await cancelRun(serviceContext(context), context.req.valid('param')), 200),
);
