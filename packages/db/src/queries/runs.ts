import {
  and,
  desc,
  eq,
  exists,
  getTableColumns,
  gt,
  inArray,
  isNotNull,
  isNull,
  lt,
  ne,
  notInArray,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Executor } from '../database.ts';
import { lowestId } from '../new-id.ts';
import { type Page, type PageParams, toPage } from '../page.ts';
import {
  type NewRun,
  type Run,
  type RunError,
  type RunKind,
  type RunLogLine,
  type RunStats,
  type RunStatus,
  type RunStep,
  runs,
} from '../schema/runs.ts';

/** Lines of log a run keeps; the oldest go first. */
export const keptLogLines = 500;

/** A run without its log and steps, which may be long. */
export type RunSummary = Omit<Run, 'log' | 'steps'>;

export interface RunKey {
  organizationId: string;
  id: string;
}

const { log: _log, steps: _steps, ...summaryColumns } = getTableColumns(runs);

export async function insertRun(db: Executor, values: NewRun): Promise<RunSummary> {
  const [row] = await db.insert(runs).values(values).returning(summaryColumns);
  if (!row) throw new Error('insert into runs returned nothing');
  return row;
}

export async function getRun(db: Executor, key: RunKey): Promise<RunSummary | null> {
  const [row] = await db.select(summaryColumns).from(runs).where(match(key));
  return row ?? null;
}

/** The log, oldest line first, or null when there is no such run. */
export async function getRunLog(db: Executor, key: RunKey): Promise<RunLogLine[] | null> {
  const [row] = await db.select({ log: runs.log }).from(runs).where(match(key));
  return row?.log ?? null;
}

export interface ListRunsParams extends PageParams {
  organizationId: string;
  connectionId?: string | undefined;
  kind?: RunKind | undefined;
  status?: RunStatus | undefined;
}

/** Newest first. */
export async function listRuns(db: Executor, params: ListRunsParams): Promise<Page<RunSummary>> {
  const rows = await db
    .select(summaryColumns)
    .from(runs)
    .where(
      and(
        eq(runs.organizationId, params.organizationId),
        params.connectionId === undefined ? undefined : eq(runs.connectionId, params.connectionId),
        params.kind === undefined ? undefined : eq(runs.kind, params.kind),
        params.status === undefined ? undefined : eq(runs.status, params.status),
        params.after === undefined ? undefined : lt(runs.id, params.after),
      ),
    )
    .orderBy(desc(runs.id))
    .limit(params.limit + 1);
  return toPage(rows, params.limit, (row) => row.id);
}

/**
 * Makes a queued run ours. Null when it is absent, finished, cancelled or running elsewhere. A run that was interrupted
 * or whose owner has been silent for `staleAfterMs` may be claimed again, as its job comes back after a crash.
 */
export async function claimRun(
  db: Executor,
  params: RunKey & { owner: string; staleAfterMs: number; now: Date },
): Promise<RunSummary | null> {
  const [row] = await db
    .update(runs)
    .set({
      status: 'running',
      owner: params.owner,
      startedAt: sql`coalesce(${runs.startedAt}, ${params.now.toISOString()}::timestamptz)`,
      heartbeatAt: sql`clock_timestamp()`,
      finishedAt: null,
      error: null,
    })
    .where(
      and(
        match(params),
        or(
          inArray(runs.status, ['queued', 'interrupted']),
          and(eq(runs.status, 'running'), or(isSilentFor(params.staleAfterMs), eq(runs.owner, params.owner))),
        ),
      ),
    )
    .returning(summaryColumns);
  return row ?? null;
}

/** A run with its steps. */
export type RunWithSteps = RunSummary & Pick<Run, 'steps'>;

export async function getRunWithSteps(db: Executor, key: RunKey): Promise<RunWithSteps | null> {
  const [row] = await db
    .select({ ...summaryColumns, steps: runs.steps })
    .from(runs)
    .where(match(key));
  return row ?? null;
}

/** Keeps what a doctor has seen so far. */
export async function saveRunSteps(
  db: Executor,
  params: RunKey & { owner: string; steps: readonly RunStep[] },
): Promise<void> {
  await db
    .update(runs)
    .set({ steps: [...params.steps], heartbeatAt: sql`clock_timestamp()` })
    .where(and(match(params), eq(runs.owner, params.owner), eq(runs.status, 'running')));
}

/** What was asked for together, in the order it was asked. */
export async function listRunsOfGroup(
  db: Executor,
  params: { organizationId: string; groupIds: readonly string[] },
): Promise<RunWithSteps[]> {
  if (params.groupIds.length === 0) return [];
  return db
    .select({ ...summaryColumns, steps: runs.steps })
    .from(runs)
    .where(and(eq(runs.organizationId, params.organizationId), inArray(runs.groupId, [...params.groupIds])))
    .orderBy(runs.id);
}

