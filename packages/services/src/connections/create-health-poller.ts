import { claimHealthChecks, correctHealthTimes } from '@patchbay/db';
import type { ServiceDeps } from '../types.ts';
import { checkHealth } from './check-health.ts';

export interface HealthPollerOptions {
  /** Connections asked at a time. */
  places: number;
  /** Of them, so many of one provider at most. */
  perProvider: number;
  /** Told when a check has ended and its place is free. */
  onPlaceFree?: () => void;
}

export interface HealthPoller {
  /** Begins checks that are due, as far as there are places; does not wait for them. Answers how many. */
  look(): Promise<number>;
  /** Resolves once no check is under way. */
  settled(): Promise<void>;
  /** Breaks off what is under way, and gives it back to be checked by another. */
  stop(): Promise<void>;
}

/** A claim lasts longer than any check: the longest time limit of a connection is ten minutes. */
const claimMs = 15 * 60_000;
const toleranceMs = 5 * 60_000;

/** Checks the connections there are by and by, a few at a time. Any number of processes may do so on one database. */
export function createHealthPoller(
  deps: ServiceDeps,
  { places, perProvider, onPlaceFree }: HealthPollerOptions,
): HealthPoller {
  const stopping = new AbortController();
  const underWay = new Map<Promise<void>, string>();

  async function check(row: Parameters<typeof checkHealth>[1]): Promise<void> {
    try {
      await checkHealth(deps, row, { signal: stopping.signal });
    } catch (error) {
      // The claim runs out, and somebody looks again.
      deps.logger.error(
        { connectionId: row.id, error: error instanceof Error ? error.message : String(error) },
        'what a check of a connection found was not stored',
      );
    }
  }

  const settled = async () => {
    while (underWay.size > 0) await Promise.all(underWay.keys());
  };

  return {
    async look() {
      const free = places - underWay.size;
      if (deps.settings.offline || stopping.signal.aborted || free <= 0) return 0;
      const nowMs = deps.clock.now();
      const now = new Date(nowMs);
      await correctHealthTimes(deps.db.orm, { now, after: new Date(nowMs + toleranceMs) });
      const busy = new Map<string, number>();
      for (const slug of underWay.values()) busy.set(slug, (busy.get(slug) ?? 0) + 1);
      const until = new Date(nowMs + claimMs);
      const rows = await claimHealthChecks(deps.db.orm, { now, until, limit: free, perProvider, underWay: busy });
      for (const row of rows) {
        const done: Promise<void> = check(row).finally(() => {
          underWay.delete(done);
          onPlaceFree?.();
        });
        underWay.set(done, row.providerSlug);
      }
      return rows.length;
    },
    settled,
    async stop() {
      stopping.abort(new Error('Patchbay is stopping'));
      await settled();
    },
  };
}
