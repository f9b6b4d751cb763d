import { and, desc, eq, lt, type SQL, sql } from 'drizzle-orm';
import type { Executor } from '../database.ts';
import { newId } from '../new-id.ts';
import { type Page, type PageParams, toPage } from '../page.ts';
import { runSql } from '../run-sql.ts';
import {
  type DeliveryAttempt,
  type DeliveryStatus,
  type EventDelivery,
  eventDeliveries,
  type NewEventDelivery,
} from '../schema/event-deliveries.ts';
import { type EventSubscription, eventSubscriptions } from '../schema/event-subscriptions.ts';
import { events, type StoredEvent } from '../schema/events.ts';
import type { NewlyPublished } from './events.ts';

export interface EventDeliveryKey {
  organizationId: string;
  id: string;
}

/** A delivery with the type of what it delivers. */
export type EventDeliveryRow = EventDelivery & { eventType: string };

export async function insertEventDelivery(tx: Executor, values: Omit<NewEventDelivery, 'id'>): Promise<EventDelivery> {
  const [row] = await tx
    .insert(eventDeliveries)
    .values({ id: newId('dlv'), ...values })
    .returning();
  if (!row) throw new Error('insert into event_deliveries returned nothing');
  return row;
}

/** How many events of these each active subscription wants, and how many it already waits for. */
export async function countWanted(
  tx: Executor,
  published: readonly NewlyPublished[],
): Promise<{ id: string; organizationId: string; wanted: number; waiting: number }[]> {
  const rows = await runSql<{ id: string; organizationId: string; wanted: number; waiting: number }>(
    tx,
    sql`
    with wanting as (
      select subscription.id, subscription.organization_id, count(*) as wanted
      from ${toRows(published)} join ${eventSubscriptions} subscription on ${isWanted}
      group by subscription.id
    )
    select wanting.id, wanting.organization_id as "organizationId", wanting.wanted::int as wanted,
      (select count(*)::int from ${eventDeliveries} delivery
        where delivery.subscription_id = wanting.id and delivery.status = 'pending') as waiting
    from wanting`,
  );
  return rows.map((row) => ({ ...row, wanted: Number(row.wanted), waiting: Number(row.waiting) }));
}

/** Adds a delivery for each active subscription that wants an event. Answers how many. */
export async function insertDeliveries(
  tx: Executor,
  { published, now }: { published: readonly NewlyPublished[]; now: Date },
): Promise<number> {
  const wanted = await runSql<{ eventId: string; subscriptionId: string; organizationId: string }>(
    tx,
    sql`
    select event.id as "eventId", subscription.id as "subscriptionId", subscription.organization_id as "organizationId"
    from ${toRows(published)} join ${eventSubscriptions} subscription on ${isWanted}
    order by event.id
    for key share of subscription`,
  );
  if (wanted.length === 0) return 0;
  const rows = wanted.map((row) => ({ id: newId('dlv'), ...row, nextAttemptAt: now, createdAt: now }));
  // 1 000 a statement: a statement takes 65 535 values at most.
  for (let index = 0; index < rows.length; index += 1_000)
    await tx.insert(eventDeliveries).values(rows.slice(index, index + 1_000));
  return rows.length;
}

function toRows(published: readonly NewlyPublished[]): SQL {
  const values = published.map(({ id, organizationId, type }) => ({ id, organization_id: organizationId, type }));
  return sql`jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as event(id text, organization_id text, type text)`;
}

const isWanted = sql`subscription.organization_id = event.organization_id and subscription.status = 'active'
  and event.type <> 'subscription.test'
  and (subscription.types is null or jsonb_exists(subscription.types, event.type))`;

/** What a worker needs to make one try. */
export interface ClaimedDelivery {
  delivery: EventDelivery;
  event: StoredEvent;
  subscription: EventSubscription;
}