/** What the last doctor that came to an end saw of a connection; null when there was none. */
export async function getLastDoctorSteps(
  db: Executor,
  params: { organizationId: string; connectionId: string },
): Promise<RunStep[] | null> {
  const [row] = await db
    .select({ steps: runs.steps })
    .from(runs)
    .where(
      and(
        eq(runs.organizationId, params.organizationId),
        eq(runs.connectionId, params.connectionId),
        eq(runs.kind, 'doctor'),
        eq(runs.status, 'success'),
      ),
    )
    .orderBy(desc(runs.id))
    .limit(1);
  return row?.steps ?? null;
}

/** The ids of groups of doctors, newest first. */
export async function listDoctorGroups(
  db: Executor,
  params: PageParams & { organizationId: string },
): Promise<Page<string>> {
  const rows = await db
    .selectDistinct({ groupId: runs.groupId })
    .from(runs)
    .where(
      and(
        eq(runs.organizationId, params.organizationId),
        eq(runs.kind, 'doctor'),
        isNotNull(runs.groupId),
        params.after === undefined ? undefined : lt(runs.groupId, params.after),
      ),
    )
    .orderBy(desc(runs.groupId))
    .limit(params.limit + 1);
  return toPage(
    rows.flatMap(({ groupId }) => groupId ?? []),
    params.limit,
    (id) => id,
  );
}

/** Notes whose read a run goes on with. */
export async function noteResumedRun(db: Executor, params: RunKey & { resumedFrom: string | null }): Promise<void> {
  await db.update(runs).set({ resumedFrom: params.resumedFrom }).where(match(params));
}

/** Says that the run is alive and how far it is. `isCancelled` tells the owner to stop; `isOwned` false: to stop at once. */
export async function heartbeatRun(
  db: Executor,
  params: RunKey & { owner: string; stats?: RunStats | undefined; log?: RunLogLine[] | undefined },
): Promise<{ isOwned: boolean; isCancelled: boolean }> {
  const [row] = await db
    .update(runs)
    .set({
      heartbeatAt: sql`clock_timestamp()`,
      ...(params.stats && { stats: params.stats }),
      ...(params.log?.length && { log: appendedLog(params.log) }),
    })
    .where(and(match(params), eq(runs.owner, params.owner), eq(runs.status, 'running')))
    .returning({ cancelRequestedAt: runs.cancelRequestedAt });
  return { isOwned: row !== undefined, isCancelled: row?.cancelRequestedAt != null };
}

export interface FinishRunParams extends RunKey {
  /** Only this owner may finish a claimed run. Leave out for a run that was never claimed. */
  owner?: string | undefined;
  status: Exclude<RunStatus, 'queued' | 'running'>;
  stats?: RunStats | undefined;
  error?: RunError | null | undefined;
  /** Lines to add. */
  log?: RunLogLine[] | undefined;
  now: Date;
}

/** Ends an unfinished run. Null when it is absent, finished already or someone else's. */
export async function finishRun(db: Executor, params: FinishRunParams): Promise<RunSummary | null> {
  const [row] = await db
    .update(runs)
    .set({
      status: params.status,
      finishedAt: params.now,
      error: params.error ?? null,
      ...(params.stats && { stats: params.stats }),
      ...(params.log?.length && { log: appendedLog(params.log) }),
    })
    .where(
      and(
        match(params),
        inArray(runs.status, ['queued', 'running']),
        params.owner === undefined ? undefined : eq(runs.owner, params.owner),
      ),
    )
    .returning(summaryColumns);
  return row ?? null;
}

/**
 * Asks a run to stop: a queued one is cancelled at once, a running one at its next heartbeat. Answers with the run as
 * it is now, or null when it is absent or finished.
 */
export async function requestRunCancel(db: Executor, params: RunKey & { now: Date }): Promise<RunSummary | null> {
  const at = sql`${params.now.toISOString()}::timestamptz`;
  const [row] = await db
    .update(runs)
    .set({
      cancelRequestedAt: params.now,
      status: sql`case when ${runs.status} = 'queued' then 'cancelled' else ${runs.status} end`,
      finishedAt: sql`case when ${runs.status} = 'queued' then ${at} else ${runs.finishedAt} end`,
    })
    .where(and(match(params), inArray(runs.status, ['queued', 'running'])))
    .returning(summaryColumns);
  return row ?? null;
}

