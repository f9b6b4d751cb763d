import { setImmediate } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { listRecords } from '../records/list.ts';
import { cancelRun } from '../runs/cancel.ts';
import { getRun } from '../runs/get.ts';
import { markInterruptedRuns } from '../runs/mark-interrupted.ts';
import { connectItems } from '../testing/connect-items.ts';
import { createTestServices, type TestServices } from '../testing/create-test-services.ts';
import { type ItemServer, makeItems, startItemServer } from '../testing/item-server.ts';
import { runSync } from './run.ts';
import { startSync } from './start.ts';

let services: TestServices;
let server: ItemServer;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services?.close());
beforeEach(async () => {
  server = await startItemServer(makeItems(300));
});
afterEach(() => server.close());

/** Holds the third page until told otherwise. */
function holdThirdPage() {
  const reached = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  server.onList = async (offset) => {
    if (offset < 200) return false;
    reached.resolve();
    await released.promise;
    return false;
  };
  return { reached: reached.promise, release: released.resolve };
}

async function start(connectionId: string) {
  const { runId } = await startSync(services.as('member'), { connectionId });
  services.jobs.length = 0;
  return { organizationId: services.organizations.a, runId };
}

async function externalIds(connectionId: string) {
  const { data } = await listRecords(services.as('viewer'), { connectionId, limit: 500 });
  return data.map(({ externalId }) => externalId).sort();
}

test('a process that dies in the middle: the run is marked, the next one completes, the records are right', async () => {
  const { id } = await connectItems(services.as('admin'), server);
  const hold = holdThirdPage();
  const key = await start(id);
  // A process that never gets to say goodbye: its later writes must not count either.
  const dead = runSync(services.deps, key, { heartbeatMs: 60_000 });
  await hold.reached;
  expect(await getRun(services.as('viewer'), { id: key.runId })).toMatchObject({ status: 'running' });
  await vi.waitFor(async () => expect(await externalIds(id)).toHaveLength(200), { timeout: 45_000 });

  const next = await createTestServices({ db: services.deps.db });
  expect(await markInterruptedRuns(next.deps, { isOnlyProcess: true })).toMatchObject({ interrupted: 1 });
  const marked = await getRun(services.as('viewer'), { id: key.runId });
  expect(marked).toMatchObject({
    status: 'interrupted',
    error: { message: expect.any(String), nextStep: expect.any(String) },
  });

  server.onList = null;
  server.items = server.items.slice(10);
  const again = await runSync(next.deps, await start(id));
  expect(again).toMatchObject({ status: 'success', stats: { read: 290, added: 100, deleted: 10, unchanged: 190 } });
  expect(await externalIds(id)).toEqual(server.items.map((item) => item.id).sort());

  // The one taken for dead wakes up: the lease is gone, so it writes nothing and changes no outcome.
  server.items = makeItems(5);
  hold.release();
  expect(await dead).toMatchObject({ id: key.runId, status: 'interrupted' });
  expect(await externalIds(id)).toHaveLength(290);
  await next.close();
});

test('only silent runs are taken for dead when other processes may live', async () => {
  const { id } = await connectItems(services.as('admin'), server);
  const hold = holdThirdPage();
  const key = await start(id);
  const running = runSync(services.deps, key);
  await hold.reached;
  expect(await markInterruptedRuns(services.deps)).toMatchObject({ interrupted: 0 });
  await services.deps.db.orm.execute(
    `update runs set heartbeat_at = now() - interval '1 minute' where id = '${key.runId}'`,
  );
  expect(await markInterruptedRuns(services.deps)).toMatchObject({ interrupted: 1 });
  hold.release();
  await running;
});

test('a queued run whose job was lost is queued again', async () => {
  const { id } = await connectItems(services.as('admin'), server);
  const { runId } = await start(id);
  expect(await markInterruptedRuns(services.deps)).toMatchObject({ requeued: 0 });
  await services.deps.db.orm.execute(`update runs set created_at = now() - interval '1 hour' where id = '${runId}'`);
  expect(await markInterruptedRuns(services.deps)).toMatchObject({ requeued: 1 });
  expect(await services.drain()).toMatchObject([{ id: runId, status: 'success' }]);
});

test('a cancelled run stops, deletes nothing, and lets the next one start', async () => {
  const { id } = await connectItems(services.as('admin'), server);
  const hold = holdThirdPage();
  const key = await start(id);
  const running = runSync(services.deps, key, { heartbeatMs: 20 });
  await hold.reached;
  await vi.waitFor(async () => expect(await externalIds(id)).toHaveLength(200), { timeout: 45_000 });
  expect((await cancelRun(services.as('member'), { id: key.runId })).status).toBe('running');
  expect(await running).toMatchObject({ status: 'cancelled', stats: { read: 200, deleted: 0 } });
  hold.release();
  server.onList = null;
  expect(await runSync(services.deps, await start(id))).toMatchObject({ status: 'success' });
  expect((await cancelRun(services.as('member'), { id: key.runId })).status).toBe('cancelled');
});

test('a queued run is cancelled at once and never runs', async () => {
  const { id } = await connectItems(services.as('admin'), server);
  const key = await start(id);
  expect(await cancelRun(services.as('member'), { id: key.runId })).toMatchObject({ status: 'cancelled' });
  expect(await runSync(services.deps, key)).toBeNull();
  expect(server.requests).toEqual([]);
});

test('a process that is shut down marks its run itself', async () => {
  const { id } = await connectItems(services.as('admin'), server);
  const hold = holdThirdPage();
  const shutdown = new AbortController();
  const running = runSync(services.deps, await start(id), { signal: shutdown.signal });
  await hold.reached;
  shutdown.abort();
  expect(await running).toMatchObject({
    status: 'interrupted',
    error: { message: expect.stringContaining('shut down') },
  });
  hold.release();
  server.onList = null;
  expect(await runSync(services.deps, await start(id))).toMatchObject({ status: 'success' });
});

test('two syncs of one connection at once give a feed without gaps to whoever pages along', async () => {
  const { id } = await connectItems(services.as('admin'), server);
  const other = await createTestServices({ db: services.deps.db });
  const key = { organizationId: services.organizations.a };
  const first = await startSync(services.as('member'), { connectionId: id, sync: 'items' });
  const second = await startSync(services.as('member'), { connectionId: id, sync: 'kept' });
  let isDone = false;
  const seen: string[] = [];
  const consumer = (async () => {
    for (let after = 0, wasDone = false; ; ) {
      wasDone = isDone;
      const page = await listRecords(services.as('viewer'), { connectionId: id, after, limit: 50 });
      for (const { sync, externalId, seq } of page.data) {
        seen.push(`${sync} ${externalId}`);
        after = seq;
      }
      if (wasDone && page.data.length === 0) return;
      // PGlite answers without giving sockets a turn.
      await setImmediate();
    }
  })();
  const runs = await Promise.all([
    runSync(services.deps, { ...key, runId: first.runId }),
    runSync({ ...other.deps, keyRing: services.deps.keyRing }, { ...key, runId: second.runId }),
  ]).finally(() => {
    isDone = true;
  });
  await consumer;
  expect(runs.map((run) => run?.status)).toEqual(['success', 'success']);
  expect(seen).toHaveLength(600);
  expect(new Set(seen).size).toBe(600);
  services.jobs.length = 0;
  await other.close();
});
