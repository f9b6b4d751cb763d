import { insertEventDelivery, lockEventSubscription } from '@patchbay/db';
import { z } from 'zod';
import { appendAuditNote } from '../audit/append.ts';
import type { EventDeliveryView } from '../dto/index.ts';
import { emitEvents } from '../events/emit.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { requireRoom } from './require-room.ts';
import { subscriptionNotFound } from './require-subscription.ts';
import { toDelivery } from './to-delivery.ts';

const inputSchema = z.strictObject({ id: idSchema });

/** Sends a test event to one subscription, whatever its types, paused or not. It is tried once, and changes nothing else. */
export async function sendTestEvent(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<EventDeliveryView> {
  const { deps, actor } = context;
  requirePermission(actor, 'eventSubscriptions.send');
  const { id: subscriptionId } = parseInput(inputSchema, input);
  const { organizationId } = actor;
  return deps.db.orm.transaction(async (tx) => {
    const subscription = await lockEventSubscription(tx, { organizationId, id: subscriptionId });
    if (subscription === null) throw subscriptionNotFound();
    await requireRoom(tx, { organizationId, subscriptionId });
    const { name } = subscription;
    const type = 'subscription.test';
    const [eventId = ''] = await emitEvents(tx, [{ organizationId, type, data: { subscriptionId, name } }]);
    const now = new Date(deps.clock.now());
    const delivery = await insertEventDelivery(tx, {
      ...{ organizationId, subscriptionId, eventId, trigger: 'test' },
      nextAttemptAt: now,
      createdAt: now,
    });
    await appendAuditNote(tx, context, {
      action: 'event_subscription.test',
      target: { type: 'event_subscription', id: subscriptionId, label: name },
    });
    return toDelivery({ ...delivery, eventType: type });
  });
}