/**
 * Marks running runs as interrupted whose owner has been silent for `staleAfterMs`, of every organization. With
 * `owner`, all running ones of that owner, whatever their heartbeat: for a process that starts again under its name.
 */
export async function markInterruptedRuns(
  db: Executor,
  params: { staleAfterMs: number; owner?: string | undefined; now: Date },
): Promise<RunSummary[]> {
  const error: RunError = {
    code: 'internal',
    class: 'transient',
    message: 'Patchbay stopped while this was running.',
    nextStep: 'Nothing is lost: run it again.',
  };
  return db
    .update(runs)
    .set({ status: 'interrupted', finishedAt: params.now, error })
    .where(
      and(
        eq(runs.status, 'running'),
        params.owner === undefined
          ? isSilentFor(params.staleAfterMs)
          : or(eq(runs.owner, params.owner), isSilentFor(params.staleAfterMs)),
      ),
    )
    .returning(summaryColumns);
}

/** The unfinished run of a sync, if there is one: asking twice should not queue twice. */
export async function getUnfinishedRun(
  db: Executor,
  params: { organizationId: string; connectionId: string; kind: RunKind; name: string },
): Promise<RunSummary | null> {
  const [row] = await db
    .select(summaryColumns)
    .from(runs)
    .where(
      and(
        eq(runs.organizationId, params.organizationId),
        eq(runs.connectionId, params.connectionId),
        eq(runs.kind, params.kind),
        eq(runs.name, params.name),
        inArray(runs.status, ['queued', 'running']),
      ),
    )
    .orderBy(desc(runs.id))
    .limit(1);
  return row ?? null;
}

/** Runs still queued although they were made before a moment, of every organization: their job may be lost. Oldest first. */
export async function listWaitingRuns(
  db: Executor,
  params: { createdBefore: Date; limit: number },
): Promise<RunSummary[]> {
  return db
    .select(summaryColumns)
    .from(runs)
    .where(and(eq(runs.status, 'queued'), lt(runs.createdAt, params.createdBefore)))
    .orderBy(runs.id)
    .limit(params.limit);
}

/**
 * Deletes runs that ended before a moment, of every organization, the oldest first. Of each sync, and of the tests and doctors of a
 * connection, the last one and the last that succeeded stay, however old. Gives the ids; go on after the last of them.
 */
export async function deleteOldRuns(
  db: Executor,
  { before, after, limit }: { before: Date; after?: string | undefined; limit: number },
): Promise<string[]> {
  const later = alias(runs, 'later');
  const isFollowed = exists(
    db
      .select({ id: later.id })
      .from(later)
      .where(
        and(
          eq(later.connectionId, runs.connectionId),
          gt(later.id, runs.id),
          eq(later.kind, runs.kind),
          or(ne(runs.kind, 'sync'), eq(later.name, runs.name)),
          or(eq(later.status, 'success'), ne(runs.status, 'success')),
        ),
      ),
  );
  const old = await db
    .select({ id: runs.id })
    .from(runs)
    .where(
      and(
        // What ended before was begun before. Ids tell when, and have an index.
        lt(runs.id, lowestId('run', before.getTime())),
        after === undefined ? undefined : gt(runs.id, after),
        lt(runs.finishedAt, before),
        notInArray(runs.status, ['queued', 'running']),
        or(isNull(runs.connectionId), notInArray(runs.kind, ['sync', 'test', 'doctor']), isFollowed),
      ),
    )
    .orderBy(runs.id)
    .limit(limit);
  const ids = old.map(({ id }) => id);
  if (ids.length > 0) await db.delete(runs).where(inArray(runs.id, ids));
  return ids;
}

function match(key: RunKey): SQL | undefined {
  return and(eq(runs.organizationId, key.organizationId), eq(runs.id, key.id));
}

/** By the database's clock, which all replicas share. */
function isSilentFor(staleAfterMs: number): SQL {
  return sql`(${runs.heartbeatAt} is null or ${runs.heartbeatAt} < clock_timestamp() - ${staleAfterMs}::float8 * interval '1 millisecond')`;
}

/** The log with lines added and cut to the newest 500. */
function appendedLog(lines: RunLogLine[]): SQL {
  const added = JSON.stringify(lines.slice(-keptLogLines));
  const all = sql`${runs.log} || ${added}::jsonb`;
  return sql`case when jsonb_array_length(${runs.log}) + ${Math.min(lines.length, keptLogLines)}::int <= ${keptLogLines}::int
    then ${all}
    else jsonb_path_query_array(${all}, '$[last - ${sql.raw(String(keptLogLines - 1))} to last]') end`;
}
