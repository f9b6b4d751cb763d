import { createHash } from 'node:crypto';
import { parseCron } from './parse-cron.ts';

/** Ticks are spread over this share of the time between them, and over this much at most. */
const spreadShare = 0.1;
const maxSpreadMs = 5 * 60_000;

/**
 * When a sync is due next: at the first tick of its schedule, and a little later, by an amount that is always the same for a connection.
 * So connections of one schedule do not all call their provider in the same second. Null when the schedule never ticks again.
 */
export function nextDue(pattern: string, { connectionId, after }: { connectionId: string; after: Date }): Date | null {
  const cron = parseCron(pattern);
  const delay = Math.floor(shareOf(connectionId) * Math.min((cron.shortestGapMs ?? 0) * spreadShare, maxSpreadMs));
  const tick = cron.next(new Date(after.getTime() - delay));
  return tick && new Date(tick.getTime() + delay);
}

/** A number from 0 to 1, always the same for a text and evenly spread over texts. */
export function shareOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE() / 2 ** 32;
}
