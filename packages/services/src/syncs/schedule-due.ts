import {
  claimDueSyncs,
  type DueSync,
  insertRuns,
  listLastTicks,
  listUnfinishedSyncs,
  lockForTransaction,
  type NewRun,
  newId,
  type ScheduleStep,
  saveScheduleSteps,
} from '@patchbay/db';
import type { ServiceDeps } from '../types.ts';
import { maxAttempts } from './attempts.ts';
import { nextDue } from './next-due.ts';
import { scheduleOf } from './schedule-of.ts';
import { skipReason } from './skip-reason.ts';
import { maxWaitingSyncsOf } from './waiting-limit.ts';

/** Runs that wait for a worker on behalf of schedules; the rest stays due, where it costs nothing and is put in order anew each time. */
const waitingLimits = { perPair: 50, total: 1_000 };
/** Most taken at a time, so that the transaction stays short. */
const claimLimit = 500;

export interface ScheduledSyncs {
  /** Runs queued. */
  queued: number;
  /** Ticks passed over, with the reason kept with the sync. */
  skipped: number;
  /** Whether something was taken: there may be more. */
  isMore: boolean;
}

/**
 * Queues what is due, in turns over organizations and providers, and sets when each is due next. A sync that missed many ticks runs once.
 * One that waits or runs already is not queued again, one whose precondition does not hold is passed over and looked at again at its next
 * tick. Call it every few seconds, in as many processes as there are.
 */
export async function scheduleDueSyncs(deps: ServiceDeps): Promise<ScheduledSyncs> {
  const now = new Date(deps.clock.now());
  const { runs, skipped, claimed } = await deps.db.orm.transaction(async (tx) => {
    // One scheduler at a time counts what waits: two at once would each fill the room there is.
    await lockForTransaction(tx, 'syncs.schedule');
    const limits = { ...waitingLimits, perOrganization: maxWaitingSyncsOf(deps.settings) };
    const due = await claimDueSyncs(tx, { now, limits, limit: claimLimit });
    const connectionIds = [...new Set(due.map(({ connection }) => connection.id))];
    const unfinished = new Map(
      (await listUnfinishedSyncs(tx, { connectionIds })).map((run) => [`${run.connectionId} ${run.sync}`, run]),
    );
    const retried = due.filter(({ state }) => isRetry(state.failedAttempts)).map(({ connection }) => connection.id);
    const lastTicks = new Map(
      (await listLastTicks(tx, { connectionIds: retried })).map((tick) => [
        `${tick.connectionId} ${tick.sync}`,
        tick.scheduledFor,
      ]),
    );
    const decided = due.map((one) => {
      const key = `${one.connection.id} ${one.state.sync}`;
      return decide(deps, one, { now, unfinished: unfinished.get(key), lastTick: lastTicks.get(key) });
    });
    await saveScheduleSteps(tx, { steps: decided.map(({ step }) => step), now });
    const wanted = decided.flatMap(({ run }) => run ?? []);
    await insertRuns(tx, wanted);
    return {
      runs: wanted,
      skipped: decided.filter(({ step }) => typeof step.skippedReason === 'string').length,
      claimed: due.length,
    };
  });
  // In the order of turns. What does not get into the queue now does so with the next look at what waits.
  for (const { id, organizationId } of runs) {
    await deps.jobs.enqueue({ name: 'sync.run', data: { organizationId, runId: id } });
  }
  return { queued: runs.length, skipped, isMore: claimed > 0 };
}

function isRetry(failedAttempts: number): boolean {
  return failedAttempts > 0 && failedAttempts < maxAttempts;
}

interface Circumstances {
  now: Date;
  unfinished: { runId: string; status: 'queued' | 'running' } | undefined;
  lastTick: Date | undefined;
}

function decide(
  { registry }: Pick<ServiceDeps, 'registry'>,
  { state, connection }: DueSync,
  { now, unfinished, lastTick }: Circumstances,
): { step: ScheduleStep; run: NewRun | null } {
  const { organizationId, connectionId, sync: name } = state;
  const key = { organizationId, connectionId, sync: name };
  const sync = registry.get(connection.providerSlug)?.syncs[name];
  const { schedule, isEnabled } = sync ? scheduleOf(sync, state) : { schedule: null, isEnabled: false };
  if (!sync || !schedule || !isEnabled || connection.deletedAt) {
    return { step: { ...key, nextDueAt: null, skippedReason: null, failedAttempts: 0 }, run: null };
  }
  const nextDueAt = nextDue(schedule, { connectionId, after: now });
  const skippedReason = unfinished ? stillBusy(unfinished) : skipReason(connection, sync);
  if (skippedReason !== null) return { step: { ...key, nextDueAt, skippedReason, failedAttempts: 0 }, run: null };

  // An attempt at an earlier tick, unless another tick has come meanwhile.
  const overdue = lastTick && nextDue(schedule, { connectionId, after: lastTick });
  const isAnotherTry = isRetry(state.failedAttempts) && lastTick && !(overdue && overdue <= now);
  return {
    step: { ...key, nextDueAt, skippedReason: null, ...(!isAnotherTry && { failedAttempts: 0 }) },
    run: {
      id: newId('run'),
      organizationId,
      connectionId,
      providerSlug: connection.providerSlug,
      kind: 'sync',
      name,
      mode: sync.mode,
      trigger: 'schedule',
      scheduledFor: isAnotherTry ? lastTick : state.nextDueAt,
      attempt: isAnotherTry ? state.failedAttempts + 1 : 1,
      createdAt: now,
    },
  };
}

function stillBusy({ runId, status }: { runId: string; status: 'queued' | 'running' }): string {
  const verb = status === 'running' ? 'was still at work' : 'still waited for its turn';
  return `The run before (${runId}) ${verb}. The sync runs again at its next time.`;
}
