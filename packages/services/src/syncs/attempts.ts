import type { Run } from '@patchbay/db';
import { retryableClasses } from '@patchbay/schema';
import type { SyncEnd } from './to-sync-end.ts';

/** How often a tick is tried before it is given up and the next one is waited for. */
export const maxAttempts = 3;
/** How long to wait after the first failed attempt and after the second, in milliseconds. */
const pausesMs = [60_000, 5 * 60_000];

/**
 * What follows from how an attempt at a tick ended: how many of the tick's attempts have failed, and when to try again. Only what may
 * pass by itself is tried again. Null for runs that stand for no tick.
 */
export function attemptAfter(
  run: Pick<Run, 'trigger' | 'attempt'>,
  end: Pick<SyncEnd, 'status' | 'error'>,
  now: Date,
): { failedAttempts: number; retryAt: Date | null } | null {
  if (run.trigger !== 'schedule') return null;
  if (end.status === 'success' || end.status === 'cancelled') return { failedAttempts: 0, retryAt: null };
  const pauseMs = run.attempt < maxAttempts ? pausesMs[run.attempt - 1] : undefined;
  const mayPass = [...retryableClasses].some((known) => known === end.error?.class);
  if (!mayPass || pauseMs === undefined) return { failedAttempts: Math.max(run.attempt, maxAttempts), retryAt: null };
  return { failedAttempts: run.attempt, retryAt: new Date(now.getTime() + pauseMs) };
}
