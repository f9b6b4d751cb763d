import {
  claimWebhookDeliveries,
  type Executor,
  finishWebhookDeliveries,
  requestSyncs,
  type WebhookDelivery,
  type WebhookOutcome,
} from '@patchbay/db';
import { emitEvents } from '../events/emit.ts';
import { toEventSubject } from '../events/emit-connection-change.ts';
import type { ServiceDeps } from '../types.ts';
import { applyWebhookRecord } from './apply-record.ts';
import { createDeliveryPlanner, type DeliveryPlan } from './plan-delivery.ts';
import { handleClaimMs } from './webhook-policy.ts';

type Handled = Extract<DeliveryPlan, { status: 'handled' }>;

/** A delivery with what is to be done about it. */
interface Planned<Plan = DeliveryPlan> {
  delivery: WebhookDelivery;
  plan: Plan;
}

/**
 * Handles deliveries that wait, the oldest first: what they say about a record is written, the syncs they concern are asked to read
 * what changed (everything, where a sync cannot tell what did), and our own event is told. A worker's verb; any number of processes may call it. Gives how many it took.
 */
export async function handleWebhookDeliveries(
  deps: ServiceDeps,
  { limit = 50, signal }: { limit?: number; signal?: AbortSignal } = {},
): Promise<number> {
  const now = new Date(deps.clock.now());
  const until = new Date(now.getTime() + handleClaimMs);
  const claimed = await deps.db.orm.transaction((tx) => claimWebhookDeliveries(tx, { now, until, limit }));
  const planOf = createDeliveryPlanner(deps);
  const planned: Planned[] = [];
  for (const delivery of claimed) planned.push({ delivery, plan: await planOf(delivery) });
  // Those that write no record take one transaction together; a record takes its own, for the order of the feed.
  const isOfRecord = (one: Planned): one is Planned<Handled> =>
    one.plan.status === 'handled' && one.plan.record !== null;
  const others = planned.filter((one) => !isOfRecord(one));
  await attempt(deps, others, (tx) => finishTogether(deps, tx, others));
  for (const one of planned.filter(isOfRecord)) {
    // What is left is taken again once this process's time with it is over.
    if (signal?.aborted) break;
    await attempt(deps, [one], (tx) => writeRecord(deps, tx, one));
  }
  return claimed.length;
}

/** A fault of the database or of ours leaves deliveries as they are: they come again when the claim is over. */
async function attempt(
  deps: ServiceDeps,
  deliveries: readonly Planned[],
  work: (tx: Executor) => Promise<void>,
): Promise<void> {
  if (deliveries.length === 0) return;
  try {
    await deps.db.orm.transaction(work);
  } catch (error) {
    if (error instanceof TakenByAnother) return;
    deps.logger.error(
      {
        deliveryIds: deliveries.map(({ delivery }) => delivery.id),
        error: error instanceof Error ? error.message : String(error),
      },
      'deliveries could not be handled',
    );
  }
}

async function finishTogether(deps: ServiceDeps, tx: Executor, deliveries: readonly Planned[]): Promise<void> {
  const now = new Date(deps.clock.now());
  const kept = await finishWebhookDeliveries(tx, {
    now,
    ends: deliveries.map(({ delivery, plan }) => ({
      ...keyOf(delivery),
      status: plan.status,
      error: plan.status === 'failed' ? plan.error : null,
      outcome: plan.status === 'failed' ? null : outcomeOf(plan),
    })),
  });
  const handled = deliveries.filter(
    (one): one is Planned<Handled> => one.plan.status === 'handled' && kept.has(one.delivery.id),
  );
  const wanted = new Map<string, { organizationId: string; syncs: Set<string> }>();
  for (const { delivery, plan } of handled) {
    const { organizationId, connectionId } = delivery;
    const known = wanted.get(connectionId) ?? { organizationId, syncs: new Set() };
    for (const sync of plan.syncs) known.syncs.add(sync);
    wanted.set(connectionId, known);
  }
  // In one order, so that two workers do not wait for each other.
  for (const [connectionId, { organizationId, syncs }] of [...wanted].sort(([a], [b]) => (a < b ? -1 : 1)))
    await requestSyncs(tx, { organizationId, connectionId, syncs: [...syncs], now });
  await tell(tx, handled);
}

async function writeRecord(deps: ServiceDeps, tx: Executor, { delivery, plan }: Planned<Handled>): Promise<void> {
  const { record: found, manifest, syncs } = plan;
  if (!found) return;
  const { organizationId, connectionId } = delivery;
  const now = new Date(deps.clock.now());
  const { record, rereads, note } = await applyWebhookRecord(tx, { delivery, manifest, found, now });
  const asked = [...new Set([...syncs, ...rereads])];
  await requestSyncs(tx, { organizationId, connectionId, syncs: asked, now });
  const outcome = { syncs: asked, record, note };
  const end = { ...keyOf(delivery), status: 'handled', error: null, outcome } as const;
  const kept = await finishWebhookDeliveries(tx, { now, ends: [end] });
  // Another worker has it: everything written here is undone.
  if (!kept.has(delivery.id)) throw new TakenByAnother();
  await tell(tx, [{ delivery, plan }]);
}

async function tell(tx: Executor, handled: readonly Planned<Handled>[]): Promise<void> {
  await emitEvents(
    tx,
    handled.map(({ delivery, plan }) => ({
      organizationId: delivery.organizationId,
      type: 'webhook.received',
      data: {
        ...toEventSubject(plan.connection),
        webhookId: delivery.endpointId,
        deliveryId: delivery.id,
        event: delivery.event ?? '',
        action: delivery.action,
        tenant: delivery.tenant,
      },
    })),
  );
}

function keyOf({ organizationId, id, claimedUntil }: WebhookDelivery) {
  if (claimedUntil === null) throw new Error('a delivery has to be claimed before it is handled');
  return { organizationId, id, claimedUntil };
}

function outcomeOf(plan: Exclude<DeliveryPlan, { status: 'failed' }>): WebhookOutcome {
  return { syncs: plan.status === 'handled' ? plan.syncs : [], record: null, note: plan.note };
}

class TakenByAnother extends Error {}
