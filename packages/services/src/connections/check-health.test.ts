import { type Connection, getConnection, listEvents, listRuns } from '@patchbay/db';
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connectItems } from '../testing/connect-items.ts';
import { connectScheduled, setConnection } from '../testing/connect-scheduled.ts';
import { createTestClock, hours, minutes } from '../testing/create-test-clock.ts';
import { createTestServices, type TestServices } from '../testing/create-test-services.ts';
import { type ItemServer, makeItems, startItemServer } from '../testing/item-server.ts';
import { createHealthPoller } from './create-health-poller.ts';
import { testConnection } from './test.ts';

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
  await services.deps.db.orm.execute(sql`delete from events`);
});

async function connect(count = 1): Promise<Connection> {
  const [row] = await connectScheduled(services, {
    organizationId: services.organizations.a,
    count,
    baseUrl: server.url,
  });
  if (!row) throw new Error('no connection was made');
  return row;
}

/** Looks once, and waits for what that began. */
async function look(options: { places?: number; perProvider?: number } = {}): Promise<number> {
  const poller = createHealthPoller(services.deps, { places: 8, perProvider: 8, ...options });
  const begun = await poller.look();
  await poller.settled();
  return begun;
}

async function read({ id, organizationId }: Pick<Connection, 'id' | 'organizationId'>): Promise<Connection> {
  const row = await getConnection(services.deps.db.orm, { id, organizationId });
  if (!row) throw new Error('the connection is gone');
  return row;
}

/** Lets the time of the next check come. Answers how long that took, to the minute. */
async function waitForNext(connection: Connection): Promise<number> {
  const { healthNextAt } = await read(connection);
  if (!healthNextAt) throw new Error('it is never checked');
  const passed = healthNextAt.getTime() - clock.now();
  clock.set(healthNextAt);
  return passed;
}

async function eventsOf({ id, organizationId }: Connection) {
  const events = await listEvents(services.deps.db.orm, { organizationId, limit: 100 });
  return events.filter(({ connectionId }) => connectionId === id);
}
const typesOf = async (connection: Connection) => (await eventsOf(connection)).map(({ type }) => type);

/** Services that wait for something each time before they ask a provider. */
function beforeAsking(wait: (slug: string) => Promise<void>): TestServices['deps'] {
  const { runtime } = services.deps;
  return {
    ...services.deps,
    runtime: {
      ...runtime,
      async testConnection(target, options) {
        await wait(target.manifest.id);
        return runtime.testConnection(target, options);
      },
    },
  };
}

async function goDown(): Promise<void> {
  await server.close();
}

describe('a connection that works', () => {
  test('is asked ever more rarely: after five minutes first, after four hours at last', async () => {
    const connection = await connect();
    const pauses: number[] = [];
    for (let round = 0; round < 9; round++) {
      expect(await look()).toBe(1);
      expect(await look()).toBe(0);
      pauses.push(await waitForNext(connection));
    }
    const planned = [5, 10, 20, 40, 80, 160, 240, 240, 240].map(minutes);
    // Each is spread by a tenth.
    for (const [index, pause] of pauses.entries()) {
      expect(pause).toBeGreaterThanOrEqual((planned[index] ?? 0) * 0.9);
      expect(pause).toBeLessThanOrEqual((planned[index] ?? 0) * 1.1);
    }
    expect(await read(connection)).toMatchObject({ status: 'active', healthStatus: 'healthy', healthFailures: 0 });
    // From unknown to healthy, and nothing more: no run and no event for what stays as it is.
    expect(await typesOf(connection)).toEqual(['connection.health_changed']);
    const { rows } = await listRuns(services.deps.db.orm, { organizationId: connection.organizationId, limit: 100 });
    expect(rows).toMatchObject([{ kind: 'health', trigger: 'system', status: 'success', name: 'getAccount' }]);
  });

  test('was last seen when it was asked', async () => {
    const connection = await connect();
    await look();
    const first = await read(connection);
    expect(first.lastSeenAt).toEqual(new Date(clock.now()));
    await waitForNext(connection);
    await goDown();
    await look();
    expect((await read(connection)).lastSeenAt).toEqual(first.lastSeenAt);
  });

  test('is asked anew from five minutes on when somebody tested it', async () => {
    const { id } = await connectItems(services.as('admin'), server);
    const connection = { id, organizationId: services.organizations.a };
    for (let round = 0; round < 3; round++) {
      await testConnection(services.as('admin'), { id });
      const { healthNextAt } = await read(connection);
      expect(healthNextAt?.getTime()).toBeLessThanOrEqual(clock.now() + minutes(5.5));
    }
  });
});

