import { countWaitingSyncs, type Executor } from '@patchbay/db';
import { PatchbayError } from '@patchbay/schema';
import type { ServiceSettings } from '../types.ts';

/** Syncs of one organization that may wait for a worker, unless the operator says otherwise. */
const defaultMaxWaiting = 1_000;

export function maxWaitingSyncsOf(settings: Pick<ServiceSettings, 'maxWaitingSyncs'>): number {
  return settings.maxWaitingSyncs ?? defaultMaxWaiting;
}

/** Throws `rate_limited` when an organization has as many syncs waiting as it may. A queue without an end helps nobody. */
export async function requireRoomToWait(
  db: Executor,
  { organizationId, limit }: { organizationId: string; limit: number },
): Promise<void> {
  const waiting = await countWaitingSyncs(db, { organizationId });
  if (waiting < limit) return;
  throw new PatchbayError(
    'rate_limited',
    `${waiting} syncs of your organization wait for their turn already, and ${limit} is the most that may. Start it again when some of them have run, or cancel some.`,
    { retryAfterSeconds: 60, data: { waiting, limit } },
  );
}
