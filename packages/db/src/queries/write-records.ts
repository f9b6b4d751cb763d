import { hash } from 'node:crypto';
import { toCanonicalJson } from '@patchbay/schema';
import { sql } from 'drizzle-orm';
import type { Executor } from '../database.ts';
import { newId } from '../new-id.ts';
import { runSql } from '../run-sql.ts';
import { records } from '../schema/records.ts';
import { syncStates } from '../schema/sync-states.ts';
import { toStorableJson } from '../storable-json.ts';
import { LeaseLostError, type SyncLease } from './sync-states.ts';

/** One object as the provider gave it. `id` is unique within the sync. */
export interface RecordInput {
  id: string;
  data: object;
}

export interface WriteCounts {
  added: number;
  updated: number;
  deleted: number;
  unchanged: number;
}

export interface WriteRecordsParams {
  lease: SyncLease;
  model: string;
  records: readonly RecordInput[];
  now: Date;
  /** Tell the ids of what was added or updated. Default: false. */
  listsChanged?: boolean;
}

/**
 * Adds and updates records inside a transaction. Rows with the same hash are neither rewritten nor locked. Of two
 * inputs with one id the last wins. Throws LeaseLostError when another process took the sync over.
 *
 * The join is lateral with a limit so that each row is looked up by key. Without statistics, as in a first sync, the
 * planner otherwise reads all records of the connection for every batch. The order makes it look all of them up before
 * it writes the first: otherwise the lookups wade through the rows just written.
 */
export async function writeRecords(
  tx: Executor,
  params: WriteRecordsParams,
): Promise<WriteCounts & { changedIds?: string[] }> {
  const { lease, listsChanged = false } = params;
  await lockWriter(tx, lease);
  const inputs = toRows(params.records);
  const none = listsChanged ? { changedIds: [] } : {};
  if (inputs.size === 0) return { added: 0, updated: 0, deleted: 0, unchanged: 0, ...none };
  const at = sql`${params.now.toISOString()}::timestamptz`;
  const rows = await runSql<{ added: number; updated: number; changed: string | null }>(
    tx,
    sql`
    with input as (
      select i as external_id, n as id, h as hash, d as data
      from jsonb_to_recordset(${`[${[...inputs.values()].join(',')}]`}::jsonb) as x(i text, n text, h text, d jsonb)
    ), changed as (
      select input.*, known.external_id is null or known.deleted_at is not null as is_new
      from input left join lateral (
        select external_id, hash, deleted_at from ${records}
        where connection_id = ${lease.connectionId} and sync = ${lease.sync} and external_id = input.external_id
        limit 1
      ) known on true
      where known.external_id is null or known.hash <> input.hash or known.deleted_at is not null
      order by input.external_id collate "C"
    ), written as (
      insert into ${records} as stored (connection_id, sync, external_id, id, organization_id, model, data, hash,
        change, seq, first_seen_at, changed_at)
      select ${lease.connectionId}, ${lease.sync}, external_id, id, ${lease.organizationId}, ${params.model}, data, hash,
        case when is_new then 'added' else 'updated' end, nextval('records_seq'), ${at}, ${at}
      from changed
      on conflict (connection_id, sync, external_id) do update set
        model = excluded.model, data = excluded.data, hash = excluded.hash, change = excluded.change,
        seq = excluded.seq, changed_at = excluded.changed_at, deleted_at = null
      returning change, external_id
    )
    select count(*) filter (where change = 'added')::int as added,
      count(*) filter (where change = 'updated')::int as updated,
      ${listsChanged ? sql`json_agg(external_id)::text` : sql`null`} as changed
    from written`,
  );
  const added = Number(rows[0]?.added ?? 0);
  const updated = Number(rows[0]?.updated ?? 0);
  const changed = listsChanged ? { changedIds: JSON.parse(rows[0]?.changed ?? '[]') as string[] } : {};
  return { added, updated, deleted: 0, unchanged: inputs.size - added - updated, ...changed };
}

/**
 * Marks records as deleted by id, as tombstones and event logs tell. Unknown and already deleted ids do nothing. The ids
 * are joined, so that each is looked up by key: held against one array, every record of the connection is compared with
 * every id when the planner knows nothing of the table.
 */
