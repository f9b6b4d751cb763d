import { and, asc, desc, eq, gt, inArray, isNotNull, lt, ne, notInArray, type SQL, sql } from 'drizzle-orm';
import type { Executor } from '../database.ts';
import { newId } from '../new-id.ts';
import { type Page, toPage } from '../page.ts';
import { lockForTransaction, runSql } from '../run-sql.ts';
import { eventDeliveries } from '../schema/event-deliveries.ts';
import { events, eventsSeq, type StoredEvent } from '../schema/events.ts';

/** Whoever gives out seqs, or moves the place they go on from, takes turns by this name. */
const publishLock = 'events.publish';

/** Sent to one subscription alone, so no reader of events meets it. */
const privateType = 'subscription.test';

/** An event that has its place. */
export type PublishedEvent = StoredEvent & { seq: number };

/** Adds events in the transaction of what they tell of: all of it happens or nothing. Gives their ids, in their order. */
export async function insertEvents(
  tx: Executor,
  values: readonly Pick<StoredEvent, 'organizationId' | 'type' | 'version' | 'connectionId' | 'data'>[],
): Promise<string[]> {
  const rows = values.map((value) => ({ id: newId('evt'), ...value }));
  await tx.insert(events).values(rows);
  return rows.map(({ id }) => id);
}

/** Oldest first, after the one given, published or not. */
export async function listEvents(
  db: Executor,
  params: { organizationId: string; after?: string | undefined; limit: number },
): Promise<StoredEvent[]> {
  return db
    .select()
    .from(events)
    .where(
      and(
        eq(events.organizationId, params.organizationId),
        params.after === undefined ? undefined : gt(events.id, params.after),
      ),
    )
    .orderBy(asc(events.id))
    .limit(params.limit);
}

export interface ListPublishedEventsParams {
  organizationId: string;
  /** The seq of the last event seen. */
  afterSeq: number;
  types?: readonly string[] | undefined;
  connectionId?: string | undefined;
  limit: number;
  /** The newest ones first: for looking back, not for following. */
  isNewestFirst?: boolean | undefined;
  /** Only what came before this seq. */
  beforeSeq?: number | undefined;
}

/** Published events of an organization by seq: who goes on after the last one seen never misses one. */
export async function listPublishedEvents(
  db: Executor,
  params: ListPublishedEventsParams,
): Promise<Page<PublishedEvent>> {
  const filters: (SQL | undefined)[] = [
    eq(events.organizationId, params.organizationId),
    gt(events.seq, params.afterSeq),
    ne(events.type, privateType),
    params.beforeSeq === undefined ? undefined : lt(events.seq, params.beforeSeq),
    params.types === undefined ? undefined : inArray(events.type, [...params.types]),
    params.connectionId === undefined ? undefined : eq(events.connectionId, params.connectionId),
  ];
  const rows = await db
    .select()
    .from(events)
    .where(and(...filters))
    .orderBy(params.isNewestFirst ? desc(events.seq) : asc(events.seq))
    .limit(params.limit + 1);
  return toPage(rows as PublishedEvent[], params.limit, (row) => String(row.seq));
}

/** Published events of all organizations by seq. For whoever hands them on to the right ones, never for a caller. */
export async function readEventsOfAll(
  db: Executor,
  params: { afterSeq: number; limit: number },
): Promise<PublishedEvent[]> {
  const rows = await db
    .select()
    .from(events)
    .where(gt(events.seq, params.afterSeq))
    .orderBy(asc(events.seq))
    .limit(params.limit);
  return rows as PublishedEvent[];
}

export async function getEvent(
  db: Executor,
  { organizationId, id }: { organizationId: string; id: string },
): Promise<StoredEvent | null> {
  const [row] = await db
    .select()
    .from(events)
    .where(and(eq(events.organizationId, organizationId), eq(events.id, id)));
  return row ?? null;
}

/** The place of the newest event of all organizations, deleted ones too; 0 when there never was one. */
export async function getLastEventSeq(db: Executor): Promise<number> {
  const [row] = await runSql<{ seq: number | string }>(db, sql`select ${lastSeq} as seq`);
  return Number(row?.seq ?? 0);
}

/** The sequence keeps the place when the newest events are deleted: only a deletion moves it. */
const lastSeq = sql`greatest(
  coalesce((select max(seq) from ${events}), 0),
  (select case when is_called then last_value else 0 end from ${sql.identifier(eventsSeq.seqName ?? '')})
)`;

/** An event that was just given its place. */
export interface NewlyPublished {
  id: string;
  organizationId: string;
  type: string;
}

/**
 * Gives the oldest unpublished events their seqs, without a gap and one publisher at a time: until this transaction ends no other
 * one gets a seq, so nobody can see a higher one before a lower one.
 */
export async function publishEvents(tx: Executor, { limit }: { limit: number }): Promise<NewlyPublished[]> {
  await lockForTransaction(tx, publishLock);
  return runSql<NewlyPublished & Record<string, unknown>>(
    tx,
    sql`
    with batch as materialized (
      select id from ${events} where seq is null order by id limit ${limit} for update skip locked
    ),
    placed as materialized (
      select id, row_number() over (order by id) + (select ${lastSeq}) as place from batch
    )
    update ${events} set seq = placed.place from placed where ${events}.id = placed.id
    returning ${events}.id as id, ${events}.organization_id as "organizationId", ${events}.type as type`,
  );
}

/**
 * Deletes the oldest published events made before a moment, with their deliveries; nothing of what still has to be delivered. Answers
 * how many it were.
 */
export async function deleteOldEvents(tx: Executor, params: { before: Date; limit: number }): Promise<number> {
  await lockForTransaction(tx, publishLock);
  const waiting = tx
    .select({ id: eventDeliveries.eventId })
    .from(eventDeliveries)
    .where(eq(eventDeliveries.status, 'pending'));
  const old = await tx
    .select({ id: events.id, seq: events.seq })
    .from(events)
    .where(and(lt(events.createdAt, params.before), isNotNull(events.seq), notInArray(events.id, waiting)))
    .orderBy(asc(events.seq))
    .limit(params.limit);
  if (old.length === 0) return 0;
  const ids = old.map(({ id }) => id);
  // Seqs go on from here even when no event is left.
  const newest = Math.max(...old.map(({ seq }) => seq ?? 0));
  await tx.execute(sql`
    select setval(${eventsSeq.seqName}, ${newest}) from ${sql.identifier(eventsSeq.seqName ?? '')}
    where not is_called or last_value < ${newest}`);
  await tx.delete(eventDeliveries).where(inArray(eventDeliveries.eventId, ids));
  await tx.delete(events).where(inArray(events.id, ids));
  return old.length;
}
