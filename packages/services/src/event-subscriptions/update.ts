import type { EventSubscriptionChanges } from '@patchbay/db';
import { toCanonicalJson } from '@patchbay/schema';
import { z } from 'zod';
import type { EventSubscriptionView } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { changeSubscription } from './change.ts';
import { requireUsableUrl, subscriptionFields } from './subscription-input.ts';
import { toSubscription } from './to-subscription.ts';
import { writesMessages } from './writes-messages.ts';

const inputSchema = z.strictObject({
  id: idSchema,
  name: subscriptionFields.name.optional(),
  url: subscriptionFields.url.optional(),
  types: subscriptionFields.types.optional(),
  enabled: z.boolean().optional(),
});

/** Changes a subscription. Enabled again, it gets what happens from then on, and whatever waited while people had paused it. */
export async function updateEventSubscription(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<EventSubscriptionView> {
  const { deps, actor } = context;
  requirePermission(actor, 'eventSubscriptions.update');
  const { id, enabled, ...given } = parseInput(inputSchema, input);
  const url = given.url === undefined ? undefined : requireUsableUrl(deps, given.url);
  const row = await changeSubscription(context, { id, action: 'event_subscription.update' }, (before) => {
    if (url !== undefined && before.connectionId !== null) throw writesMessages();
    const changes: EventSubscriptionChanges = {
      ...(given.name !== undefined && { name: given.name }),
      ...(url !== undefined && { url }),
      ...(given.types !== undefined && { types: given.types }),
      ...(enabled === true &&
        before.status !== 'active' && { status: 'active', statusReason: null, failingSince: null }),
      // What we disabled stays so, with its reason.
      ...(enabled === false && before.status === 'active' && { status: 'paused' }),
    };
    const isNew = Object.entries(changes).some(
      ([field, value]) => toCanonicalJson(value) !== toCanonicalJson(before[field as keyof typeof before]),
    );
    return isNew ? changes : null;
  });
  return toSubscription(row, deps.clock.now());
}
