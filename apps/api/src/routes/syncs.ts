import { createRoute } from '@hono/zod-openapi';
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

const params = idParams('con_01j9zq4n2t');

const startSyncRoute = createRoute({
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

const listRecordsRoute = createRoute({
  method: 'get',
  path: '/connections/{id}/records',
  tags: ['Syncs'],
  summary: 'Page the change feed of records',
  description: 'Ordered by seq. Pass the last seq seen as after and no change is missed.',
  request: { params, query: listRecordsQuerySchema },
  responses: { 200: jsonResponse(recordPageSchema, 'Records in the order of their changes.'), ...failure },
});

export const syncRoutes = createRouter();
for (const route of [startSyncRoute, listRecordsRoute]) syncRoutes.openAPIRegistry.registerPath(route);
