import {
  claimRun,
  finishRun,
  getRun,
  LeaseLostError,
  lockConnection,
  newId,
  noStats,
  noteSyncAttempt,
  type RunStats,
  type RunSummary,
  releaseSyncLease,
} from '@patchbay/db';
import { failSpan, withSpan } from '@patchbay/runtime';
import { announceChange } from '../connections/announce-change.ts';
import { loadTarget } from '../connections/load-target.ts';
import { requireUsable } from '../connections/require-usable.ts';
import type { Run } from '../dto/index.ts';
import { createRunLog } from '../runs/create-run-log.ts';
import { staleAfterMs } from '../runs/mark-interrupted.ts';
import { observeRun } from '../runs/observe-run.ts';
import { toRun } from '../runs/to-run.ts';
import type { ServiceContext, ServiceDeps } from '../types.ts';
import { acquireLease } from './acquire-lease.ts';
import { attemptAfter } from './attempts.ts';
import { keepAlive, type StopReason } from './keep-alive.ts';
import { noteSyncOutcome } from './note-outcome.ts';
import { readIntoRecords } from './read-into-records.ts';
import { requireSync } from './require-sync.ts';
import { toSyncEnd } from './to-sync-end.ts';

export interface RunSyncOptions {
  /** Aborted when the process is to end: the run is then interrupted. */
  signal?: AbortSignal;
  /** How often the run says that it is alive, in milliseconds. Default: 5 000. */
  heartbeatMs?: number;
}

/**
 * Does a queued sync: the worker's verb. Null when the run is not there to be taken, so that a job delivered twice does no harm.
 * Never throws for what the provider does: the run tells.
 */
export async function runSync(
  deps: ServiceDeps,
  { organizationId, runId }: { organizationId: string; runId: string },
  { signal, heartbeatMs = 5_000 }: RunSyncOptions = {},
): Promise<Run | null> {
  const key = { organizationId, id: runId };
  const queued = await getRun(deps.db.orm, key);
  if (queued?.status !== 'queued' || queued.kind !== 'sync') return null;
  // A name for this one attempt: another delivery of the same job, in this process too, must not share it.
  const owner = `${deps.settings.processId}/${newId('run')}`;
  const run = await claimRun(deps.db.orm, { ...key, owner, staleAfterMs, now: new Date(deps.clock.now()) });
  if (!run) return null;
  const attributes = {
    'patchbay.run_id': runId,
    'patchbay.organization_id': organizationId,
    'patchbay.connection_id': run.connectionId ?? '',
    'patchbay.provider': run.providerSlug,
    'patchbay.sync': run.name ?? '',
  };
  const ended = await withSpan(`sync ${run.providerSlug}`, { attributes }, async (span) => {
    const row = await work(deps, run, { owner, heartbeatMs, ...(signal && { signal }) });
    if (row) span.setAttributes({ 'patchbay.status': row.status, 'patchbay.records_read': row.stats.read });
    if (row?.error) failSpan(span, row.error.class);
    return row;
  });
  if (ended) observeRun(deps, ended);
  return ended && toRun(ended);
}

async function work(
  deps: ServiceDeps,
  run: RunSummary,
  { owner, signal, heartbeatMs }: { owner: string; signal?: AbortSignal; heartbeatMs: number },
): Promise<RunSummary | null> {
  const { organizationId, id: runId } = run;
  const connectionId = run.connectionId ?? '';
  const context = systemContext(deps, organizationId);
  const stats: RunStats = { ...noStats };
  const stopping = new AbortController();
  let stopReason: StopReason | null = null;
  const stop = (reason: StopReason) => {
    stopReason ??= reason;
    stopping.abort(new Error(`the sync was stopped: ${reason}`));
  };
  const onShutdown = () => stop('shutdown');
  signal?.addEventListener('abort', onShutdown, { once: true });
  if (signal?.aborted) onShutdown();

  let log = createRunLog(deps.clock, { secrets: () => [] });
  let release: (status: string) => Promise<void> = async () => {};
  let failure: { error: unknown } | null = null;
  try {
    const loaded = await loadTarget(context, connectionId);
    requireUsable(loaded);
    log = createRunLog(deps.clock, loaded.credentials);
    const { manifest } = loaded.target;
    const { name, sync, mode } = requireSync(manifest, { sync: run.name ?? undefined, mode: run.mode ?? 'full' });
    const lease = await acquireLease(deps, { organizationId, connectionId, sync: name, owner, runId });
    const alive = keepAlive(deps, { runId, organizationId, owner, lease, stats, log, stop, everyMs: heartbeatMs });
    release = async (status) => {
      await alive.stop();
      await releaseSyncLease(deps.db.orm, lease, { status, now: new Date(deps.clock.now()) });
    };
    log.add('info', `Reading "${name}" of ${manifest.name}.`);
    await readIntoRecords(deps, {
      target: loaded.target,
      name,
      sync,
      mode,
      runId,
      lease,
      stats,
      log,
      signal: stopping.signal,
    });
  } catch (error) {
    failure = { error };
    if (error instanceof LeaseLostError) stop('lost');
  }
  signal?.removeEventListener('abort', onShutdown);

  const end = toSyncEnd({ failure, stopReason, stats });
  log.add(end.status === 'success' ? 'info' : 'warn', end.message);
  if (end.error?.class === 'bug' && failure) {
    deps.logger.error({ runId, connectionId, error: log.redact(failure.error) }, 'sync failed');
  }
  await release(end.status);
  const now = new Date(deps.clock.now());
  // Together, so that whoever hears of the end finds the run ended, and a crash loses neither.
  const { finished, isChanged } = await deps.db.orm.transaction(async (tx) => {
    // The connection first, as everybody does who changes both.
    await lockConnection(tx, { organizationId, id: connectionId });
    const row = await finishRun(tx, {
      organizationId,
      id: runId,
      owner,
      status: end.status,
      stats,
      error: log.redact(end.error),
      log: log.take(),
      now,
    });
    // Somebody else may have ended it meanwhile: a sweep, or a deletion. Then what they wrote stays.
    if (!row) return { finished: null, isChanged: false };
    const sync = { sync: run.name ?? '', mode: run.mode ?? 'full' };
    const attempt = attemptAfter(run, end, now);
    if (attempt) await noteSyncAttempt(tx, { organizationId, connectionId, sync: sync.sync, ...attempt, now });
    const outcome = { organizationId, connectionId, runId, ...sync, end: log.redact(end), stats, now };
    return { finished: row, isChanged: await noteSyncOutcome(tx, outcome) };
  });
  if (isChanged) await announceChange(deps, connectionId);
  return finished ?? getRun(deps.db.orm, { organizationId, id: runId });
}

function systemContext(deps: ServiceDeps, organizationId: string): ServiceContext {
  return { deps, actor: { type: 'system', id: 'patchbay', organizationId, role: 'owner', scopes: null } };
}
