import { countWanted, insertDeliveries, notify, publishEvents } from '@patchbay/db';
import type { ServiceDeps } from '../types.ts';
import { maxPendingDeliveries } from './delivery-policy.ts';
import { disableSubscription } from './disable-subscription.ts';
import { publishedChannel } from './emit.ts';

export interface PublishOptions {
  /** How many at most in this turn. */
  limit?: number;
  /** How many deliveries may wait for one subscription. */
  maxPending?: number;
}

/**
 * Gives events that were committed their places, and each subscription that wants them a delivery, in one transaction. Any number of
 * processes may call it at once: they take turns. Gives how many events it were; call again until that is less than the limit.
 */
export async function publishPendingEvents(
  deps: ServiceDeps,
  { limit = 500, maxPending = maxPendingDeliveries }: PublishOptions = {},
): Promise<number> {
  return deps.db.orm.transaction(async (tx) => {
    const published = await publishEvents(tx, { limit });
    if (published.length === 0) return 0;
    for (const { id, organizationId, wanted, waiting } of await countWanted(tx, published)) {
      if (waiting + wanted <= maxPending) continue;
      const message = `${waiting} deliveries were waiting, and no more than ${maxPending} may. They were given up; read what was missed at /api/v1/events.`;
      await disableSubscription(tx, deps, { organizationId, id, message });
    }
    await insertDeliveries(tx, { published, now: new Date(deps.clock.now()) });
    await notify(tx, publishedChannel, '');
    return published.length;
  });
}
