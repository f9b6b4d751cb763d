import { countEventSubscriptions, insertEventSubscription, lockForTransaction, newId } from '@patchbay/db';
import { PatchbayError } from '@patchbay/schema';
import { z } from 'zod';
import { appendAuditNote } from '../audit/append.ts';
import { idempotencyKeySchema } from '../connections/connection-input.ts';
import type { EventSubscriptionWithSecret } from '../dto/index.ts';
import { maxSubscriptions } from '../events/delivery-policy.ts';
import {
  makeSubscriptionSecret,
  openSubscriptionSecrets,
  sealSubscriptionSecret,
} from '../events/subscription-secret.ts';
import { requirePermission } from '../permissions.ts';
import { once } from '../support/once.ts';
import { parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { requireSubscription } from './require-subscription.ts';
import { requireUsableUrl, subscriptionFields } from './subscription-input.ts';
import { toSubscription, toSubscriptionAuditView } from './to-subscription.ts';

const inputSchema = z.strictObject({
  name: subscriptionFields.name.optional(),
  url: subscriptionFields.url,
  types: subscriptionFields.types.default(null),
  enabled: z.boolean().default(true),
  idempotencyKey: idempotencyKeySchema,
});

/** Adds a subscription and tells its secret, this once: whoever repeats the call with the same idempotency key is told the same. */
export async function createEventSubscription(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<EventSubscriptionWithSecret> {
  const { deps, actor } = context;
  requirePermission(actor, 'eventSubscriptions.create');
  const { idempotencyKey, ...given } = parseInput(inputSchema, input);
  const url = requireUsableUrl(deps, given.url);
  const { organizationId } = actor;
  const { id } = await once(
    context,
    { scope: 'event-subscriptions.create', key: idempotencyKey, request: given },
    async (tx) => {
      // Two that come at once must not both be the last one.
      await lockForTransaction(tx, `event-subscriptions/${organizationId}`);
      if ((await countEventSubscriptions(tx, { organizationId })) >= maxSubscriptions)
        throw new PatchbayError(
          'conflict',
          `An organization has at most ${maxSubscriptions} event subscriptions. Delete one that is not used any more.`,
        );
      const owner = { id: newId('sub'), organizationId };
      const row = await insertEventSubscription(tx, {
        ...owner,
        name: given.name ?? new URL(url).host,
        url,
        types: given.types,
        status: given.enabled ? 'active' : 'paused',
        ...sealSubscriptionSecret(deps, owner, makeSubscriptionSecret()),
        createdBy: actor.id,
      });
      await appendAuditNote(tx, context, {
        action: 'event_subscription.create',
        target: { type: 'event_subscription', id: row.id, label: row.name },
        after: toSubscriptionAuditView(row),
      });
      return row.id;
    },
  );
  const row = await requireSubscription(context, id);
  const [secret] = openSubscriptionSecrets(deps, row);
  return { ...toSubscription(row, deps.clock.now()), secret };
}
