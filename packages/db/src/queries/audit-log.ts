import { hash } from 'node:crypto';
import { toCanonicalJson } from '@patchbay/schema';
import { and, desc, eq, gt, lt } from 'drizzle-orm';
import type { Executor } from '../database.ts';
import { newId } from '../new-id.ts';
import { type Page, type PageParams, toPage } from '../page.ts';
import { lockForTransaction } from '../run-sql.ts';
import { type AuditRow, auditLog } from '../schema/audit-log.ts';
import { toStorableJson } from '../storable-json.ts';

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

const firstHash = '0'.repeat(64);

/** Adds a line in the transaction of the change it tells of: both happen or neither. */
export async function appendAudit(tx: Executor, input: AuditInput): Promise<AuditRow> {
  await lockForTransaction(tx, `audit:${input.organizationId}`);
  const [last] = await tx
    .select({ seq: auditLog.seq, hash: auditLog.hash })
    .from(auditLog)
    .where(eq(auditLog.organizationId, input.organizationId))
    .orderBy(desc(auditLog.seq))
    .limit(1);
  const row = {
    id: newId('aud', input.at.getTime()),
    organizationId: input.organizationId,
    seq: (last?.seq ?? 0) + 1,
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
    prevHash: last?.hash ?? firstHash,
  };
  const [stored] = await tx
    .insert(auditLog)
    .values({ ...row, hash: hashAuditRow(row) })
    .returning();
  if (!stored) throw new Error('insert into audit_log returned nothing');
  return stored;
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

/** Result of checking the chain; `problem` names the first line that does not fit. */
export interface AuditVerdict {
  checked: number;
  lastHash: string;
  problem: { seq: number; message: string } | null;
}

/**
 * Walks an organization's log from its first line. Finds changed, missing and reordered lines; lines cut from the end
 * show only against a `lastHash` noted elsewhere.
 */
export async function verifyAudit(db: Executor, params: { organizationId: string }): Promise<AuditVerdict> {
  let prevHash = firstHash;
  let seq = 0;
  for (;;) {
    const rows = await db
      .select()
      .from(auditLog)
      .where(and(eq(auditLog.organizationId, params.organizationId), gt(auditLog.seq, seq)))
      .orderBy(auditLog.seq)
      .limit(1000);
    if (rows.length === 0) return { checked: seq, lastHash: prevHash, problem: null };
    for (const row of rows) {
      const message = findProblem(row, seq + 1, prevHash);
      if (message !== null) return { checked: seq, lastHash: prevHash, problem: { seq: seq + 1, message } };
      prevHash = row.hash;
      seq = row.seq;
    }
  }
}

function findProblem(row: AuditRow, expectedSeq: number, prevHash: string): string | null {
  if (row.seq !== expectedSeq) return `line ${expectedSeq} is missing`;
  if (row.prevHash !== prevHash) return 'it does not follow the line before it';
  if (row.hash !== hashAuditRow(row)) return 'it was changed after it was written';
  return null;
}

/** SHA-256 over everything in the row but the hash itself. */
function hashAuditRow(row: Omit<AuditRow, 'hash'>): string {
  const { hash: _hash, ...content } = row as AuditRow;
  return hash('sha256', toCanonicalJson({ ...content, at: row.at.toISOString() }), 'hex');
}

/** As the database will give it back: only JSON, and null for nothing. */
function toPlain(value: unknown): unknown {
  return value === undefined ? null : JSON.parse(toStorableJson(JSON.stringify(value) ?? 'null'));
}
