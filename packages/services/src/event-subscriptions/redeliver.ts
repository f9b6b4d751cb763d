import { getEventDelivery, insertEventDelivery, lockEventSubscription, notify } from '@patchbay/db';
import { PatchbayError } from '@patchbay/schema';
import { z } from 'zod';
import { appendAuditNote } from '../audit/append.ts';
import type { EventDeliveryView } from '../dto/index.ts';
import { publishedChannel } from '../events/emit.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { requireRoom } from './require-room.ts';
import { subscriptionNotFound } from './require-subscription.ts';
import { toDelivery } from './to-delivery.ts';

const inputSchema = z.strictObject({ id: idSchema, deliveryId: idSchema });

/** Sends an event to a subscription once more, as a new delivery with the same webhook-id: a receiver that has it may ignore it. */
export async function redeliverEvent(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<EventDeliveryView> {
  const { deps, actor } = context;
  requirePermission(actor, 'eventSubscriptions.send');
  const { id: subscriptionId, deliveryId } = parseInput(inputSchema, input);
  const { organizationId } = actor;
  return deps.db.orm.transaction(async (tx) => {
    const subscription = await lockEventSubscription(tx, { organizationId, id: subscriptionId });
    if (subscription === null) throw subscriptionNotFound();
    const before = await getEventDelivery(tx, { organizationId, subscriptionId, id: deliveryId });
    if (before === null)
      throw new PatchbayError(
        'not_found',
        'There is no such delivery of this subscription. It may be older than events are kept.',
      );
    if (before.status === 'pending')
      throw new PatchbayError('conflict', 'This delivery is still being tried. Wait for it, or for its end.');
    await requireRoom(tx, { organizationId, subscriptionId });
    const { eventId, eventType } = before;
    const now = new Date(deps.clock.now());
    const delivery = await insertEventDelivery(tx, {
      ...{ organizationId, subscriptionId, eventId, trigger: 'redelivery' },
      nextAttemptAt: now,
      createdAt: now,
    });
    await appendAuditNote(tx, context, {
      action: 'event_subscription.redeliver',
      target: { type: 'event_subscription', id: subscriptionId, label: subscription.name },
      after: { deliveryId: delivery.id, eventId, of: deliveryId },
    });
    await notify(tx, publishedChannel, '');
    return toDelivery({ ...delivery, eventType });
  });
}
