import { type Connection, claimRun, finishRun, getSyncState, listRuns, runSql, syncStates } from '@patchbay/db';
import { createTestOrganization } from '@patchbay/db/testing';
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { pauseConnection } from '../connections/pause.ts';
import { resumeConnection } from '../connections/resume.ts';
import { markInterruptedRuns } from '../runs/mark-interrupted.ts';
import { catchError } from '../testing/catch-error.ts';
import { connectScheduled, setConnection } from '../testing/connect-scheduled.ts';
import { createTestClock, hours, minutes } from '../testing/create-test-clock.ts';
import { createTestServices, type TestServices } from '../testing/create-test-services.ts';
import { type ItemServer, makeItems, startItemServer } from '../testing/item-server.ts';
import { createTurns } from './create-turns.ts';
import { nextDue } from './next-due.ts';
import { runNextSync } from './run-next.ts';
import { scheduleDueSyncs } from './schedule-due.ts';
import { seedSchedules } from './seed-schedules.ts';
import { startSync } from './start.ts';

const clock = createTestClock();
let services: TestServices;
let server: ItemServer;
beforeAll(async () => {
  services = await createTestServices({ clock });
});
afterAll(() => services?.close());
beforeEach(async () => {
  server = await startItemServer(makeItems(3));
});
afterEach(async () => {
  await server.close();
  await services.deps.db.orm.execute(sql`delete from connections`);
  services.jobs.length = 0;
});

async function connect(count = 1, organizationId = services.organizations.a): Promise<Connection[]> {
  const made = await connectScheduled(services, { organizationId, count, baseUrl: server.url });
  await seedSchedules(services.deps);
  return made;
}

async function connectOne(): Promise<Connection> {
  const [connection] = await connect();
  if (!connection) throw new Error('no connection was made');
  return connection;
}

async function stateOf({ organizationId, id: connectionId }: Connection) {
  const state = await getSyncState(services.deps.db.orm, { organizationId, connectionId, sync: 'items' });
  if (!state) throw new Error('the sync has no state');
  return state;
}

/** Lets the time come at which the sync is due. */
async function waitFor(connection: Connection): Promise<Date> {
  const { nextDueAt } = await stateOf(connection);
  if (!nextDueAt) throw new Error('the sync is never due');
  clock.set(nextDueAt);
  return nextDueAt;
}

async function runsOf({ organizationId, id: connectionId }: Connection) {
  return (await listRuns(services.deps.db.orm, { organizationId, connectionId, limit: 100 })).rows;
}

