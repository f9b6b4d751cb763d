import { deleteEventSubscription as deleteRow, lockEventSubscription } from '@patchbay/db';
import { z } from 'zod';
import { appendAuditNote } from '../audit/append.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { subscriptionNotFound } from './require-subscription.ts';
import { toSubscriptionAuditView } from './to-subscription.ts';

const inputSchema = z.strictObject({ id: idSchema });

/** Removes a subscription, its secrets and its deliveries. What is being sent this moment may still arrive. */
export async function deleteEventSubscription(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<void> {
  const { deps, actor } = context;
  requirePermission(actor, 'eventSubscriptions.delete');
  const { id } = parseInput(inputSchema, input);
  const key = { organizationId: actor.organizationId, id };
  await deps.db.orm.transaction(async (tx) => {
    const before = await lockEventSubscription(tx, key);
    if (before === null || !(await deleteRow(tx, key))) throw subscriptionNotFound();
    await appendAuditNote(tx, context, {
      action: 'event_subscription.delete',
      target: { type: 'event_subscription', id, label: before.name },
      before: toSubscriptionAuditView(before),
    });
  });
}
