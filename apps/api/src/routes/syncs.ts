import { listRecords, startSync } from '@patchbay/services';
import {
  failure,
  idempotencyHeaderSchema,
  idParams,
  jsonBody,
  jsonResponse,
  listRecordsQuerySchema,
  organizationQuerySchema,
  recordPageSchema,
  startedRunSchema,
  startSyncSchema,
} from '../contract/index.ts';
import { createRouter } from './create-router.ts';
import { protectedRoute } from './protected-route.ts';
import { ownInput, serviceContext } from './service-context.ts';

const params = idParams('con_01j9zq4n2t');

const startSyncRoute = protectedRoute({
  method: 'post',
  path: '/connections/{id}/sync',
  tags: ['Syncs'],
  summary: 'Start a sync',
  request: {
    params,
    query: organizationQuerySchema,
    headers: idempotencyHeaderSchema,
    body: jsonBody(startSyncSchema),
  },
  responses: { 202: jsonResponse(startedRunSchema, 'Queued; follow the run.'), ...failure },
});

const listRecordsRoute = protectedRoute({
  method: 'get',
  path: '/connections/{id}/records',
  tags: ['Syncs'],
  summary: 'Page the change feed of records',
  description: 'Ordered by seq. Pass the last seq seen as after and no change is missed.',
  request: { params, query: listRecordsQuerySchema },
  responses: { 200: jsonResponse(recordPageSchema, 'Records in the order of their changes.'), ...failure },
});

export const syncRoutes = createRouter();

syncRoutes.openapi(startSyncRoute, async (context) =>
  context.json(
    await startSync(serviceContext(context), {
      connectionId: context.req.valid('param').id,
      ...ownInput(context.req.valid('json')),
      idempotencyKey: context.req.valid('header')['idempotency-key'],
    }),
    202,
  ),
);

syncRoutes.openapi(listRecordsRoute, async (context) =>
  context.json(
    await listRecords(serviceContext(context), {
      connectionId: context.req.valid('param').id,
      ...ownInput(context.req.valid('query')),
    }),
    200,
  ),
);
