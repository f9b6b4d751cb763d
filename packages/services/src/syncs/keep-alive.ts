import { heartbeatRun, type RunStats, renewSyncLease, type SyncLease } from '@patchbay/db';
import type { RunLog } from '../runs/create-run-log.ts';
import type { ServiceDeps } from '../types.ts';
import { leaseTtlMs } from './acquire-lease.ts';

/** Why a sync was told to stop while it ran. */
export type StopReason = 'cancelled' | 'lost' | 'shutdown';

export interface KeepAliveParams {
  runId: string;
  organizationId: string;
  owner: string;
  lease: SyncLease;
  stats: RunStats;
  log: RunLog;
  /** Told once to end the work. */
  stop(reason: StopReason): void;
  /** How often to say that the run is alive, in milliseconds. */
  everyMs: number;
}

/** Says every few seconds that the run is alive and how far it is; learns whether it was cancelled or taken over. */
export function keepAlive(
  { db, logger }: Pick<ServiceDeps, 'db' | 'logger'>,
  params: KeepAliveParams,
): { stop(): Promise<void> } {
  const { runId: id, organizationId, owner, lease, stats, log, stop, everyMs } = params;
  let beat: Promise<void> = Promise.resolve();
  let isStopped = false;

  async function beatOnce(): Promise<void> {
    try {
      const run = await heartbeatRun(db.orm, { organizationId, id, owner, stats: { ...stats }, log: log.take() });
      const isLeased = await renewSyncLease(db.orm, lease, leaseTtlMs);
      if (!run.isOwned || !isLeased) stop('lost');
      else if (run.isCancelled) stop('cancelled');
    } catch (error) {
      // A database that does not answer now may do so in time; if not, the lease runs out and the next write is refused.
      logger.warn(
        { runId: id, error: error instanceof Error ? error.message : String(error) },
        'no sign of life written',
      );
    }
  }

  function schedule(): NodeJS.Timeout {
    return setTimeout(() => {
      beat = beatOnce().then(() => {
        if (!isStopped) timer = schedule();
      });
    }, everyMs);
  }
  let timer = schedule();

  return {
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await beat;
    },
  };
}
