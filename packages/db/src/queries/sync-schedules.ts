import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Executor } from '../database.ts';
import { runSql } from '../run-sql.ts';
import { type Connection, connections } from '../schema/connections.ts';
import { type NewRun, runs } from '../schema/runs.ts';
import { syncSeen } from '../schema/sync-seen.ts';
import { type SyncState, syncStates } from '../schema/sync-states.ts';
import { matchSync } from './is-lease-held.ts';
import type { SyncKey } from './sync-states.ts';

/** A sync whose time has come, locked with its connection until the transaction ends. */
export interface DueSync {
  state: SyncState;
  connection: Connection;
}

/** How much may wait to be run. */
export interface WaitingLimits {
  /** Of one provider of one organization. */
  perPair: number;
  /** Of one organization, with what people started. */
  perOrganization: number;
  /** Of all; an organization of which nothing waits always gets one in. */
  total: number;
}

/**
 * Takes syncs that are due, as many as there is room for, in turns: of each organization one, then of each a second; within an
 * organization the same by provider; what has waited longest first. Rows others work on are passed over, so that two schedulers never
 * take one twice. Call it in a transaction, and set the next time of each before it ends.
 */
export async function claimDueSyncs(
  tx: Executor,
  { now, limits, limit }: { now: Date; limits: WaitingLimits; limit: number },
): Promise<DueSync[]> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const picked = await runSql<{ connection_id: string; sync: string }>(
    tx,
    sql`
    with waiting as (
      select organization_id, provider_slug, count(*)::int as waiting from ${runs}
      where kind = 'sync' and status = 'queued' group by organization_id, provider_slug
    ), due as (
      select state.connection_id, state.sync, state.organization_id, state.next_due_at, connection.provider_slug,
        row_number() over (
          partition by state.organization_id, connection.provider_slug
          order by state.next_due_at, state.connection_id, state.sync
        ) as pair_rank
      from ${syncStates} state join ${connections} connection on connection.id = state.connection_id
      where state.next_due_at <= ${at}
    ), admitted as (
      select due.*, row_number() over (
          partition by due.organization_id
          order by due.pair_rank, due.next_due_at, due.connection_id, due.sync
        ) + coalesce(mine.waiting, 0) as organization_rank
      from due
      left join waiting using (organization_id, provider_slug)
      left join (select organization_id, sum(waiting)::int as waiting from waiting group by organization_id) mine
        using (organization_id)
      where due.pair_rank + coalesce(waiting.waiting, 0) <= ${limits.perPair}::int
    ), picked as (
      select admitted.*, row_number() over (
          order by organization_rank, pair_rank, next_due_at, connection_id, sync
        ) as place
      from admitted where organization_rank <= ${limits.perOrganization}::int
    )
    select state.connection_id, state.sync
    from picked
    join ${syncStates} state on state.connection_id = picked.connection_id and state.sync = picked.sync
    join ${connections} connection on connection.id = state.connection_id
    where state.next_due_at <= ${at} and picked.place <= ${limit}::int
      and (picked.organization_rank = 1
        or picked.place + (select coalesce(sum(waiting), 0) from waiting) <= ${limits.total}::int)
    order by picked.place
    for update of state skip locked for no key update of connection skip locked`,
  );
  return readInOrder(tx, picked);
}

/** The rows that were picked, in the order they were picked in. */
async function readInOrder(
  tx: Executor,
  picked: readonly { connection_id: string; sync: string }[],
): Promise<DueSync[]> {
  if (picked.length === 0) return [];
  const rows = await tx
    .select({ state: syncStates, connection: connections })
    .from(syncStates)
    .innerJoin(connections, eq(connections.id, syncStates.connectionId))
    .where(
      inArray(
        syncStates.connectionId,
        picked.map((row) => row.connection_id),
      ),
    );
  const byKey = new Map(rows.map((row) => [`${row.state.connectionId} ${row.state.sync}`, row]));
  return picked.flatMap((row) => byKey.get(`${row.connection_id} ${row.sync}`) ?? []);
}

