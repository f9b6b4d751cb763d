import { getEvidenceArchive, getEvidenceHash, verifyEvidence } from '@patchbay/db';
import type { AuditVerification } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import type { ServiceContext } from '../types.ts';

/** Walks the organization's evidence from its first row and finds changed, missing and reordered ones. */
export async function verifyEvidenceChain(context: ServiceContext): Promise<AuditVerification> {
  const { deps, actor } = context;
  requirePermission(actor, 'evidence.verify');
  const { organizationId } = actor;
  const verdict = await verifyEvidence(deps.db.orm, { organizationId });
  const problem = verdict.problem ?? (await findLoss(deps, organizationId));
  return { ...verdict, ok: problem === null, problem };
}

/** Entries cut off the end show against what was stored elsewhere. */
async function findLoss({ db }: ServiceContext['deps'], organizationId: string): Promise<AuditVerification['problem']> {
  const archive = await getEvidenceArchive(db.orm, { organizationId });
  if (!archive || archive.archivedSeq === 0) return null;
  const seq = archive.archivedSeq;
  const hash = await getEvidenceHash(db.orm, { organizationId, seq });
  if (hash === archive.archivedHash) return null;
  return {
    seq,
    message: hash === null ? 'it was stored elsewhere and is gone here' : 'it is not the one stored elsewhere',
  };
}
