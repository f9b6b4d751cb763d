import { z } from '@hono/zod-openapi';
import { getSync, listRecords, listSyncs, startSync, updateSync } from '@patchbay/services';
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
  syncParams,
  syncSchema,
  updateSyncSchema,
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

const listSyncsRoute = protectedRoute({
  method: 'get',
  path: '/connections/{id}/syncs',
  tags: ['Syncs'],
  summary: "List a connection's syncs with their schedules",
  request: { params, query: organizationQuerySchema },
  responses: {
    200: jsonResponse(z.object({ data: z.array(syncSchema) }), 'In the order of the manifest, all of them.'),
    ...failure,
  },
});

const getSyncRoute = protectedRoute({
  method: 'get',
  path: '/connections/{id}/syncs/{sync}',
  tags: ['Syncs'],
  summary: 'Get a sync of a connection',
  request: { params: syncParams, query: organizationQuerySchema },
  responses: { 200: jsonResponse(syncSchema, 'The sync.'), ...failure },
});

const updateSyncRoute = protectedRoute({
  method: 'patch',
  path: '/connections/{id}/syncs/{sync}',
  tags: ['Syncs'],
  summary: 'Set when a sync of a connection runs, and its variables',
  description:
    'What is left out stays as it is. After a change of variables the next run reads everything; while the sync runs they cannot be changed.',
  request: { params: syncParams, query: organizationQuerySchema, body: jsonBody(updateSyncSchema) },
  responses: { 200: jsonResponse(syncSchema, 'The sync as it is now.'), ...failure },
});

export const syncRoutes = createRouter();

syncRoutes.openapi(listSyncsRoute, async (context) =>
  context.json(
    { data: await listSyncs(serviceContext(context), { connectionId: context.req.valid('param').id }) },
    200,
  ),
);

syncRoutes.openapi(getSyncRoute, async (context) => {
  const { id: connectionId, sync } = context.req.valid('param');
  return context.json(await getSync(serviceContext(context), { connectionId, sync }), 200);
});

syncRoutes.openapi(updateSyncRoute, async (context) => {
  const { id: connectionId, sync } = context.req.valid('param');
  return context.json(
    await updateSync(serviceContext(context), { connectionId, sync, ...ownInput(context.req.valid('json')) }),
    200,
  );
});

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
