import { and, asc, eq, lte } from 'drizzle-orm';
import type { Executor } from '../database.ts';
import { newId } from '../new-id.ts';
import { evidence } from '../schema/evidence.ts';
import { type EvidenceArchiveRow, evidenceArchives } from '../schema/evidence-archives.ts';
import { firstHash } from './hash-chain.ts';

export async function getEvidenceArchive(
  db: Executor,
  { organizationId }: { organizationId: string },
): Promise<EvidenceArchiveRow | null> {
  const [row] = await db.select().from(evidenceArchives).where(eq(evidenceArchives.organizationId, organizationId));
  return row ?? null;
}

/** Evidence goes to this place from now on, all of it from the first row. */
export async function saveEvidenceArchive(
  tx: Executor,
  place: Pick<EvidenceArchiveRow, 'organizationId' | 'connectionId' | 'bucket' | 'prefix'> & { now: Date },
): Promise<EvidenceArchiveRow> {
  const { now, organizationId, ...where } = place;
  const values = {
    ...where,
    id: newId('eva', now.getTime()),
    ...{ archivedSeq: 0, archivedHash: firstHash, pendingSeq: null, archivedAt: null, error: null, failures: 0 },
    ...{ nextAt: now, createdAt: now },
  };
  const [row] = await tx
    .insert(evidenceArchives)
    .values({ organizationId, ...values })
    .onConflictDoUpdate({ target: evidenceArchives.organizationId, set: values })
    .returning();
  if (!row) throw new Error('insert into evidence_archives returned nothing');
  return row;
}

export async function deleteEvidenceArchive(
  tx: Executor,
  { organizationId }: { organizationId: string },
): Promise<EvidenceArchiveRow | null> {
  const [row] = await tx
    .delete(evidenceArchives)
    .where(eq(evidenceArchives.organizationId, organizationId))
    .returning();
  return row ?? null;
}

/** Takes the archive that is due for longest, and nobody else does before `until`. Null: none is due. */
export async function claimDueArchive(
  db: Executor,
  { now, until }: { now: Date; until: Date },
): Promise<EvidenceArchiveRow | null> {
  const due = db
    .select({ id: evidenceArchives.organizationId })
    .from(evidenceArchives)
    .where(lte(evidenceArchives.nextAt, now))
    .orderBy(asc(evidenceArchives.nextAt))
    .limit(1)
    .for('update', { skipLocked: true });
  const [row] = await db
    .update(evidenceArchives)
    .set({ nextAt: until })
    .where(eq(evidenceArchives.organizationId, due))
    .returning();
  return row ?? null;
}

/** Notes what came of a turn, if evidence still goes there and nobody else has stored meanwhile. */
export async function updateEvidenceArchive(
  db: Executor,
  { organizationId, id, archivedSeq }: Pick<EvidenceArchiveRow, 'organizationId' | 'id' | 'archivedSeq'>,
  changes: {
    archivedSeq?: number;
    archivedHash?: string;
    archivedAt?: Date;
    pendingSeq?: number | null;
    error?: string | null;
    failures?: number;
    nextAt?: Date;
  },
): Promise<boolean> {
  const rows = await db
    .update(evidenceArchives)
    .set(changes)
    .where(
      and(
        eq(evidenceArchives.organizationId, organizationId),
        eq(evidenceArchives.id, id),
        eq(evidenceArchives.archivedSeq, archivedSeq),
      ),
    )
    .returning({ id: evidenceArchives.id });
  return rows.length > 0;
}

/** The hash of one row of the chain; null when there is none. */
export async function getEvidenceHash(
  db: Executor,
  { organizationId, seq }: { organizationId: string; seq: number },
): Promise<string | null> {
  const [row] = await db
    .select({ hash: evidence.hash })
    .from(evidence)
    .where(and(eq(evidence.organizationId, organizationId), eq(evidence.seq, seq)));
  return row?.hash ?? null;
}
