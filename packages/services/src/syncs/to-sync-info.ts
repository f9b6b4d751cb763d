import type { LastSyncRun, SyncState } from '@patchbay/db';
import type { Sync } from '@patchbay/schema';
import type { SyncInfo } from '../dto/index.ts';
import { toFieldViews } from '../fields/to-field-view.ts';
import { toIso } from '../support/to-iso.ts';
import { nextDue } from './next-due.ts';
import { scheduleOf } from './schedule-of.ts';

export interface SyncFacts {
  name: string;
  sync: Sync;
  connectionId: string;
  state: SyncState | null;
  lastRun: LastSyncRun | null;
  now: Date;
}

/** A sync of a connection as callers see it. */
export function toSyncInfo({ name, sync, connectionId, state, lastRun, now }: SyncFacts): SyncInfo {
  const { isEnabled, schedule } = scheduleOf(sync, state);
  const isDue = isEnabled && schedule !== null;
  // A new connection gets its first time within half a minute; what that will be is known already.
  const nextRunAt = isDue ? (state?.nextDueAt ?? nextDue(schedule, { connectionId, after: now })) : null;
  return {
    name,
    description: sync.description ?? null,
    model: sync.model,
    mode: sync.mode,
    isEnabled,
    schedule,
    defaultSchedule: sync.schedule ?? null,
    isScheduleOwn: state?.schedule != null,
    precondition: sync.precondition,
    variables: state?.variables ?? {},
    fields: toFieldViews(sync.variables),
    nextRunAt: toIso(nextRunAt),
    skippedReason: state?.skippedReason ?? null,
    failedAttempts: state?.failedAttempts ?? 0,
    lastRun: lastRun && {
      id: lastRun.id,
      status: lastRun.status,
      trigger: lastRun.trigger,
      attempt: lastRun.attempt,
      scheduledFor: toIso(lastRun.scheduledFor),
      createdAt: toIso(lastRun.createdAt),
      startedAt: toIso(lastRun.startedAt),
      finishedAt: toIso(lastRun.finishedAt),
      error: lastRun.error,
    },
    lastSuccessAt: toIso(state?.lastSuccessAt ?? null),
  };
}