export interface ClaimDeliveriesParams {
  now: Date;
  /** Until when nobody else may take them. */
  until: Date;
  limit: number;
  /** How many at once of one subscription, so that a slow one leaves room for the others. */
  limitPerSubscription: number;
  /** How many of each subscription are under way here already: id → count. */
  underWay: ReadonlyMap<string, number>;
}

/**
 * Takes deliveries that are due, for this worker alone until `until`: whoever dies with one gives it up by then. Others' rows are
 * stepped over and not waited for. What people paused or we disabled waits, except what was asked for one by one.
 */
export async function claimDeliveries(tx: Executor, params: ClaimDeliveriesParams): Promise<ClaimedDelivery[]> {
  const now = params.now.toISOString();
  const underWay = JSON.stringify([...params.underWay].map(([id, total]) => ({ id, total })));
  const claimed = await runSql<{ id: string }>(
    tx,
    sql`
    with due as materialized (
      select delivery.id, row_number() over (
          partition by delivery.subscription_id order by delivery.next_attempt_at, delivery.id
        ) + coalesce(busy.total, 0) as place,
        delivery.next_attempt_at
      from ${eventDeliveries} delivery
      join ${eventSubscriptions} subscription on subscription.id = delivery.subscription_id
      join ${events} event on event.id = delivery.event_id and event.seq is not null
      left join jsonb_to_recordset(${underWay}::jsonb) as busy(id text, total int) on busy.id = delivery.subscription_id
      where delivery.status = 'pending' and delivery.next_attempt_at <= ${now}::timestamptz
        and (delivery.claimed_until is null or delivery.claimed_until <= ${now}::timestamptz)
        and (subscription.status = 'active' or delivery.trigger <> 'event')
    ),
    taken as materialized (
      select delivery.id from ${eventDeliveries} delivery join due on due.id = delivery.id
      where due.place <= ${params.limitPerSubscription}
        and delivery.status = 'pending' and (delivery.claimed_until is null or delivery.claimed_until <= ${now}::timestamptz)
      order by due.next_attempt_at
      limit ${params.limit}
      for update of delivery skip locked
    )
    update ${eventDeliveries} set claimed_until = ${params.until.toISOString()}::timestamptz
    from taken where ${eventDeliveries}.id = taken.id
    returning ${eventDeliveries}.id as id`,
  );
  if (claimed.length === 0) return [];
  const ids = sql.join(
    claimed.map(({ id }) => sql`${id}`),
    sql`, `,
  );
  return tx
    .select({ delivery: eventDeliveries, event: events, subscription: eventSubscriptions })
    .from(eventDeliveries)
    .innerJoin(events, eq(events.id, eventDeliveries.eventId))
    .innerJoin(eventSubscriptions, eq(eventSubscriptions.id, eventDeliveries.subscriptionId))
    .where(sql`${eventDeliveries.id} in (${ids})`)
    .orderBy(eventDeliveries.id);
}

/** Keeps what came of a try. False when another worker has taken the delivery meanwhile, or it is gone: then nothing is written. */
export async function finishDeliveryAttempt(
  tx: Executor,
  params: EventDeliveryKey & {
    claimedUntil: Date;
    attempt: DeliveryAttempt;
    status: DeliveryStatus;
    nextAttemptAt: Date | null;
    deliveredAt: Date | null;
  },
): Promise<boolean> {
  const { status, nextAttemptAt, deliveredAt, attempt } = params;
  const rows = await tx
    .update(eventDeliveries)
    .set({
      ...{ status, nextAttemptAt, deliveredAt, claimedUntil: null },
      attempts: sql`${eventDeliveries.attempts} || ${JSON.stringify([attempt])}::jsonb`,
      attemptCount: sql`${eventDeliveries.attemptCount} + 1`,
    })
    .where(
      and(match(params), eq(eventDeliveries.status, 'pending'), eq(eventDeliveries.claimedUntil, params.claimedUntil)),
    )
    .returning({ id: eventDeliveries.id });
  return rows.length > 0;
}

