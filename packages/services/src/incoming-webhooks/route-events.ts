import {
  countEventSubscriptions,
  deleteEventSubscription,
  type EventSubscription,
  type Executor,
  insertEventSubscription,
  listMessageSubscriptions,
  lockConnection,
  lockForTransaction,
  newId,
  updateEventSubscription,
} from '@patchbay/db';
import { eventTypeSchema, PatchbayError } from '@patchbay/schema';
import { z } from 'zod';
import { appendAuditNote } from '../audit/append.ts';
import { connectionNotFound } from '../connections/require-connection.ts';
import { toSubscriptionAuditView } from '../event-subscriptions/to-subscription.ts';
import { maxSubscriptions } from '../events/delivery-policy.ts';
import { makeSubscriptionSecret, sealSubscriptionSecret } from '../events/subscription-secret.ts';
import type { ServiceContext } from '../types.ts';

/** Types of events that go to a channel by themselves; none: only what is sent to it. */
export const routingSchema = z
  .array(eventTypeSchema)
  .max(100)
  .transform((types) => [...new Set(types)].sort());

export interface Routing {
  /** Default: those there are. */
  types?: string[] | undefined;
  /** False holds them back until it is true again. Default: as it is. */
  isActive?: boolean | undefined;
  /** What was disabled because nothing arrived is tried again. */
  hasNewAddress?: boolean | undefined;
}

/** Has events written as messages through a connection, by a subscription of its own. Routed anew, one that was disabled begins again. */
export async function routeEvents(
  tx: Executor,
  context: ServiceContext,
  connectionId: string,
  { types, isActive, hasNewAddress = false }: Routing,
): Promise<void> {
  const { organizationId } = context.actor;
  const connection = await lockConnection(tx, { organizationId, id: connectionId });
  if (!connection) throw connectionNotFound();
  const [known] = await listMessageSubscriptions(tx, { organizationId, connectionIds: [connectionId] });
  const isPaused = connection.status === 'paused';
  // Null is every type: an admin may have chosen that.
  const wanted = types ?? (known ? known.types : []);
  if (!known) {
    if (wanted && wanted.length > 0)
      await add(tx, context, { connectionId, name: connection.name, types: wanted, isPaused });
    return;
  }
  if (wanted?.length === 0) return remove(tx, context, known);
  const beginsAgain = types || isActive || (hasNewAddress && known.status === 'disabled');
  const status = isPaused ? 'paused' : beginsAgain ? 'active' : known.status;
  const changes = {
    ...{ types: wanted, name: connection.name, status },
    ...(status === 'active' && { statusReason: null, failingSince: null }),
  };
  const after = await updateEventSubscription(tx, { organizationId, id: known.id, changes });
  if (after) await note(tx, context, 'update', { before: known, after });
}

async function add(
  tx: Executor,
  context: ServiceContext,
  { connectionId, name, types, isPaused }: { connectionId: string; name: string; types: string[]; isPaused: boolean },
): Promise<void> {
  const { deps, actor } = context;
  const owner = { id: newId('sub'), organizationId: actor.organizationId };
  await lockForTransaction(tx, `event-subscriptions/${owner.organizationId}`);
  if ((await countEventSubscriptions(tx, owner)) >= maxSubscriptions)
    throw new PatchbayError(
      'conflict',
      `An organization has at most ${maxSubscriptions} event subscriptions. Delete one that is not used any more.`,
    );
  const row = await insertEventSubscription(tx, {
    ...owner,
    ...{ name, connectionId, types, status: isPaused ? 'paused' : 'active', createdBy: actor.id },
    // Messages are not signed; a subscription has a secret all the same, so that keys are rotated for all alike.
    ...sealSubscriptionSecret(deps, owner, makeSubscriptionSecret()),
  });
  await note(tx, context, 'create', { after: row });
}

async function remove(tx: Executor, context: ServiceContext, before: EventSubscription): Promise<void> {
  await deleteEventSubscription(tx, { organizationId: before.organizationId, id: before.id });
  await note(tx, context, 'delete', { before });
}

async function note(
  tx: Executor,
  context: ServiceContext,
  verb: string,
  { before, after }: { before?: EventSubscription; after?: EventSubscription },
): Promise<void> {
  const row = after ?? before;
  if (!row) return;
  await appendAuditNote(tx, context, {
    action: `event_subscription.${verb}`,
    target: { type: 'event_subscription', id: row.id, label: row.name },
    ...(before && { before: toSubscriptionAuditView(before) }),
    ...(after && { after: toSubscriptionAuditView(after) }),
  });
}
