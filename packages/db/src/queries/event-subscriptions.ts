import { and, desc, eq, inArray, isNotNull, isNull, lt, or, type SQL } from 'drizzle-orm';
import type { Executor } from '../database.ts';
import { type Page, type PageParams, toPage } from '../page.ts';
import {
  type EventSubscription,
  eventSubscriptions,
  type NewEventSubscription,
} from '../schema/event-subscriptions.ts';

export interface EventSubscriptionKey {
  organizationId: string;
  id: string;
}

export async function insertEventSubscription(tx: Executor, values: NewEventSubscription): Promise<EventSubscription> {
  const [row] = await tx.insert(eventSubscriptions).values(values).returning();
  if (!row) throw new Error('insert into event_subscriptions returned nothing');
  return row;
}

export async function getEventSubscription(db: Executor, key: EventSubscriptionKey): Promise<EventSubscription | null> {
  const [row] = await db.select().from(eventSubscriptions).where(match(key));
  return row ?? null;
}

/** Like getEventSubscription, and keeps others from changing it until the transaction ends. */
export async function lockEventSubscription(
  tx: Executor,
  key: EventSubscriptionKey,
): Promise<EventSubscription | null> {
  const [row] = await tx.select().from(eventSubscriptions).where(match(key)).for('no key update');
  return row ?? null;
}

/** The subscriptions that send messages through connections, the oldest of each first. */
export async function listMessageSubscriptions(
  db: Executor,
  { organizationId, connectionIds }: { organizationId: string; connectionIds: string[] },
): Promise<EventSubscription[]> {
  if (connectionIds.length === 0) return [];
  return db
    .select()
    .from(eventSubscriptions)
    .where(
      and(
        eq(eventSubscriptions.organizationId, organizationId),
        inArray(eventSubscriptions.connectionId, connectionIds),
      ),
    )
    .orderBy(eventSubscriptions.id);
}

/** Newest first. */
export async function listEventSubscriptions(
  db: Executor,
  params: PageParams & { organizationId: string },
): Promise<Page<EventSubscription>> {
  const rows = await db
    .select()
    .from(eventSubscriptions)
    .where(
      and(
        eq(eventSubscriptions.organizationId, params.organizationId),
        params.after === undefined ? undefined : lt(eventSubscriptions.id, params.after),
      ),
    )
    .orderBy(desc(eventSubscriptions.id))
    .limit(params.limit + 1);
  return toPage(rows, params.limit, (row) => row.id);
}

export async function countEventSubscriptions(db: Executor, params: { organizationId: string }): Promise<number> {
  return db.$count(eventSubscriptions, eq(eventSubscriptions.organizationId, params.organizationId));
}

export type EventSubscriptionChanges = Partial<
  Omit<EventSubscription, 'id' | 'organizationId' | 'createdAt' | 'createdBy'>
>;

export async function updateEventSubscription(
  tx: Executor,
  params: EventSubscriptionKey & { changes: EventSubscriptionChanges },
): Promise<EventSubscription | null> {
  const [row] = await tx.update(eventSubscriptions).set(params.changes).where(match(params)).returning();
  return row ?? null;
}

/** With its deliveries. False when there is none. */
export async function deleteEventSubscription(tx: Executor, key: EventSubscriptionKey): Promise<boolean> {
  const rows = await tx.delete(eventSubscriptions).where(match(key)).returning({ id: eventSubscriptions.id });
  return rows.length > 0;
}

/** Remembers that a delivery came through. Writes only when that is news, for many come through at once. */
export async function noteDeliverySuccess(
  tx: Executor,
  params: EventSubscriptionKey & { now: Date; freshMs: number },
): Promise<void> {
  await tx
    .update(eventSubscriptions)
    .set({ lastDeliveredAt: params.now, failingSince: null })
    .where(
      and(
        match(params),
        or(
          isNotNull(eventSubscriptions.failingSince),
          isNull(eventSubscriptions.lastDeliveredAt),
          lt(eventSubscriptions.lastDeliveredAt, new Date(params.now.getTime() - params.freshMs)),
        ),
      ),
    );
}

/** Remembers since when nothing has come through. */
export async function noteDeliveryFailure(tx: Executor, params: EventSubscriptionKey & { now: Date }): Promise<void> {
  await tx
    .update(eventSubscriptions)
    .set({ failingSince: params.now })
    .where(and(match(params), isNull(eventSubscriptions.failingSince)));
}

/** Forgets secrets whose time beside the new one is over, of all organizations. */
export async function wipeExpiredSecrets(db: Executor, { now }: { now: Date }): Promise<number> {
  const rows = await db
    .update(eventSubscriptions)
    .set({ previousEnvelope: null, previousKeyId: null, previousExpiresAt: null })
    .where(lt(eventSubscriptions.previousExpiresAt, now))
    .returning({ id: eventSubscriptions.id });
  return rows.length;
}

function match(key: EventSubscriptionKey): SQL | undefined {
  return and(eq(eventSubscriptions.organizationId, key.organizationId), eq(eventSubscriptions.id, key.id));
}
