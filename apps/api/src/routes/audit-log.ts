import { listAuditEntries, verifyAuditChain } from '@patchbay/services';
import {
  auditEntrySchema,
  auditVerificationSchema,
  failure,
  jsonResponse,
  listAuditQuerySchema,
  organizationQuerySchema,
  pageOf,
} from '../contract/index.ts';
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

const verifyAuditLogRoute = protectedRoute({
  method: 'get',
  path: '/audit-log/verification',
  tags: ['Audit'],
  summary: 'Check the chain of the audit log',
  request: { query: organizationQuerySchema },
  responses: { 200: jsonResponse(auditVerificationSchema, 'What the check found.'), ...failure },
});

export const auditLogRoutes = createRouter();

auditLogRoutes.openapi(listAuditEntriesRoute, async (context) =>
  context.json(await listAuditEntries(serviceContext(context), ownInput(context.req.valid('query'))), 200),
);

auditLogRoutes.openapi(verifyAuditLogRoute, async (context) =>
  context.json(await verifyAuditChain(serviceContext(context)), 200),
);
