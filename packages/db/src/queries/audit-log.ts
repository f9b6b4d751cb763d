import { and, desc, eq, gt, lt } from 'drizzle-orm';
import type { Executor } from '../database.ts';
import { newId } from '../new-id.ts';
import { type Page, type PageParams, toPage } from '../page.ts';
import { lockForTransaction } from '../run-sql.ts';
import { type AuditRow, auditLog } from '../schema/audit-log.ts';
import { type ChainVerdict, firstHash, hashRow, toPlain, verifyChain } from './hash-chain.ts';

export interface AuditParty {
  type: string;
  id: string;
  label?: string | null | undefined;
}

export interface AuditInput {
  organizationId: string;
  at: Date;
  actor: AuditParty;
  action: string;
  target: AuditParty;
  /** State before and after, without secrets. */
  before?: unknown;
  after?: unknown;
  requestId?: string | null | undefined;
  ip?: string | null | undefined;
}

/** Adds a line in the transaction of the change it tells of: both happen or neither. */
export async function appendAudit(tx: Executor, input: AuditInput): Promise<AuditRow> {
  const [stored] = await appendAuditLines(tx, input.organizationId, [input]);
  if (!stored) throw new Error('insert into audit_log returned nothing');
  return stored;
}

/** Adds lines of one organization in the order they are given, by as many statements as one takes. */
export async function appendAuditLines(
  tx: Executor,
  organizationId: string,
  inputs: readonly Omit<AuditInput, 'organizationId'>[],
): Promise<AuditRow[]> {
  if (inputs.length === 0) return [];
  await lockForTransaction(tx, `audit:${organizationId}`);
  const [last] = await tx
    .select({ seq: auditLog.seq, hash: auditLog.hash })
    .from(auditLog)
    .where(eq(auditLog.organizationId, organizationId))
    .orderBy(desc(auditLog.seq))
    .limit(1);
  let seq = last?.seq ?? 0;
  let prevHash = last?.hash ?? firstHash;
  const rows = inputs.map((input) => {
    seq += 1;
    const row = {
      id: newId('aud', input.at.getTime()),
      organizationId,
      seq,
      at: input.at,
      actorType: input.actor.type,
      actorId: input.actor.id,
      actorLabel: input.actor.label ?? null,
      action: input.action,
      targetType: input.target.type,
      targetId: input.target.id,
      targetLabel: input.target.label ?? null,
      before: toPlain(input.before),
      after: toPlain(input.after),
      requestId: input.requestId ?? null,
      ip: input.ip ?? null,
      prevHash,
    };
    prevHash = hashRow(row);
    return { ...row, hash: prevHash };
  });
  return tx.insert(auditLog).values(rows).returning();
}

export interface ListAuditParams extends PageParams {
  organizationId: string;
  action?: string | undefined;
  targetId?: string | undefined;
}

/** Newest first. */
export async function listAudit(db: Executor, params: ListAuditParams): Promise<Page<AuditRow>> {
  const after = params.after === undefined ? undefined : Number(params.after);
  const rows = await db
    .select()
    .from(auditLog)
    .where(
      and(
        eq(auditLog.organizationId, params.organizationId),
        after === undefined || !Number.isSafeInteger(after) ? undefined : lt(auditLog.seq, after),
        params.action === undefined ? undefined : eq(auditLog.action, params.action),
        params.targetId === undefined ? undefined : eq(auditLog.targetId, params.targetId),
      ),
    )
    .orderBy(desc(auditLog.seq))
    .limit(params.limit + 1);
  return toPage(rows, params.limit, (row) => String(row.seq));
}

/** Walks an organization's log from its first line. */
export function verifyAudit(db: Executor, { organizationId }: { organizationId: string }): Promise<ChainVerdict> {
  return verifyChain((seq) =>
    db
      .select()
      .from(auditLog)
      .where(and(eq(auditLog.organizationId, organizationId), gt(auditLog.seq, seq)))
      .orderBy(auditLog.seq)
      .limit(1_000),
  );
}
