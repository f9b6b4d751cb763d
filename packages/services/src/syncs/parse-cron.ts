import { Cron } from 'croner';
import { LRUCache } from 'lru-cache';

/** How far apart the ticks of a schedule are is looked up over this many of them. */
const sampledTicks = 100;
/** Where looking begins: a schedule then always gives the same answer. */
const sampledFrom = new Date('2024-01-01T00:00:00Z');

export interface ParsedCron {
  /** The first tick after a moment, UTC; null when there is none any more. */
  next(after: Date): Date | null;
  /** The shortest time between two ticks, in milliseconds; null when it ticks once or never. */
  shortestGapMs: number | null;
}

const known = new LRUCache<string, ParsedCron>({ max: 1_000 });

/** Reads a cron pattern of five or six fields, in UTC. Throws when it is none. */
export function parseCron(pattern: string): ParsedCron {
  const found = known.get(pattern);
  if (found) return found;
  const cron = new Cron(pattern, { utcOffset: 0 });
  const ticks = cron.nextRuns(sampledTicks, sampledFrom).map((tick) => tick.getTime());
  const gaps = ticks.slice(1).map((tick, index) => tick - (ticks[index] ?? tick));
  const parsed = {
    next: (after: Date) => cron.nextRun(after),
    shortestGapMs: gaps.length > 0 ? Math.min(...gaps) : null,
  };
  known.set(pattern, parsed);
  return parsed;
}
