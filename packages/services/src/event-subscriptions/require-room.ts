import { countPendingDeliveries, type Executor } from '@patchbay/db';
import { PatchbayError } from '@patchbay/schema';
import { maxPendingDeliveries } from '../events/delivery-policy.ts';

/** Throws `conflict` when so many deliveries wait for a subscription that no more may. */
export async function requireRoom(
  tx: Executor,
  params: { organizationId: string; subscriptionId: string },
): Promise<void> {
  if ((await countPendingDeliveries(tx, params)) < maxPendingDeliveries) return;
  throw new PatchbayError(
    'conflict',
    `${maxPendingDeliveries} deliveries already wait for this subscription. Repair its receiver, and try again when they have gone out.`,
  );
}