/** Syncs of these connections that wait or run. Asked after their connections were locked: nobody can begin another meanwhile. */
export async function listUnfinishedSyncs(
  tx: Executor,
  { connectionIds }: { connectionIds: string[] },
): Promise<{ connectionId: string; sync: string; runId: string; status: 'queued' | 'running' }[]> {
  if (connectionIds.length === 0) return [];
  const rows = await tx
    .select({ connectionId: runs.connectionId, sync: runs.name, runId: runs.id, status: runs.status })
    .from(runs)
    .where(
      and(
        inArray(runs.connectionId, connectionIds),
        eq(runs.kind, 'sync'),
        inArray(runs.status, ['queued', 'running']),
      ),
    );
  return rows as { connectionId: string; sync: string; runId: string; status: 'queued' | 'running' }[];
}

/** The tick the newest scheduled run of each of these syncs stood for. */
export async function listLastTicks(
  db: Executor,
  { connectionIds }: { connectionIds: string[] },
): Promise<{ connectionId: string; sync: string; scheduledFor: Date }[]> {
  if (connectionIds.length === 0) return [];
  const rows = await db
    .selectDistinctOn([runs.connectionId, runs.name], {
      connectionId: runs.connectionId,
      sync: runs.name,
      scheduledFor: runs.scheduledFor,
    })
    .from(runs)
    .where(and(inArray(runs.connectionId, connectionIds), eq(runs.kind, 'sync'), eq(runs.trigger, 'schedule')))
    .orderBy(runs.connectionId, runs.name, sql`${runs.id} desc`);
  return rows.filter((row) => row.scheduledFor !== null) as {
    connectionId: string;
    sync: string;
    scheduledFor: Date;
  }[];
}

export interface ScheduleStep extends SyncKey {
  nextDueAt: Date | null;
  /** Left as it is when not given. */
  skippedReason?: string | null;
  /** Left as it is when not given. */
  failedAttempts?: number;
}

/** Sets when syncs are due next, many in one statement; makes the rows there are none of. */
export async function saveScheduleSteps(
  db: Executor,
  { steps, now }: { steps: readonly ScheduleStep[]; now: Date },
): Promise<void> {
  if (steps.length === 0) return;
  const values = JSON.stringify(
    steps.map((step) => ({
      connection_id: step.connectionId,
      sync: step.sync,
      organization_id: step.organizationId,
      next_due_at: step.nextDueAt?.toISOString() ?? null,
      skipped_reason: step.skippedReason ?? null,
      keeps_reason: step.skippedReason === undefined,
      failed_attempts: step.failedAttempts ?? null,
    })),
  );
  await db.execute(sql`
    with step as (
      select * from jsonb_to_recordset(${values}::text::jsonb) as given(connection_id text, sync text, organization_id text,
        next_due_at timestamptz, skipped_reason text, keeps_reason boolean, failed_attempts int)
    ), changed as (
      update ${syncStates} state set
        next_due_at = step.next_due_at,
        skipped_reason = case when step.keeps_reason then state.skipped_reason else step.skipped_reason end,
        failed_attempts = coalesce(step.failed_attempts, state.failed_attempts),
        updated_at = ${now.toISOString()}::timestamptz
      from step
      where state.connection_id = step.connection_id and state.sync = step.sync
        and state.organization_id = step.organization_id
      returning state.connection_id, state.sync
    )
    insert into ${syncStates} (connection_id, sync, organization_id, next_due_at, updated_at)
    select step.connection_id, step.sync, step.organization_id, step.next_due_at, ${now.toISOString()}::timestamptz
    from step join ${connections} connection on connection.id = step.connection_id
      and connection.organization_id = step.organization_id
    where not exists (
      select 1 from changed where changed.connection_id = step.connection_id and changed.sync = step.sync
    )
    on conflict (connection_id, sync) do nothing`);
}

/** Adds runs, many in one statement. */
export async function insertRuns(tx: Executor, values: readonly NewRun[]): Promise<void> {
  if (values.length > 0) await tx.insert(runs).values([...values]);
}

/** A sync a manifest declares. */
export interface DeclaredSync {
  providerSlug: string;
  sync: string;
  schedule: string | null;
  isEnabled: boolean;
}