export async function deleteRecords(
  tx: Executor,
  params: { lease: SyncLease; externalIds: readonly string[]; now: Date },
): Promise<number> {
  const { lease } = params;
  await lockWriter(tx, lease);
  const rows = await runSql<{ deleted: number }>(
    tx,
    sql`
    with gone as (
      update ${records} as stored set change = 'deleted', seq = nextval('records_seq'),
        changed_at = ${params.now.toISOString()}::timestamptz, deleted_at = ${params.now.toISOString()}::timestamptz
      from (select jsonb_array_elements_text(${JSON.stringify(params.externalIds)}::jsonb) as external_id) input
      where stored.connection_id = ${lease.connectionId} and stored.sync = ${lease.sync} and stored.deleted_at is null
        and stored.external_id = input.external_id
      returning 1
    )
    select count(*)::int as deleted from gone`,
  );
  return Number(rows[0]?.deleted ?? 0);
}

/**
 * Marks as deleted what a complete read did not hold. Call it only after a complete read, in the transaction that saves
 * the sync's state. `isSeen` is asked for each live record, 5 000 at a time, so memory stays flat. When `seenCount`, the
 * number of different ids read, equals the number of live records, nothing is absent and nothing is asked.
 */
export async function deleteAbsentRecords(
  tx: Executor,
  params: { lease: SyncLease; isSeen: (externalId: string) => boolean; seenCount?: number | undefined; now: Date },
): Promise<number> {
  const { lease } = params;
  await lockWriter(tx, lease);
  if (params.seenCount !== undefined && params.seenCount === (await countLive(tx, lease))) return 0;
  let deleted = 0;
  let after = '';
  for (;;) {
    const page = await runSql<{ external_id: string }>(
      tx,
      sql`select external_id from ${records}
          where connection_id = ${lease.connectionId} and sync = ${lease.sync} and deleted_at is null
            and external_id > ${after}
          order by external_id limit 5000`,
    );
    const last = page.at(-1);
    if (last === undefined) return deleted;
    after = last.external_id;
    const absent = page.map((row) => row.external_id).filter((externalId) => !params.isSeen(externalId));
    if (absent.length > 0) deleted += await deleteRecords(tx, { lease, externalIds: absent, now: params.now });
  }
}

/** How many live records a read that met `seenCount` objects, and wrote them all, has not met. */
export async function countAbsentRecords(
  tx: Executor,
  { lease, seenCount }: { lease: SyncLease; seenCount: number },
): Promise<number> {
  return Math.max((await countLive(tx, lease)) - seenCount, 0);
}

async function countLive(tx: Executor, lease: SyncLease): Promise<number> {
  const [row] = await runSql<{ total: number }>(
    tx,
    sql`select count(*)::int as total from ${records}
        where connection_id = ${lease.connectionId} and sync = ${lease.sync} and deleted_at is null`,
  );
  return Number(row?.total ?? 0);
}

/** What a record is compared by: SHA-256 of its canonical JSON. */
export function hashRecord(canonicalJson: string): string {
  return hash('sha256', canonicalJson, 'base64url');
}

/**
 * One writer of a connection at a time, until it commits: that makes seq the commit order. Proves the lease as
 * requireSyncLease does, in the same statement.
 */
async function lockWriter(tx: Executor, lease: SyncLease): Promise<void> {
  const held = await runSql(
    tx,
    sql`select pg_advisory_xact_lock(hashtextextended(${`records:${lease.connectionId}`}, 0)) from ${syncStates}
        where organization_id = ${lease.organizationId} and connection_id = ${lease.connectionId}
          and sync = ${lease.sync} and lease_owner = ${lease.owner} and lease_token = ${lease.token}
        for update`,
  );
  if (held.length === 0) throw new LeaseLostError(lease);
}

/** External id → the row as JSON text, put together by hand because `data` is JSON text already. */
function toRows(inputs: readonly RecordInput[]): Map<string, string> {
  const rows = new Map<string, string>();
  for (const input of inputs) {
    const externalId = JSON.parse(toStorableJson(JSON.stringify(input.id))) as string;
    const data = toStorableJson(toCanonicalJson(input.data));
    const id = newId('rec');
    rows.set(externalId, `{"i":${JSON.stringify(externalId)},"n":"${id}","h":"${hashRecord(data)}","d":${data}}`);
  }
  return rows;
}