describe('a sync with a schedule', () => {
  test('is queued when its time has come, once, and knows its next time', async () => {
    const connection = await connectOne();
    expect((await stateOf(connection)).nextDueAt).toEqual(
      nextDue('0 * * * *', { connectionId: connection.id, after: new Date(clock.now()) }),
    );
    expect(await scheduleDueSyncs(services.deps)).toEqual({ queued: 0, skipped: 0, isMore: false });
    const due = await waitFor(connection);
    expect(await scheduleDueSyncs(services.deps)).toEqual({ queued: 1, skipped: 0, isMore: true });
    expect(await scheduleDueSyncs(services.deps)).toEqual({ queued: 0, skipped: 0, isMore: false });
    const [run, ...others] = await runsOf(connection);
    expect(others).toEqual([]);
    expect(run).toMatchObject({
      kind: 'sync',
      name: 'items',
      mode: 'full',
      status: 'queued',
      trigger: 'schedule',
      scheduledFor: due,
      attempt: 1,
      createdBy: null,
    });
    expect(services.jobs).toEqual([
      { name: 'sync.run', data: { organizationId: connection.organizationId, runId: run?.id } },
    ]);
    expect((await stateOf(connection)).nextDueAt).toEqual(new Date(due.getTime() + hours(1)));
    expect(await services.drain()).toMatchObject([{ status: 'success', stats: { read: 3 } }]);
    expect(await stateOf(connection)).toMatchObject({ failedAttempts: 0, skippedReason: null });
  });

  test('runs once after many missed ticks', async () => {
    const connection = await connectOne();
    clock.pass(hours(26));
    expect(await scheduleDueSyncs(services.deps)).toMatchObject({ queued: 1 });
    await services.drain();
    expect(await scheduleDueSyncs(services.deps)).toMatchObject({ queued: 0 });
    expect(await runsOf(connection)).toHaveLength(1);
    const { nextDueAt } = await stateOf(connection);
    expect(nextDueAt?.getTime()).toBeGreaterThan(clock.now());
    expect(nextDueAt?.getTime()).toBeLessThanOrEqual(clock.now() + hours(1));
  });

  test('is queued by one of two schedulers that look at the same time', async () => {
    const other = await createTestServices({
      clock,
      db: services.deps.db,
      organizations: services.organizations,
      keyRing: services.deps.keyRing,
    });
    const connections = await connect(80);
    clock.pass(hours(2));
    const rounds = await Promise.all(
      Array.from({ length: 8 }, (_, index) => scheduleDueSyncs(index % 2 ? services.deps : other.deps)),
    );
    expect(rounds.reduce((sum, { queued }) => sum + queued, 0)).toBeLessThanOrEqual(50);
    // There is room for 50 of a provider of an organization; the rest waits its turn.
    const finish = () => services.deps.db.orm.execute(sql`update runs set status = 'success' where status = 'queued'`);
    for (let round = 0; round < 4; round++) {
      await finish();
      await Promise.all([scheduleDueSyncs(services.deps), scheduleDueSyncs(other.deps)]);
    }
    const runs = await Promise.all(connections.map(runsOf));
    expect(runs.map((list) => list.length)).toEqual(connections.map(() => 1));
    await other.close();
  });

  test('is not queued while it waits or runs; that tick is passed over', async () => {
    const connection = await connectOne();
    await startSync(services.as('member'), { connectionId: connection.id, sync: 'items' });
    const due = await waitFor(connection);
    expect(await scheduleDueSyncs(services.deps)).toMatchObject({ queued: 0, skipped: 1 });
    expect((await stateOf(connection)).skippedReason).toMatch(/^The run before \(run_.+\) still waited for its turn/);
    expect((await stateOf(connection)).nextDueAt).toEqual(new Date(due.getTime() + hours(1)));

    let scheduled: unknown;
    server.onList = async () => {
      clock.set(new Date(due.getTime() + hours(1)));
      scheduled = await scheduleDueSyncs(services.deps);
      return false;
    };
    await services.drain();
    expect(scheduled).toMatchObject({ queued: 0, skipped: 1 });
    expect((await stateOf(connection)).skippedReason).toContain('was still at work');
    expect(await runsOf(connection)).toHaveLength(1);
    clock.pass(hours(1));
    expect(await scheduleDueSyncs(services.deps)).toMatchObject({ queued: 1, skipped: 0 });
    expect((await stateOf(connection)).skippedReason).toBeNull();
  });

  test.each([
    ['was never tested', { lastTestStatus: null }, /not tested since it was made or changed\. Test it/],
    ['failed its last test', { lastTestStatus: 'error' }, /last test of the connection failed/],
    ['was changed since', { status: 'pending' }, /not tested since it was made or changed/],
    [
      'does not work',
      { status: 'error', statusReason: 'The store is closed.' },
      /does not work\. The store is closed\./,
    ],
    ['waits for a person', { statusCode: 'reauth_required', status: 'error' }, /sign in at the provider again/],
    ['is disconnected', { status: 'disconnected' }, /no credentials any more/],
  ] as const)(
    'is passed over when its connection %s, and looked at again at the next tick',
    async (_, changes, reason) => {
      const connection = await connectOne();
      await setConnection(services, connection, changes);
      await waitFor(connection);
      expect(await scheduleDueSyncs(services.deps)).toMatchObject({ queued: 0, skipped: 1 });
      expect((await stateOf(connection)).skippedReason).toMatch(reason);
      expect(await runsOf(connection)).toEqual([]);

      await setConnection(services, connection, { status: 'active', statusCode: null, lastTestStatus: 'success' });
      expect(await scheduleDueSyncs(services.deps)).toMatchObject({ queued: 0 });
      await waitFor(connection);
      expect(await scheduleDueSyncs(services.deps)).toMatchObject({ queued: 1 });
      expect((await stateOf(connection)).skippedReason).toBeNull();
    },
  );

  test('rests while its connection is paused, and goes on once it is resumed', async () => {
    const connection = await connectOne();
    await pauseConnection(services.as('admin'), { id: connection.id });
    await waitFor(connection);
    expect(await scheduleDueSyncs(services.deps)).toMatchObject({ queued: 0, skipped: 1 });
    expect((await stateOf(connection)).skippedReason).toMatch(/^The connection is paused\. Resume it/);
    await resumeConnection(services.as('admin'), { id: connection.id });
    await waitFor(connection);
    expect(await scheduleDueSyncs(services.deps)).toMatchObject({ queued: 1 });
  });

  test('is never due again once its connection is deleted, or the manifest has no such sync', async () => {
    const [connection, other] = await connect(2);
    if (!connection || !other) throw new Error('no connections were made');
    await setConnection(services, connection, { deletedAt: new Date(clock.now()) });
    await services.deps.db.orm.execute(
      sql`update ${syncStates} set sync = 'forgotten' where connection_id = ${other.id}`,
    );
    clock.pass(hours(2));
    expect(await scheduleDueSyncs(services.deps)).toMatchObject({ queued: 0, skipped: 0 });
    expect((await stateOf(connection)).nextDueAt).toBeNull();
    const key = { organizationId: other.organizationId, connectionId: other.id, sync: 'forgotten' };
    expect((await getSyncState(services.deps.db.orm, key))?.nextDueAt).toBeNull();
  });
});