export interface UnscheduledSync extends SyncKey {
  schedule: string;
}

/** Syncs that have a schedule and are on, but no next time: of new connections, of new manifests, switched on again. */
export async function listUnscheduledSyncs(
  db: Executor,
  { declared, limit }: { declared: readonly DeclaredSync[]; limit: number },
): Promise<UnscheduledSync[]> {
  const values = JSON.stringify(
    declared.map(({ providerSlug, sync, schedule, isEnabled }) => ({
      provider_slug: providerSlug,
      sync,
      schedule,
      is_enabled: isEnabled,
    })),
  );
  const rows = await runSql<{ connection_id: string; organization_id: string; sync: string; schedule: string }>(
    db,
    sql`
    select connection.id as connection_id, connection.organization_id, declared.sync,
      coalesce(state.schedule, declared.schedule) as schedule
    from ${connections} connection
    join jsonb_to_recordset(${values}::text::jsonb) as declared(provider_slug text, sync text, schedule text, is_enabled boolean)
      on declared.provider_slug = connection.provider_slug
    left join ${syncStates} state on state.connection_id = connection.id and state.sync = declared.sync
    where connection.deleted_at is null and state.next_due_at is null
      and coalesce(state.schedule, declared.schedule) is not null
      and coalesce(state.is_enabled, declared.is_enabled)
    limit ${limit}::int`,
  );
  return rows.map((row) => ({
    connectionId: row.connection_id,
    organizationId: row.organization_id,
    sync: row.sync,
    schedule: row.schedule,
  }));
}

/** Syncs that wait for their time although they were last changed in what is now the future: the clock was set back since. */
export async function listSyncsFromTheFuture(
  db: Executor,
  { now, after, limit }: { now: Date; after: Date; limit: number },
): Promise<{ state: SyncState; providerSlug: string }[]> {
  return db
    .select({ state: syncStates, providerSlug: connections.providerSlug })
    .from(syncStates)
    .innerJoin(connections, eq(connections.id, syncStates.connectionId))
    .where(
      and(
        sql`${syncStates.nextDueAt} > ${now.toISOString()}::timestamptz`,
        sql`${syncStates.updatedAt} > ${after.toISOString()}::timestamptz`,
      ),
    )
    .limit(limit);
}

/** What is kept of a sync's schedule; makes the row when there is none. */
export async function saveSyncSettings(
  tx: Executor,
  key: SyncKey,
  changes: Partial<
    Pick<
      SyncState,
      'isEnabled' | 'schedule' | 'variables' | 'nextDueAt' | 'failedAttempts' | 'skippedReason' | 'state' | 'checkpoint'
    >
  > & { updatedAt: Date },
): Promise<SyncState> {
  const [row] = await tx
    .insert(syncStates)
    .values({ ...key, ...changes })
    .onConflictDoUpdate({
      target: [syncStates.connectionId, syncStates.sync],
      set: changes,
      setWhere: eq(syncStates.organizationId, key.organizationId),
    })
    .returning();
  if (!row) throw new Error('the settings of a sync were not stored');
  if (changes.checkpoint === null) {
    await tx.delete(syncSeen).where(and(eq(syncSeen.connectionId, key.connectionId), eq(syncSeen.sync, key.sync)));
  }
  return row;
}

/** Notes how an attempt at a tick ended. With `retryAt` it is due again then, unless its next tick comes sooner. */
export async function noteSyncAttempt(
  tx: Executor,
  { failedAttempts, retryAt, now, ...key }: SyncKey & { failedAttempts: number; retryAt: Date | null; now: Date },
): Promise<void> {
  await tx
    .update(syncStates)
    .set({
      failedAttempts,
      // Null stays null: a sync that was switched off meanwhile is not tried again.
      ...(retryAt && {
        nextDueAt: sql`case when ${syncStates.nextDueAt} is null then null
          else least(${syncStates.nextDueAt}, ${retryAt.toISOString()}::timestamptz) end`,
      }),
      updatedAt: now,
    })
    .where(matchSync(key));
}

