import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import type { Executor } from '../database.ts';
import type { Page } from '../page.ts';
import { toPage } from '../page.ts';
import { runSql } from '../run-sql.ts';
import { records, type StoredRecord } from '../schema/records.ts';

export interface ListRecordsParams {
  organizationId: string;
  connectionId: string;
  model?: string | undefined;
  sync?: string | undefined;
  /** The seq of the last record seen. */
  afterSeq?: number | undefined;
  includeDeleted?: boolean | undefined;
  limit: number;
}

/** The change feed of a connection: every record once, at the place of its latest change. */
export async function listRecords(db: Executor, params: ListRecordsParams): Promise<Page<StoredRecord>> {
  const rows = await db
    .select()
    .from(records)
    .where(
      and(
        eq(records.connectionId, params.connectionId),
        eq(records.organizationId, params.organizationId),
        params.afterSeq === undefined ? undefined : gt(records.seq, params.afterSeq),
        params.model === undefined ? undefined : eq(records.model, params.model),
        params.sync === undefined ? undefined : eq(records.sync, params.sync),
        params.includeDeleted ? undefined : isNull(records.deletedAt),
      ),
    )
    .orderBy(records.seq)
    .limit(params.limit + 1);
  return toPage(rows, params.limit, (row) => String(row.seq));
}

/** One record, deleted or not. */
export async function getRecord(
  db: Executor,
  key: { organizationId: string; connectionId: string; sync: string; externalId: string },
): Promise<StoredRecord | null> {
  const [row] = await db
    .select()
    .from(records)
    .where(
      and(
        eq(records.connectionId, key.connectionId),
        eq(records.organizationId, key.organizationId),
        eq(records.sync, key.sync),
        eq(records.externalId, key.externalId),
      ),
    );
  return row ?? null;
}

/** The newest place in the feed of a connection; null when it is empty. */
export async function getLastSeq(db: Executor, { connectionId }: { connectionId: string }): Promise<number | null> {
  const rows = await runSql<{ seq: number | string | null }>(
    db,
    sql`select max(seq) as seq from ${records} where connection_id = ${connectionId}`,
  );
  const seq = rows[0]?.seq ?? null;
  return seq === null ? null : Number(seq);
}

/** How many live records a connection holds, by sync and model. */
export async function countRecords(
  db: Executor,
  params: { organizationId: string; connectionId?: string | undefined },
): Promise<{ sync: string; model: string; total: number }[]> {
  const rows = await runSql<{ sync: string; model: string; total: number }>(
    db,
    sql`select sync, model, count(*)::int as total from ${records}
        where organization_id = ${params.organizationId} and deleted_at is null
          and ${params.connectionId === undefined ? sql`true` : sql`connection_id = ${params.connectionId}`}
        group by sync, model order by sync, model`,
  );
  return rows.map((row) => ({ ...row, total: Number(row.total) }));
}