/** Gives a delivery back unsent: another worker may take it at once. */
export async function releaseDelivery(db: Executor, params: EventDeliveryKey & { claimedUntil: Date }): Promise<void> {
  await db
    .update(eventDeliveries)
    .set({ claimedUntil: null })
    .where(and(match(params), eq(eventDeliveries.claimedUntil, params.claimedUntil)));
}

/** Lets everything that waits for a subscription wait until a moment at least: its receiver asked for it. */
export async function deferDeliveries(
  tx: Executor,
  params: { organizationId: string; subscriptionId: string; until: Date },
): Promise<void> {
  const until = sql`${params.until.toISOString()}::timestamptz`;
  await tx.execute(sql`
    update ${eventDeliveries} set next_attempt_at = ${until}
    from (
      select id as waiting_id from ${eventDeliveries}
      where organization_id = ${params.organizationId} and subscription_id = ${params.subscriptionId}
        and status = 'pending' and claimed_until is null and next_attempt_at < ${until}
      for update skip locked
    ) waiting
    where id = waiting.waiting_id`);
}

/** Gives up everything that waits for a subscription. */
export async function failPendingDeliveries(
  tx: Executor,
  params: { organizationId: string; subscriptionId: string },
): Promise<number> {
  const rows = await tx
    .update(eventDeliveries)
    .set({ status: 'failed', nextAttemptAt: null, claimedUntil: null })
    .where(
      and(
        eq(eventDeliveries.organizationId, params.organizationId),
        eq(eventDeliveries.subscriptionId, params.subscriptionId),
        eq(eventDeliveries.status, 'pending'),
      ),
    )
    .returning({ id: eventDeliveries.id });
  return rows.length;
}

export async function countPendingDeliveries(
  db: Executor,
  params: { organizationId: string; subscriptionId: string },
): Promise<number> {
  return db.$count(
    eventDeliveries,
    and(
      eq(eventDeliveries.organizationId, params.organizationId),
      eq(eventDeliveries.subscriptionId, params.subscriptionId),
      eq(eventDeliveries.status, 'pending'),
    ),
  );
}

/** Newest first. */
export async function listEventDeliveries(
  db: Executor,
  params: PageParams & { organizationId: string; subscriptionId: string; status?: DeliveryStatus | undefined },
): Promise<Page<EventDeliveryRow>> {
  const rows = await db
    .select({ delivery: eventDeliveries, eventType: events.type })
    .from(eventDeliveries)
    .innerJoin(events, eq(events.id, eventDeliveries.eventId))
    .where(
      and(
        eq(eventDeliveries.organizationId, params.organizationId),
        eq(eventDeliveries.subscriptionId, params.subscriptionId),
        params.after === undefined ? undefined : lt(eventDeliveries.id, params.after),
        params.status === undefined ? undefined : eq(eventDeliveries.status, params.status),
      ),
    )
    .orderBy(desc(eventDeliveries.id))
    .limit(params.limit + 1);
  const flat = rows.map(({ delivery, eventType }) => ({ ...delivery, eventType }));
  return toPage(flat, params.limit, (row) => row.id);
}

export async function getEventDelivery(
  db: Executor,
  params: EventDeliveryKey & { subscriptionId: string },
): Promise<EventDeliveryRow | null> {
  const [row] = await db
    .select({ delivery: eventDeliveries, eventType: events.type })
    .from(eventDeliveries)
    .innerJoin(events, eq(events.id, eventDeliveries.eventId))
    .where(and(match(params), eq(eventDeliveries.subscriptionId, params.subscriptionId)));
  return row ? { ...row.delivery, eventType: row.eventType } : null;
}

function match(key: EventDeliveryKey): SQL | undefined {
  return and(eq(eventDeliveries.organizationId, key.organizationId), eq(eventDeliveries.id, key.id));
}