describe('a connection that fails', () => {
  test('is asked again soon, then ever more rarely; the third time it is an error; each is told once', async () => {
    const connection = await connect();
    await look();
    await waitForNext(connection);
    await goDown();
    const states: unknown[] = [];
    const pauses: number[] = [];
    for (let round = 0; round < 10; round++) {
      expect(await look()).toBe(1);
      const { status, healthStatus, healthFailures } = await read(connection);
      states.push([status, healthStatus, healthFailures]);
      pauses.push(Math.round((await waitForNext(connection)) / minutes(1)));
    }
    expect(states.slice(0, 4)).toEqual([
      ['active', 'degraded', 1],
      ['active', 'degraded', 2],
      ['error', 'unhealthy', 3],
      ['error', 'unhealthy', 4],
    ]);
    for (const [index, planned] of [1, 2, 4, 8, 16, 32, 64, 128, 240, 240].entries())
      expect(Math.abs((pauses[index] ?? 0) - planned)).toBeLessThanOrEqual(planned * 0.1 + 0.5);
    const row = await read(connection);
    expect(row.statusReason).toMatch(/^Checks failed 3 times one after the other\. ./);
    expect(row.healthMessage).toMatch(/./);
    const events = await eventsOf(connection);
    expect(events.map(({ type, data }) => [type, data.to ?? null])).toEqual([
      ['connection.health_changed', 'healthy'],
      ['connection.health_changed', 'degraded'],
      ['connection.error', null],
      ['connection.health_changed', 'unhealthy'],
    ]);
    expect(events[2]?.data).toMatchObject({
      connectionId: connection.id,
      code: expect.any(String),
      message: row.statusReason,
    });
  });

  test('and works again is active again, which is told once', async () => {
    const connection = await connect();
    await setConnection(services, connection, {
      status: 'error',
      statusReason: 'It was down.',
      healthStatus: 'unhealthy',
      healthFailures: 7,
      healthMessage: 'It was down.',
      lastTestStatus: 'error',
    });
    for (let round = 0; round < 3; round++) {
      await look();
      await waitForNext(connection);
    }
    expect(await read(connection)).toMatchObject({
      status: 'active',
      statusReason: null,
      healthStatus: 'healthy',
      healthFailures: 0,
      healthMessage: null,
      // Schedules go by the last test.
      lastTestStatus: 'success',
    });
    expect(await typesOf(connection)).toEqual(['connection.activated', 'connection.health_changed']);
  });

  test('two failures and a success are no error', async () => {
    const connection = await connect();
    await setConnection(services, connection, { healthStatus: 'degraded', healthFailures: 2 });
    await look();
    expect(await read(connection)).toMatchObject({ status: 'active', healthStatus: 'healthy', healthFailures: 0 });
  });

  test('whose credentials are refused is an error at once', async () => {
    const connection = await connect();
    await look();
    await waitForNext(connection);
    server.secret = 'another-one';
    await look();
    expect(await read(connection)).toMatchObject({
      status: 'error',
      healthStatus: 'unhealthy',
      healthFailures: 1,
      statusReason: expect.not.stringMatching(/three|3 times/),
    });
    expect((await typesOf(connection)).slice(1)).toEqual(['connection.error', 'connection.health_changed']);
    const { rows } = await listRuns(services.deps.db.orm, { organizationId: connection.organizationId, limit: 1 });
    expect(rows).toMatchObject([{ kind: 'health', status: 'error', error: { class: 'auth_invalid' } }]);
  });
});

