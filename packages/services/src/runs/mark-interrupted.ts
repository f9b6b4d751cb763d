import { listWaitingRuns, markInterruptedRuns as markRows, noteSyncAttempt } from '@patchbay/db';
import { attemptAfter } from '../syncs/attempts.ts';
import type { ServiceDeps } from '../types.ts';

/** A running process says so every few seconds; one that was silent this long is dead. */
export const staleAfterMs = 30_000;

/** A queued run this old should have started; its job may be lost. */
const waitingAfterMs = 60_000;

export interface SweepOptions {
  /** True at the start of the only process on this database: whatever still counts as running died with the one before. */
  isOnlyProcess?: boolean;
}

/**
 * Marks what a dead process left running as interrupted, and queues again what was queued and never started. Call it at start,
 * before work is taken, and every half minute. What a schedule had begun is tried
 * again soon; what people had started is not repeated by itself.
 */
export async function markInterruptedRuns(
  deps: Pick<ServiceDeps, 'db' | 'clock' | 'jobs' | 'logger'>,
  { isOnlyProcess = false }: SweepOptions = {},
): Promise<{ interrupted: number; requeued: number }> {
  const nowMs = deps.clock.now();
  const interrupted = await markRows(deps.db.orm, {
    staleAfterMs: isOnlyProcess ? 0 : staleAfterMs,
    now: new Date(nowMs),
  });
  for (const run of interrupted) {
    const { id, organizationId, connectionId, name } = run;
    deps.logger.warn({ runId: id, connectionId, sync: name }, 'run was interrupted');
    const now = new Date(nowMs);
    const attempt = attemptAfter(run, { status: 'interrupted', error: run.error }, now);
    if (!attempt || connectionId === null) continue;
    await noteSyncAttempt(deps.db.orm, { organizationId, connectionId, sync: name ?? '', ...attempt, now });
  }
  const createdBefore = new Date(isOnlyProcess ? nowMs : nowMs - waitingAfterMs);
  const waiting = await listWaitingRuns(deps.db.orm, { createdBefore, limit: 500 });
  let requeued = 0;
  for (const { id, organizationId, kind } of waiting) {
    if (kind !== 'sync' && kind !== 'doctor') continue;
    await deps.jobs.enqueue({ name: `${kind}.run`, data: { organizationId, runId: id } });
    requeued += 1;
  }
  return { interrupted: interrupted.length, requeued };
}
