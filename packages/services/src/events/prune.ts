import { deleteOldEvents, wipeExpiredSecrets } from '@patchbay/db';
import type { ServiceDeps } from '../types.ts';

const dayMs = 86_400_000;
const standardDays = 30;

/** Deletes events whose time is over, with their deliveries, batch by batch, and wipes secrets that sign no more. Gives how many events it were. */
export async function pruneEvents(
  { db, clock, settings }: Pick<ServiceDeps, 'db' | 'clock' | 'settings'>,
  { batchSize = 500, signal }: { batchSize?: number; signal?: AbortSignal } = {},
): Promise<number> {
  const now = clock.now();
  await wipeExpiredSecrets(db.orm, { now: new Date(now) });
  const before = new Date(now - (settings.eventRetentionDays ?? standardDays) * dayMs);
  for (let total = 0; ; ) {
    signal?.throwIfAborted();
    const deleted = await db.orm.transaction((tx) => deleteOldEvents(tx, { before, limit: batchSize }));
    total += deleted;
    if (deleted < batchSize) return total;
  }
}
