import {
  type EventSubscription,
  type EventSubscriptionChanges,
  type Executor,
  lockEventSubscription,
  updateEventSubscription as updateRow,
} from '@patchbay/db';
import { appendAuditNote } from '../audit/append.ts';
import { toAuditDifference } from '../connections/to-audit-view.ts';
import type { ServiceContext } from '../types.ts';
import { subscriptionNotFound } from './require-subscription.ts';
import { toSubscriptionAuditView } from './to-subscription.ts';

/** Changes a subscription in one transaction with its line in the audit log. `decide` sees the row locked; null is no change. */
export async function changeSubscription(
  context: ServiceContext,
  { id, action }: { id: string; action: string },
  decide: (row: EventSubscription, tx: Executor) => EventSubscriptionChanges | null,
): Promise<EventSubscription> {
  const { deps, actor } = context;
  const key = { organizationId: actor.organizationId, id };
  return deps.db.orm.transaction(async (tx) => {
    const before = await lockEventSubscription(tx, key);
    if (before === null) throw subscriptionNotFound();
    const changes = decide(before, tx);
    if (changes === null) return before;
    const after = await updateRow(tx, { ...key, changes });
    if (after === null) throw subscriptionNotFound();
    await appendAuditNote(tx, context, {
      action,
      target: { type: 'event_subscription', id, label: after.name },
      ...toAuditDifference(
        { ...toSubscriptionAuditView(before), isUrlNew: false },
        { ...toSubscriptionAuditView(after), isUrlNew: before.url !== after.url },
      ),
    });
    return after;
  });
}
