import { verifyAudit } from '@patchbay/db';
import type { AuditVerification } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import type { ServiceContext } from '../types.ts';

/** Walks the organization's audit log from its first line and finds changed, missing and reordered ones. */
export async function verifyAuditChain(context: ServiceContext): Promise<AuditVerification> {
  const { deps, actor } = context;
  requirePermission(actor, 'audit.verify');
  const verdict = await verifyAudit(deps.db.orm, { organizationId: actor.organizationId });
  return { ok: verdict.problem === null, ...verdict };
}
