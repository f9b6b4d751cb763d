import { listAuditEntries } from '@patchbay/services';
import { auditEntrySchema, failure, jsonResponse, listAuditQuerySchema, pageOf } from '../contract/index.ts';
import { createRouter } from './create-router.ts';
import { protectedRoute } from './protected-route.ts';
import { ownInput, serviceContext } from './service-context.ts';

const listAuditEntriesRoute = protectedRoute({
  method: 'get',
  path: '/audit-log',
  tags: ['Audit'],
  summary: 'List what was changed, by whom',
  request: { query: listAuditQuerySchema },
  responses: { 200: jsonResponse(pageOf(auditEntrySchema), 'Newest first.'), ...failure },
});

export const auditLogRoutes = createRouter();

auditLogRoutes.openapi(listAuditEntriesRoute, async (context) =>
  context.json(await listAuditEntries(serviceContext(context), ownInput(context.req.valid('query'))), 200),
);