test.each([
  ['paused', { status: 'paused' }],
  ['disconnected', { status: 'disconnected' }],
  ['never tested', { status: 'pending' }],
  ['waiting for somebody to sign in', { status: 'error', statusCode: 'reauth_required' }],
  ['deleted', { deletedAt: new Date() }],
] as const)('a connection that is %s is not asked', async (_, changes) => {
  const connection = await connect();
  await setConnection(services, connection, changes);
  expect(await look()).toBe(0);
  clock.pass(hours(100));
  expect(await look()).toBe(0);
  expect(server.requests).toEqual([]);
});

test('what was paused while it was asked stays as it was', async () => {
  const connection = await connect();
  server.secret = 'another-one';
  const gate = Promise.withResolvers<void>();
  const held = beforeAsking(() => gate.promise);
  const poller = createHealthPoller(held, { places: 1, perProvider: 1 });
  expect(await poller.look()).toBe(1);
  await setConnection(services, connection, { status: 'paused' });
  gate.resolve();
  await poller.settled();
  expect(server.requests).toHaveLength(1);
  expect(await read(connection)).toMatchObject({ status: 'paused', statusReason: null, healthFailures: 0 });
});

test('several processes ask each connection once', async () => {
  await connect(30);
  const pollers = Array.from({ length: 4 }, () => createHealthPoller(services.deps, { places: 10, perProvider: 10 }));
  for (let round = 0; round < 3; round++) {
    await Promise.all(pollers.map((poller) => poller.look()));
    await Promise.all(pollers.map((poller) => poller.settled()));
  }
  expect(server.requests).toHaveLength(30);
});

test('no more are asked at a time than there are places, nor more of one provider; others get theirs', async () => {
  const gate = Promise.withResolvers<void>();
  const slow = await startItemServer();
  slow.secret = null;
  const organizationId = services.organizations.a;
  await connectScheduled(services, { organizationId, count: 10, providerSlug: 'hidden-store', baseUrl: slow.url });
  await connect(6);
  const held = beforeAsking(async (slug) => {
    if (slug === 'hidden-store') await gate.promise;
  });
  const poller = createHealthPoller(held, { places: 4, perProvider: 2, onPlaceFree: () => void poller.look() });
  expect(await poller.look()).toBe(4);
  await expect.poll(() => server.requests.length, { timeout: 30_000 }).toBe(6);
  expect(slow.requests).toEqual([]);
  gate.resolve();
  await expect.poll(() => slow.requests.length, { timeout: 30_000 }).toBe(10);
  await poller.settled();
  await slow.close();
});

test('a process that ends gives back what it was asking', async () => {
  const connection = await connect();
  const { runtime } = services.deps;
  const begun = Promise.withResolvers<void>();
  const held: TestServices['deps'] = {
    ...services.deps,
    runtime: {
      ...runtime,
      testConnection: (_target, options) =>
        new Promise((_, reject) => {
          options?.signal?.addEventListener('abort', () => reject(options.signal?.reason));
          begun.resolve();
        }),
    },
  };
  const poller = createHealthPoller(held, { places: 1, perProvider: 1 });
  await poller.look();
  await begun.promise;
  expect(await look()).toBe(0);
  await poller.stop();
  expect(await look()).toBe(1);
  expect(await read(connection)).toMatchObject({ healthStatus: 'healthy', healthFailures: 0 });
});

test.each([hours(30), -hours(30)])('a clock moved by %d ms leaves none unasked, and asks each once', async (ms) => {
  const connection = await connect(5);
  await look();
  const before = server.requests.length;
  clock.pass(ms);
  expect(await look()).toBe(5);
  expect(await look()).toBe(0);
  expect(server.requests.length).toBe(before + 5);
  expect(Math.abs((await read(connection)).healthNextAt?.getTime() ?? 0)).toBeLessThanOrEqual(clock.now() + hours(5));
});

test('offline, nothing is asked', async () => {
  await connect();
  const offline = { ...services.deps, settings: { ...services.deps.settings, offline: true } };
  expect(await createHealthPoller(offline, { places: 1, perProvider: 1 }).look()).toBe(0);
});
