import { deleteOldRuns } from '@patchbay/db';
import type { ServiceDeps } from '../types.ts';

const dayMs = 86_400_000;
const standardDays = 90;

/** Deletes runs whose time is over, with their logs and steps, batch by batch. Gives how many it were. */
export async function pruneRuns(
  { db, clock, settings }: Pick<ServiceDeps, 'db' | 'clock' | 'settings'>,
  { batchSize = 500, signal }: { batchSize?: number; signal?: AbortSignal } = {},
): Promise<number> {
  const before = new Date(clock.now() - (settings.runRetentionDays ?? standardDays) * dayMs);
  for (let total = 0, after: string | undefined; ; ) {
    signal?.throwIfAborted();
    const deleted = await deleteOldRuns(db.orm, { before, after, limit: batchSize });
    total += deleted.length;
    if (deleted.length < batchSize) return total;
    after = deleted.at(-1);
  }
}
