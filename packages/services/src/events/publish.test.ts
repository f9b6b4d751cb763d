import {
  type Database,
  eventDeliveries,
  events,
  getLastEventSeq,
  listPublishedEvents,
  publishEvents,
} from '@patchbay/db';
import { createTestOrganization } from '@patchbay/db/testing';
import { asc, eq, isNotNull } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { listAuditEntries } from '../audit/list.ts';
import { createEventSubscription } from '../event-subscriptions/create.ts';
import { getEventSubscription } from '../event-subscriptions/get.ts';
import { updateEventSubscription } from '../event-subscriptions/update.ts';
import { createTestServices, type TestServices } from '../testing/create-test-services.ts';
import { createKillableDatabase, killed, startScript } from '../testing/killable.ts';
import { emitEvent, emitEvents } from './emit.ts';
import { listEvents } from './list.ts';
import { pruneEvents } from './prune.ts';
import { publishPendingEvents } from './publish.ts';

let now = Date.now();
let services: TestServices;
beforeAll(async () => {
  services = await createTestServices({ clock: { now: () => now } });
});
afterAll(() => services?.close());
beforeEach(async () => {
  now = Date.now();
  const { orm } = services.deps.db;
  await orm.execute('truncate event_deliveries, events, event_subscriptions');
});

const paused = (organizationId: string, name: string) =>
  ({
    organizationId,
    type: 'connection.paused',
    data: { connectionId: 'con_1', providerSlug: 'item-store', name },
  }) as const;

async function emit(count: number, organizationId = services.organizations.a, db = services.deps.db): Promise<void> {
  await db.orm.transaction((tx) =>
    emitEvents(
      tx,
      Array.from({ length: count }, (_, index) => paused(organizationId, `number ${index}`)),
    ),
  );
}

async function publishAll(limit = 500): Promise<void> {
  while ((await publishPendingEvents(services.deps, { limit })) > 0);
}

/** Seqs of all organizations in order. */
async function seqs(db: Database = services.deps.db): Promise<number[]> {
  const rows = await db.orm
    .select({ seq: events.seq })
    .from(events)
    .where(isNotNull(events.seq))
    .orderBy(asc(events.seq));
  return rows.map(({ seq }) => seq ?? 0);
}

const range = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);

test('events get growing places without a gap, in their order, and not before they are committed', async () => {
  const before = await getLastEventSeq(services.deps.db.orm);
  await emit(5);
  expect((await listEvents(services.as('viewer'), {})).data).toEqual([]);
  await publishAll(2);
  const { data } = await listEvents(services.as('viewer'), {});
  expect(data.map(({ seq }) => seq)).toEqual(range(before + 1, 5));
  expect(data.map(({ data: { name } }) => name)).toEqual(range(0, 5).map((index) => `number ${index}`));
  expect(data[0]).toEqual({
    id: expect.stringMatching(/^evt_/),
    seq: before + 1,
    type: 'connection.paused',
    version: 1,
    timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
    connectionId: 'con_1',
    data: { connectionId: 'con_1', providerSlug: 'item-store', name: 'number 0' },
  });
});

test('a list goes on after the last seq seen, by type and connection, and knows its own organization only', async () => {
  const { a, b } = services.organizations;
  await emit(3);
  await emit(2, b);
  await services.deps.db.orm.transaction((tx) =>
    emitEvent(tx, {
      organizationId: a,
      type: 'connection.resumed',
      data: { connectionId: 'con_2', providerSlug: 'item-store', name: 'other' },
    }),
  );
  await publishAll();
  const viewer = services.as('viewer');
  const first = await listEvents(viewer, { limit: 3 });
  expect(first.data).toHaveLength(3);
  const rest = await listEvents(viewer, { limit: 3, after: Number(first.nextCursor) });
  expect(rest).toMatchObject({ data: [{ type: 'connection.resumed' }], nextCursor: null });
  expect((await listEvents(viewer, { types: ['connection.resumed'] })).data).toHaveLength(1);
  expect((await listEvents(viewer, { connectionId: 'con_1' })).data).toHaveLength(3);
  const newest = await listEvents(viewer, { limit: 2, order: 'newest' });
  expect(newest.data.map(({ data: { name } }) => name)).toEqual(['other', 'number 2']);
  const before = Number(newest.nextCursor);
  expect(before).toBe(newest.data[1]?.seq);
  expect((await listEvents(viewer, { limit: 2, order: 'newest', before })).data).toHaveLength(2);
  const theirs = await listEvents(services.as('viewer', { organizationId: b }), {});
  expect(theirs.data.map(({ data: { name } }) => name)).toEqual(['number 0', 'number 1']);
  await expect(listEvents(viewer, { types: ['connection.exploded' as never] })).rejects.toThrow(/types/);
});

test('many publishers beside many writers leave no gap, give no place twice, and a reader misses nothing', async () => {
  const { deps, organizations } = services;
  const start = await getLastEventSeq(deps.db.orm);
  let isWriting = true;
  const seen: number[] = [];
  const write = async () => {
    for (let round = 0; round < 15; round += 1) await emit(4);
  };
  const publish = async () => {
    while (isWriting || (await publishPendingEvents(deps, { limit: 7 })) > 0)
      await publishPendingEvents(deps, { limit: 7 });
  };
  const readOn = async () => {
    const params = { organizationId: organizations.a, afterSeq: seen.at(-1) ?? start, limit: 50 };
    const { rows } = await listPublishedEvents(deps.db.orm, params);
    seen.push(...rows.map(({ seq }) => seq));
    return rows.length;
  };
  const read = async () => {
    while (isWriting) await readOn();
  };
  const others = [publish(), publish(), publish(), read()];
  await Promise.all([write(), write(), write()]);
  isWriting = false;
  await Promise.all(others);
  while ((await readOn()) > 0);
  expect(await seqs()).toEqual(range(start + 1, 180));
  expect(seen).toEqual(range(start + 1, 180));
});

