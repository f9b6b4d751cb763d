import { createRoute } from '@hono/zod-openapi';
import { auditEntrySchema, failure, jsonResponse, listAuditQuerySchema, pageOf } from '../contract/index.ts';
import { createRouter } from './create-router.ts';

const listAuditEntriesRoute = createRoute({
  method: 'get',
  path: '/audit-log',
  tags: ['Audit'],
  summary: 'List what was changed, by whom',
  request: { query: listAuditQuerySchema },
  responses: { 200: jsonResponse(pageOf(auditEntrySchema), 'Newest first.'), ...failure },
});

export const auditLogRoutes = createRouter();
auditLogRoutes.openAPIRegistry.registerPath(listAuditEntriesRoute);