describe('a failed attempt', () => {
  const fail = (status: number) => {
    server.onList = (_offset, response) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
      return true;
    };
  };

  test('of what may pass is made again after a pause, three times in all; then the next tick is waited for', async () => {
    const connection = await connectOne();
    const due = await waitFor(connection);
    fail(503);
    const attempts: unknown[] = [];
    for (const pause of [minutes(1), minutes(5), null]) {
      expect(await scheduleDueSyncs(services.deps)).toMatchObject({ queued: 1 });
      await services.drain();
      const [run] = await runsOf(connection);
      attempts.push([run?.attempt, run?.status, run?.scheduledFor]);
      if (pause === null) break;
      expect(await stateOf(connection)).toMatchObject({
        failedAttempts: attempts.length,
        nextDueAt: new Date(clock.now() + pause),
      });
      expect(await scheduleDueSyncs(services.deps)).toMatchObject({ queued: 0 });
      clock.pass(pause);
    }
    expect(attempts).toEqual([
      [1, 'error', due],
      [2, 'error', due],
      [3, 'error', due],
    ]);
    expect(await stateOf(connection)).toMatchObject({
      failedAttempts: 3,
      nextDueAt: new Date(due.getTime() + hours(1)),
    });
    server.onList = null;
    await waitFor(connection);
    await scheduleDueSyncs(services.deps);
    await services.drain();
    const [run] = await runsOf(connection);
    expect(run).toMatchObject({ attempt: 1, status: 'success', scheduledFor: new Date(due.getTime() + hours(1)) });
    expect(await stateOf(connection)).toMatchObject({ failedAttempts: 0 });
  });

  test('of what does not pass by itself is not made again', async () => {
    const connection = await connectOne();
    const due = await waitFor(connection);
    fail(403);
    await scheduleDueSyncs(services.deps);
    await services.drain();
    expect(await stateOf(connection)).toMatchObject({
      failedAttempts: 3,
      nextDueAt: new Date(due.getTime() + hours(1)),
    });
  });

  test('that another tick overtook is that tick: a worker that was away counts no old attempts', async () => {
    const connection = await connectOne();
    await waitFor(connection);
    fail(503);
    await scheduleDueSyncs(services.deps);
    await services.drain();
    clock.pass(hours(5));
    await scheduleDueSyncs(services.deps);
    const [run] = await runsOf(connection);
    expect(run).toMatchObject({ attempt: 1, status: 'queued' });
  });

  test('whose worker was killed is made again soon', async () => {
    const connection = await connectOne();
    const due = await waitFor(connection);
    await scheduleDueSyncs(services.deps);
    services.jobs.length = 0;
    const [run] = await runsOf(connection);
    const { organizationId } = connection;
    const claim = { owner: 'killed', staleAfterMs: 30_000, now: new Date(clock.now()) };
    await claimRun(services.deps.db.orm, { organizationId, id: run?.id ?? '', ...claim });
    await services.deps.db.orm.execute(sql`update runs set heartbeat_at = now() - interval '1 hour'`);
    expect(await markInterruptedRuns(services.deps)).toMatchObject({ interrupted: 1 });
    expect(await stateOf(connection)).toMatchObject({
      failedAttempts: 1,
      nextDueAt: new Date(clock.now() + minutes(1)),
    });
    clock.pass(minutes(1));
    await scheduleDueSyncs(services.deps);
    expect(await services.drain()).toMatchObject([{ status: 'success' }]);
    expect((await runsOf(connection))[0]).toMatchObject({ attempt: 2, scheduledFor: due });
  });

  test('people made is not made again by itself', async () => {
    const connection = await connectOne();
    const before = await stateOf(connection);
    fail(503);
    await startSync(services.as('member'), { connectionId: connection.id, sync: 'items' });
    await services.drain();
    expect(await stateOf(connection)).toMatchObject({ failedAttempts: 0, nextDueAt: before.nextDueAt });
  });
});