/** The sync runs that wait, the oldest few of each provider of each organization. */
export async function listWaitingSyncs(
  db: Executor,
  { perPair }: { perPair: number },
): Promise<{ runId: string; organizationId: string; providerSlug: string }[]> {
  const rows = await runSql<{ id: string; organization_id: string; provider_slug: string }>(
    db,
    sql`
    select id, organization_id, provider_slug from (
      select id, organization_id, provider_slug,
        row_number() over (partition by organization_id, provider_slug order by id) as place
      from ${runs} where kind = 'sync' and status = 'queued'
    ) waiting
    where place <= ${perPair}::int order by id`,
  );
  return rows.map((row) => ({ runId: row.id, organizationId: row.organization_id, providerSlug: row.provider_slug }));
}

/** How many sync runs of an organization wait. */
export async function countWaitingSyncs(db: Executor, params: { organizationId: string }): Promise<number> {
  const [row] = await runSql<{ total: number }>(
    db,
    sql`select count(*)::int as total from ${runs}
        where organization_id = ${params.organizationId} and kind = 'sync' and status = 'queued'`,
  );
  return Number(row?.total ?? 0);
}

/** The newest run of each sync of a connection, without its log. */
export async function listLastSyncRuns(db: Executor, key: { organizationId: string; connectionId: string }) {
  const { id, name, status, trigger, attempt, scheduledFor, createdAt, startedAt, finishedAt, error } = runs;
  return db
    .selectDistinctOn([runs.name], {
      ...{ id, name, status, trigger, attempt, scheduledFor, createdAt, startedAt, finishedAt, error },
    })
    .from(runs)
    .where(
      and(eq(runs.organizationId, key.organizationId), eq(runs.connectionId, key.connectionId), eq(runs.kind, 'sync')),
    )
    .orderBy(runs.name, sql`${runs.id} desc`);
}
export type LastSyncRun = Awaited<ReturnType<typeof listLastSyncRuns>>[number];

/** Asks for syncs to be run soon, as a webhook does. Asked again before they begin, they run once. */
export async function requestSyncs(
  tx: Executor,
  {
    organizationId,
    connectionId,
    syncs,
    now,
  }: { organizationId: string; connectionId: string; syncs: readonly string[]; now: Date },
): Promise<void> {
  // In one order, so that two who ask for the same ones do not wait for each other.
  for (const sync of [...syncs].sort()) {
    await tx
      .insert(syncStates)
      .values({ organizationId, connectionId, sync, requestedAt: now })
      .onConflictDoUpdate({
        target: [syncStates.connectionId, syncStates.sync],
        set: { requestedAt: sql`coalesce(${syncStates.requestedAt}, ${now.toISOString()}::timestamptz)` },
        setWhere: eq(syncStates.organizationId, organizationId),
      });
  }
}

/**
 * Takes syncs that were asked for and that nothing of waits or runs, the longest asked first, locked with their connections until the
 * transaction ends. A run that is under way may have read past what is new: the request waits for its end, and for some time after it
 * where one began after `ranBefore`.
 */
export async function claimRequestedSyncs(
  tx: Executor,
  { ranBefore, limit }: { ranBefore: Date; limit: number },
): Promise<DueSync[]> {
  const picked = await runSql<{ connection_id: string; sync: string }>(
    tx,
    sql`
    select state.connection_id, state.sync
    from ${syncStates} state join ${connections} connection on connection.id = state.connection_id
    where state.requested_at is not null
      and (state.last_run_at is null or state.last_run_at < ${ranBefore.toISOString()}::timestamptz)
      and not exists (
      select 1 from ${runs} run
      where run.connection_id = state.connection_id and run.kind = 'sync' and run.name = state.sync
        and run.status in ('queued', 'running')
    )
    order by state.requested_at
    limit ${limit}::int
    for update of state skip locked for no key update of connection skip locked`,
  );
  return readInOrder(tx, picked);
}

/** Ends a request: its run was queued, or cannot be. */
export async function clearSyncRequest(tx: Executor, key: SyncKey): Promise<void> {
  await tx.update(syncStates).set({ requestedAt: null }).where(matchSync(key));
}
