import { type Executor, failPendingDeliveries, lockEventSubscription, updateEventSubscription } from '@patchbay/db';
import { appendAuditNote } from '../audit/append.ts';
import type { ServiceDeps } from '../types.ts';
import { emitEvent } from './emit.ts';

/**
 * Ends sending to a subscription: its reason says why, an event tells the others, the audit log keeps it, and what waited is given
 * up. People bring it back by enabling it.
 */
export async function disableSubscription(
  tx: Executor,
  deps: ServiceDeps,
  { organizationId, id, message }: { organizationId: string; id: string; message: string },
): Promise<void> {
  const before = await lockEventSubscription(tx, { organizationId, id });
  if (before === null || before.status === 'disabled') return;
  await updateEventSubscription(tx, {
    organizationId,
    id,
    changes: { status: 'disabled', statusReason: message },
  });
  const givenUp = await failPendingDeliveries(tx, { organizationId, subscriptionId: id });
  await emitEvent(tx, {
    organizationId,
    type: 'subscription.disabled',
    data: { subscriptionId: id, name: before.name, message },
  });
  const actor = { type: 'system', id: 'events', organizationId, role: 'owner', scopes: null } as const;
  await appendAuditNote(
    tx,
    { deps, actor },
    {
      action: 'event_subscription.disable',
      target: { type: 'event_subscription', id, label: before.name },
      before: { status: before.status },
      after: { status: 'disabled', reason: message, givenUp },
    },
  );
}
