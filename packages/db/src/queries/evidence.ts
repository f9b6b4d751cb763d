import { and, desc, eq, gt, lt } from 'drizzle-orm';
import type { Executor } from '../database.ts';
import { newId } from '../new-id.ts';
import { type Page, type PageParams, toPage } from '../page.ts';
import { lockForTransaction } from '../run-sql.ts';
import { type EvidenceRow, evidence } from '../schema/evidence.ts';
import type { AuditParty } from './audit-log.ts';
import { type ChainVerdict, firstHash, hashRow, toPlain, verifyChain } from './hash-chain.ts';

export interface EvidenceInput
  extends Pick<
    EvidenceRow,
    'organizationId' | 'at' | 'kind' | 'verdict' | 'summary' | 'connectionId' | 'connectionName' | 'providerSlug'
  > {
  runId?: string | null | undefined;
  actor: AuditParty;
  /** Everything that was seen, without secrets. */
  content: unknown;
}

/** Adds a row in the transaction of what it vouches for: both happen or neither. */
export async function appendEvidence(tx: Executor, input: EvidenceInput): Promise<EvidenceRow> {
  const { actor, content, runId = null, ...facts } = input;
  await lockForTransaction(tx, `evidence:${facts.organizationId}`);
  const [last] = await tx
    .select({ seq: evidence.seq, hash: evidence.hash })
    .from(evidence)
    .where(eq(evidence.organizationId, facts.organizationId))
    .orderBy(desc(evidence.seq))
    .limit(1);
  const row = {
    id: newId('evd', facts.at.getTime()),
    ...(toPlain({ ...facts, at: undefined }) as Omit<typeof facts, 'at'>),
    at: facts.at,
    runId,
    seq: (last?.seq ?? 0) + 1,
    actorType: actor.type,
    actorId: actor.id,
    actorLabel: actor.label ?? null,
    content: toPlain(content),
    prevHash: last?.hash ?? firstHash,
  };
  const [stored] = await tx
    .insert(evidence)
    .values({ ...row, hash: hashRow(row) })
    .returning();
  if (!stored) throw new Error('insert into evidence returned nothing');
  return stored;
}

export interface ListEvidenceParams extends PageParams {
  organizationId: string;
  connectionId?: string | undefined;
  kind?: string | undefined;
}

/** Newest first. */
export async function listEvidence(db: Executor, params: ListEvidenceParams): Promise<Page<EvidenceRow>> {
  const after = params.after === undefined ? undefined : Number(params.after);
  const rows = await db
    .select()
    .from(evidence)
    .where(
      and(
        eq(evidence.organizationId, params.organizationId),
        after === undefined || !Number.isSafeInteger(after) ? undefined : lt(evidence.seq, after),
        params.connectionId === undefined ? undefined : eq(evidence.connectionId, params.connectionId),
        params.kind === undefined ? undefined : eq(evidence.kind, params.kind),
      ),
    )
    .orderBy(desc(evidence.seq))
    .limit(params.limit + 1);
  return toPage(rows, params.limit, (row) => String(row.seq));
}

/** Oldest first, after a place in the chain: to carry all of it elsewhere. */
export async function listEvidenceFrom(
  db: Executor,
  params: { organizationId: string; afterSeq: number; limit: number },
): Promise<EvidenceRow[]> {
  return db
    .select()
    .from(evidence)
    .where(and(eq(evidence.organizationId, params.organizationId), gt(evidence.seq, params.afterSeq)))
    .orderBy(evidence.seq)
    .limit(params.limit);
}

/** Walks an organization's evidence from its first row. */
export function verifyEvidence(db: Executor, { organizationId }: { organizationId: string }): Promise<ChainVerdict> {
  return verifyChain((afterSeq) => listEvidenceFrom(db, { organizationId, afterSeq, limit: 1_000 }));
}
