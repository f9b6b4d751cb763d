import { deleteEvidenceArchive } from '@patchbay/db';
import { PatchbayError } from '@patchbay/schema';
import { appendAuditNote } from '../audit/append.ts';
import { requirePermission } from '../permissions.ts';
import type { ServiceContext } from '../types.ts';

/** Keeps evidence in the database only. What is stored elsewhere stays there. */
export async function removeEvidenceArchive(context: ServiceContext): Promise<void> {
  const { deps, actor } = context;
  requirePermission(actor, 'evidenceArchive.remove');
  await deps.db.orm.transaction(async (tx) => {
    const row = await deleteEvidenceArchive(tx, { organizationId: actor.organizationId });
    if (!row) throw new PatchbayError('not_found', 'Evidence is kept nowhere besides the database already.');
    const { connectionId, bucket, prefix, archivedSeq } = row;
    await appendAuditNote(tx, context, {
      action: 'evidence_archive.remove',
      target: { type: 'connection', id: connectionId, label: null },
      before: { bucket, prefix, archivedSeq },
    });
  });
}