test('a publisher that fails in the middle has published nothing, and the places are given to the same events later', async () => {
  const { orm } = services.deps.db;
  const start = await getLastEventSeq(orm);
  await createEventSubscription(services.as('admin'), { url: 'http://127.0.0.1:1/' });
  await emit(3);
  const broken = orm.transaction(async (tx) => {
    expect(await publishEvents(tx, { limit: 2 })).toHaveLength(2);
    throw new Error('the machine went away');
  });
  await expect(broken).rejects.toThrow('the machine went away');
  expect([await seqs(), await orm.$count(eventDeliveries)]).toEqual([[], 0]);
  await publishAll();
  expect([await seqs(), await orm.$count(eventDeliveries)]).toEqual([range(start + 1, 3), 3]);
});

test('each active subscription that wants the type gets a delivery, and nobody of another organization', async () => {
  const { deps, organizations } = services;
  const admin = services.as('admin');
  const url = 'http://127.0.0.1:1/';
  const all = await createEventSubscription(admin, { url });
  const some = await createEventSubscription(admin, { url, types: ['connection.paused', 'sync.failed'] });
  await createEventSubscription(admin, { url, types: ['sync.failed'] });
  await createEventSubscription(admin, { url, enabled: false });
  await createEventSubscription(services.as('admin', { organizationId: organizations.b }), { url });
  await emit(1);
  await publishAll();
  const rows = await deps.db.orm.select().from(eventDeliveries);
  expect(rows.map(({ subscriptionId }) => subscriptionId).sort()).toEqual([all.id, some.id].sort());
  expect(rows[0]).toMatchObject({ status: 'pending', trigger: 'event', organizationId: organizations.a });
});

test('more than may wait disables the subscription with a reason, an event and a line in the audit log', async () => {
  const { deps } = services;
  const admin = services.as('admin');
  const { id } = await createEventSubscription(admin, { name: 'Stuck', url: 'http://127.0.0.1:1/' });
  const witness = await createEventSubscription(admin, {
    url: 'http://127.0.0.1:1/',
    types: ['subscription.disabled'],
  });
  await emit(4);
  await publishPendingEvents(deps, { maxPending: 5 });
  await emit(2);
  await publishPendingEvents(deps, { maxPending: 5 });
  const stuck = await getEventSubscription(admin, { id });
  expect(stuck).toMatchObject({ status: 'disabled', enabled: false });
  expect(stuck.statusReason).toMatch(/^4 deliveries were waiting, and no more than 5 may\./);
  const mine = await deps.db.orm.select().from(eventDeliveries).where(eq(eventDeliveries.subscriptionId, id));
  expect(mine.map(({ status }) => status)).toEqual(['failed', 'failed', 'failed', 'failed']);
  await publishAll();
  const told = await deps.db.orm.select().from(eventDeliveries).where(eq(eventDeliveries.subscriptionId, witness.id));
  expect(told).toHaveLength(1);
  const { data } = await listEvents(services.as('viewer'), { types: ['subscription.disabled'] });
  expect(data[0]?.data).toEqual({ subscriptionId: id, name: 'Stuck', message: stuck.statusReason });
  const entries = await listAuditEntries(admin, { action: 'event_subscription.disable' });
  expect(entries.data[0]).toMatchObject({ actor: { type: 'system', id: 'events' }, target: { id } });
  const enabled = await updateEventSubscription(admin, { id, enabled: true });
  expect(enabled).toMatchObject({ status: 'active', statusReason: null });
});

test('what is older than events are kept goes, batch by batch, and places go on from where they were', async () => {
  const { deps } = services;
  const { orm } = deps.db;
  await createEventSubscription(services.as('admin'), { url: 'http://127.0.0.1:1/' });
  await emit(7);
  await publishAll();
  const last = (await seqs()).at(-1) ?? 0;
  // Old, and not published or not delivered yet: both stay.
  await emit(1);
  now += 31 * 86_400_000;
  expect(await pruneEvents(deps, { batchSize: 3 })).toBe(0);
  await orm.update(eventDeliveries).set({ status: 'delivered' });
  expect(await pruneEvents(deps, { batchSize: 3 })).toBe(7);
  expect([await orm.$count(events), await orm.$count(eventDeliveries)]).toEqual([1, 0]);
  await publishAll();
  expect(await seqs()).toEqual([last + 1]);
});

test('how long events are kept is the operator’s', async () => {
  const { deps } = services;
  await emit(1);
  await publishAll();
  now += 3 * 86_400_000;
  expect(await pruneEvents(deps)).toBe(0);
  const short = { ...deps, settings: { ...deps.settings, eventRetentionDays: 2 } };
  expect(await pruneEvents(short)).toBe(1);
});

test('killed in the middle of a batch, the next publisher gives the same places without a gap', async () => {
  const database = await createKillableDatabase();
  const { use } = database;
  try {
    await use(async (db) => {
      const { organizationId } = await createTestOrganization(db);
      await emit(25, organizationId, db);
    });
    expect(await startScript('publish-until-killed', database.env).ended).toEqual(killed);
    await use(async (db) => {
      // Two batches of ten were committed; the third one was not.
      expect(await seqs(db)).toEqual(range(1, 20));
      await publishPendingEvents({ ...services.deps, db });
      expect(await seqs(db)).toEqual(range(1, 25));
    });
  } finally {
    await database.remove();
  }
});
