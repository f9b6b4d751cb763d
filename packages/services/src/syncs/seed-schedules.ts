import {
  type DeclaredSync,
  listSyncsFromTheFuture,
  listUnscheduledSyncs,
  type ScheduleStep,
  saveScheduleSteps,
} from '@patchbay/db';
import type { ServiceDeps } from '../types.ts';
import { maxAttempts } from './attempts.ts';
import { nextDue } from './next-due.ts';
import { scheduleOf } from './schedule-of.ts';

const batch = 500;
/** Clocks of this machine and of the database may differ by this much without anything having happened to them. */
const toleranceMs = 5 * 60_000;

/**
 * Gives each sync that has a schedule and no next time its next time: those of new connections, of providers whose manifest has a new
 * sync, and those switched on again. Where the clock was set back, times that lie too far ahead now are set anew.
 */
export async function seedSchedules(deps: Pick<ServiceDeps, 'db' | 'registry' | 'clock'>): Promise<void> {
  const now = new Date(deps.clock.now());
  const declared = deps.registry.list().flatMap((manifest) =>
    Object.entries(manifest.syncs).map(([sync, { schedule, enabled }]): DeclaredSync => {
      const isUsable = schedule !== undefined && nextDue(schedule, { connectionId: '', after: now }) !== null;
      return {
        providerSlug: manifest.id,
        sync,
        schedule: isUsable ? schedule : null,
        isEnabled: enabled,
      };
    }),
  );
  for (;;) {
    const found = await listUnscheduledSyncs(deps.db.orm, { declared, limit: batch });
    const steps = found.flatMap(({ schedule, ...key }): ScheduleStep[] => {
      const nextDueAt = nextDue(schedule, { connectionId: key.connectionId, after: now });
      return nextDueAt ? [{ ...key, nextDueAt }] : [];
    });
    await saveScheduleSteps(deps.db.orm, { steps, now });
    if (found.length < batch || steps.length === 0) break;
  }
  await correctTimes(deps, now);
}

async function correctTimes(deps: Pick<ServiceDeps, 'db' | 'registry'>, now: Date): Promise<void> {
  const after = new Date(now.getTime() + toleranceMs);
  for (;;) {
    const found = await listSyncsFromTheFuture(deps.db.orm, { now, after, limit: batch });
    const steps = found.map(({ state, providerSlug }): ScheduleStep => {
      const { connectionId, organizationId, sync, nextDueAt, failedAttempts } = state;
      const declared = deps.registry.get(providerSlug)?.syncs[sync];
      const { schedule, isEnabled } = declared ? scheduleOf(declared, state) : { schedule: null, isEnabled: false };
      const regular = schedule && isEnabled ? nextDue(schedule, { connectionId, after: now }) : null;
      // A retry comes before the regular time, and stays unless it is further away than any retry is.
      const isRetry = failedAttempts > 0 && failedAttempts < maxAttempts;
      const stays = isRetry && nextDueAt && regular && nextDueAt < regular;
      return { connectionId, organizationId, sync, nextDueAt: stays ? nextDueAt : regular };
    });
    await saveScheduleSteps(deps.db.orm, { steps, now });
    if (found.length < batch) break;
  }
}