describe('a clock that is moved', () => {
  test.each([hours(9), -hours(9)])('by %d ms makes no storm, and nothing that never runs again', async (ms) => {
    const connections = await connect(5);
    clock.pass(hours(2));
    await scheduleDueSyncs(services.deps);
    await services.drain();
    const before = await Promise.all(connections.map(async (one) => (await runsOf(one)).length));
    clock.pass(ms);
    await seedSchedules(services.deps);
    await scheduleDueSyncs(services.deps);
    await services.drain();
    await seedSchedules(services.deps);
    await scheduleDueSyncs(services.deps);
    const after = await Promise.all(connections.map(async (one) => (await runsOf(one)).length));
    // Forward: once each for all that was missed. Back: not again for what has run.
    expect(after).toEqual(before.map((count) => count + (ms > 0 ? 1 : 0)));
    for (const connection of connections) {
      const { nextDueAt } = await stateOf(connection);
      expect(nextDueAt?.getTime()).toBeGreaterThan(clock.now());
      expect(nextDueAt?.getTime()).toBeLessThanOrEqual(clock.now() + hours(1) + minutes(5));
    }
    clock.pass(hours(1) + minutes(5));
    await scheduleDueSyncs(services.deps);
    expect(await services.drain()).toHaveLength(5);
  });
});

