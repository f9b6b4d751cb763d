import {
  callForWaitingSyncs,
  queueRequestedSyncs,
  type ServiceDeps,
  scheduleDueSyncs,
  seedSchedules,
  type Turns,
} from '@patchbay/services';
import { startTicker } from './start-ticker.ts';

export interface SchedulerOptions {
  turns: Turns;
  /** Syncs this process does at a time. */
  places: number;
  /** How often it looks for what is due, in milliseconds. */
  everyMs: number;
}

export interface Scheduler {
  /** Told when a job began nothing, though something may wait. */
  onPassedOver(): void;
  /** Told when a place became free. */
  onPlaceFree(): Promise<void>;
  stop(): Promise<void>;
}

/** How often syncs without a next time are looked for, in milliseconds: of new connections and new manifests. */
const seedEveryMs = 30_000;

/** Looks every few seconds for syncs that are due, and sooner where this process has worked off a part of what it queued. */
export function startScheduler(deps: ServiceDeps, { turns, places, everyMs }: SchedulerOptions): Scheduler {
  let untilRefill = Number.POSITIVE_INFINITY;
  let isPassedOver = false;
  const onError = (error: unknown) =>
    deps.logger.error({ error: error instanceof Error ? error.message : String(error) }, 'scheduling failed');

  const schedule = startTicker({
    everyMs,
    async tick() {
      await queueRequestedSyncs(deps);
      const { queued } = await scheduleDueSyncs(deps);
      // Other processes work on the same queue: what this one queued is gone long before this one has done all of it.
      untilRefill = queued > 0 ? Math.ceil(queued / 4) : Number.POSITIVE_INFINITY;
      isPassedOver = await callForWaitingSyncs(deps, turns, { places });
    },
    onError,
  });
  const seed = startTicker({
    everyMs: seedEveryMs,
    async tick() {
      await seedSchedules(deps);
    },
    onError,
  });

  return {
    onPassedOver() {
      isPassedOver = true;
    },
    async onPlaceFree() {
      untilRefill -= 1;
      if (untilRefill <= 0) schedule.soon();
      if (isPassedOver) isPassedOver = await callForWaitingSyncs(deps, turns, { places: 1 });
    },
    async stop() {
      await Promise.all([schedule.stop(), seed.stop()]);
    },
  };
}
