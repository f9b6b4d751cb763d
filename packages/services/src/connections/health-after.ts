import type { ConnectionChanges, Connection as StoredConnection } from '@patchbay/db';
import { shareOf } from '../syncs/next-due.ts';

type Row = Pick<
  StoredConnection,
  'id' | 'healthStatus' | 'healthFailures' | 'healthCheckedAt' | 'healthNextAt' | 'healthMessage'
>;

const minuteMs = 60_000;
/** Pauses between two checks of a connection that works: the longer it has, the rarer. */
const healthyPausesMs = [5, 10, 20, 40, 80, 160, 240].map((minutes) => minutes * minuteMs);
const firstPauseMs = 5 * minuteMs;
/** Pauses after a failed check double from the first to the last. */
const firstFailedPauseMs = minuteMs;
const lastFailedPauseMs = 240 * minuteMs;
/** Checks that fail one after the other until a connection counts as broken. */
export const failuresUntilError = 3;

/** After a check that found the connection working. `by` a person: the pauses begin anew. */
export function afterHealthy(row: Row, { at, by }: { at: Date; by: 'person' | 'poll' }): ConnectionChanges {
  const before = by === 'poll' ? pauseOf(row) : 0;
  const pauseMs = healthyPausesMs.find((pause) => pause > before * 1.25) ?? healthyPausesMs.at(-1) ?? firstPauseMs;
  return {
    healthStatus: 'healthy',
    healthCheckedAt: at,
    healthMessage: null,
    healthFailures: 0,
    healthNextAt: later(row, at, pauseMs),
  };
}

/** After a check that failed. `isCounted` false: it says nothing against the connection, such as a limit that was reached. */
export function afterFailure(
  row: Row,
  { at, message, isBroken, isCounted = true }: { at: Date; message: string; isBroken: boolean; isCounted?: boolean },
): ConnectionChanges {
  const failures = row.healthFailures + (isCounted ? 1 : 0);
  const pauseMs = Math.min(firstFailedPauseMs * 2 ** Math.max(0, failures - 1), lastFailedPauseMs);
  return {
    healthStatus: isBroken ? 'unhealthy' : 'degraded',
    healthCheckedAt: at,
    healthMessage: message,
    healthFailures: failures,
    healthNextAt: later(row, at, isCounted ? pauseMs : Math.max(pauseMs, 15 * minuteMs)),
  };
}

/** After a sync that showed that the connection works: the next check is put off by its pause. */
export function afterWorkingSync(row: Row, { at }: { at: Date }): ConnectionChanges {
  const pauseMs = Math.max(pauseOf(row), firstPauseMs);
  return {
    healthStatus: 'healthy',
    healthCheckedAt: at,
    healthMessage: null,
    healthFailures: 0,
    healthNextAt: new Date(at.getTime() + pauseMs),
  };
}

/** After a sync that failed: a check looks soon whether it is the connection. */
export function afterFailedSync(row: Row, { at, message }: { at: Date; message: string }): ConnectionChanges {
  const soon = later(row, at, firstFailedPauseMs);
  return {
    healthStatus: 'degraded',
    healthCheckedAt: at,
    healthMessage: message,
    healthNextAt: row.healthNextAt && row.healthNextAt < soon ? row.healthNextAt : soon,
  };
}

/** The pause a working connection is in; 0 for any other. */
function pauseOf({ healthStatus, healthCheckedAt, healthNextAt }: Row): number {
  if (healthStatus !== 'healthy' || !healthCheckedAt || !healthNextAt) return 0;
  return Math.max(0, healthNextAt.getTime() - healthCheckedAt.getTime());
}

/** A tenth sooner or later, always the same for a connection: those made together are not checked together for ever. */
function later({ id }: Row, at: Date, pauseMs: number): Date {
  return new Date(at.getTime() + Math.round(pauseMs * (0.9 + 0.2 * shareOf(id))));
}