describe('fairness', () => {
  async function organizations(count: number): Promise<string[]> {
    const ids: string[] = [];
    for (let index = 0; index < count; index++)
      ids.push((await createTestOrganization(services.deps.db)).organizationId);
    return ids;
  }

  const countBy = (values: readonly string[]) => {
    const counts = new Map<string, number>();
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
    return counts;
  };

  test('1 000 connections due in the same minute are queued in turns over their ten organizations', async () => {
    const ids = await organizations(10);
    // One has nine tenths of everything, and was first.
    const [large = '', ...small] = ids;
    await connectScheduled(services, { organizationId: large, count: 910 });
    for (const organizationId of small) await connectScheduled(services, { organizationId, count: 10 });
    await seedSchedules(services.deps);
    clock.pass(hours(2));
    const order: string[] = [];
    while ((await scheduleDueSyncs(services.deps)).isMore) {
      order.push(...services.jobs.splice(0).map(({ data }) => data.organizationId));
      // They run.
      await services.deps.db.orm.execute(sql`update runs set status = 'success' where status = 'queued'`);
    }
    expect(order).toHaveLength(1_000);
    expect([...countBy(order).values()].sort((a, b) => a - b)).toEqual([...small.map(() => 10), 910]);
    // Among the first hundred each organization has ten: the nine small ones are through.
    expect([...countBy(order.slice(0, 100)).values()]).toEqual(ids.map(() => 10));
  });

  test('and are run in turns', async () => {
    const ids = await organizations(10);
    for (const [index, organizationId] of ids.entries())
      await connectScheduled(services, { organizationId, count: index === 0 ? 20 : 4, baseUrl: server.url });
    await seedSchedules(services.deps);
    clock.pass(hours(2));
    await scheduleDueSyncs(services.deps);
    const turns = createTurns({ perOrganization: 3, perProvider: 4 });
    for (let index = 0; index < 40; index++) {
      expect(await runNextSync(services.deps, turns)).toMatchObject({ status: 'success' });
    }
    const ran = await runSql<{ organization_id: string }>(
      services.deps.db.orm,
      sql`select organization_id from runs where status = 'success'`,
    );
    expect([...countBy(ran.map((row) => row.organization_id)).values()]).toEqual(ids.map(() => 4));
  });

  test('a provider that never answers keeps its own places, and nobody else from theirs', async () => {
    const [one = '', two = ''] = await organizations(2);
    const gate = Promise.withResolvers<undefined>();
    const slow = await startItemServer(makeItems(1));
    slow.onList = () => gate.promise;
    await connectScheduled(services, {
      organizationId: one,
      count: 15,
      providerSlug: 'hidden-store',
      baseUrl: slow.url,
    });
    await connectScheduled(services, { organizationId: one, count: 5, baseUrl: server.url });
    await connectScheduled(services, { organizationId: two, count: 5, baseUrl: server.url });
    await seedSchedules(services.deps);
    clock.pass(hours(2));
    await scheduleDueSyncs(services.deps);
    const turns = createTurns({ perOrganization: 3, perProvider: 2 });
    const places = Array.from({ length: 4 }, async () => {
      while (await runNextSync(services.deps, turns));
    });
    const ended = () =>
      runSql<{ provider_slug: string }>(
        services.deps.db.orm,
        sql`select provider_slug from runs where status = 'success'`,
      );
    await expect.poll(async () => (await ended()).length, { timeout: 45_000 }).toBe(10);
    expect(new Set((await ended()).map((row) => row.provider_slug))).toEqual(new Set(['item-store']));
    const running = await runSql(services.deps.db.orm, sql`select id from runs where status = 'running'`);
    expect(running).toHaveLength(2);
    gate.resolve(undefined);
    await Promise.all(places);
    await slow.close();
    expect(await ended()).toHaveLength(25);
  });
});

test('an organization has so many syncs waiting and no more, and is told', async () => {
  const capped = await createTestServices({
    clock,
    db: services.deps.db,
    organizations: services.organizations,
    keyRing: services.deps.keyRing,
  });
  capped.deps.settings.maxWaitingSyncs = 3;
  const connections = await connect(5);
  const [first, second] = connections;
  if (!first || !second) throw new Error('no connections were made');
  await startSync(capped.as('member'), { connectionId: first.id, sync: 'kept' });
  clock.pass(hours(2));
  expect(await scheduleDueSyncs(capped.deps)).toMatchObject({ queued: 2 });
  const refused = await catchError(() => startSync(capped.as('member'), { connectionId: second.id, sync: 'kept' }));
  expect(refused).toMatchObject({
    code: 'rate_limited',
    retryAfterSeconds: 60,
    message:
      '3 syncs of your organization wait for their turn already, and 3 is the most that may. Start it again when some of them have run, or cancel some.',
  });
  // The rest is still due, and comes when there is room; another organization is not held up.
  const [foreign] = await connectScheduled(capped, { organizationId: services.organizations.b });
  await seedSchedules(capped.deps);
  clock.pass(hours(2));
  expect(await scheduleDueSyncs(capped.deps)).toMatchObject({ queued: 1 });
  expect((await runsOf(foreign as Connection))[0]).toMatchObject({ status: 'queued' });
  for (const run of (await Promise.all(connections.map(runsOf))).flat())
    await finishRun(capped.deps.db.orm, {
      organizationId: run.organizationId,
      id: run.id,
      status: 'cancelled',
      now: new Date(clock.now()),
    });
  expect(await scheduleDueSyncs(capped.deps)).toMatchObject({ queued: 3 });
  await capped.close();
});
