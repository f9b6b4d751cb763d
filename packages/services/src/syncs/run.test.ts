import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { getConnection } from '../connections/get.ts';
import type { RecordRow } from '../dto/index.ts';
import { getOverview } from '../overview/get.ts';
import { listRecords } from '../records/list.ts';
import { getRun } from '../runs/get.ts';
import { listRunLogs } from '../runs/list-logs.ts';
import { catchError } from '../testing/catch-error.ts';
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
  server = await startItemServer(makeItems(250));
});
afterEach(() => server.close());

async function syncNow(connectionId: string, sync = 'items') {
  await startSync(services.as('member'), { connectionId, sync });
  const [run] = await services.drain();
  if (!run) throw new Error('the sync was not run');
  return run;
}

async function allRecords(connectionId: string, includeDeleted = false): Promise<RecordRow[]> {
  const rows: RecordRow[] = [];
  for (let after: number | undefined; ; ) {
    const page = await listRecords(services.as('viewer'), {
      connectionId,
      includeDeleted,
      limit: 100,
      ...(after !== undefined && { after }),
    });
    rows.push(...page.data);
    if (page.nextCursor === null) return rows;
    after = Number(page.nextCursor);
  }
}

test('reads all into records, writes only what changed, and sees what is gone', async () => {
  const { id } = await connectItems(services.as('admin'), server);
  const first = await syncNow(id);
  expect(first).toMatchObject({
    kind: 'sync',
    name: 'items',
    mode: 'full',
    status: 'success',
    stats: { requests: 3, read: 250, added: 250, updated: 0, deleted: 0, unchanged: 0 },
    error: null,
  });
  const records = await allRecords(id);
  expect(records.map(({ externalId }) => externalId).sort()).toEqual(server.items.map((item) => item.id).sort());
  expect(records[0]).toMatchObject({ model: 'resource', sync: 'items', change: 'added', deletedAt: null });
  const seen = Math.max(...records.map(({ seq }) => seq));

  expect((await syncNow(id)).stats).toMatchObject({ added: 0, updated: 0, deleted: 0, unchanged: 250 });
  expect((await listRecords(services.as('viewer'), { connectionId: id, after: seen })).data).toEqual([]);

  server.items = [{ id: 'item-0', name: 'Renamed' }, ...server.items.slice(2), { id: 'new', name: 'New' }];
  expect((await syncNow(id)).stats).toMatchObject({ read: 250, added: 1, updated: 1, deleted: 1, unchanged: 248 });
  const changes = await listRecords(services.as('viewer'), { connectionId: id, after: seen, includeDeleted: true });
  expect(changes.data.map(({ externalId, change }) => [externalId, change]).sort()).toEqual([
    ['item-0', 'updated'],
    ['item-1', 'deleted'],
    ['new', 'added'],
  ]);
  expect(await getConnection(services.as('viewer'), { id })).toMatchObject({
    status: 'active',
    health: { status: 'healthy' },
    lastSync: { status: 'success', message: 'Read 250: 1 new, 1 changed, 1 gone, 248 as before.' },
  });
});

test('a complete read that misses nothing does not walk the records to find that out', async () => {
  const { id } = await connectItems(services.as('admin'), server);
  await syncNow(id);
  const walks = () => services.statements.filter((statement) => /order by external_id limit/.test(statement)).length;
  const before = walks();
  expect((await syncNow(id)).stats).toMatchObject({ unchanged: 250, deleted: 0 });
  expect(walks()).toBe(before);
  server.items = server.items.slice(1);
  expect((await syncNow(id)).stats).toMatchObject({ unchanged: 249, deleted: 1 });
  expect(walks()).toBeGreaterThan(before);
});

test('a read that breaks off is partial: nothing is deleted, what was read stays', async () => {
  const { id } = await connectItems(services.as('admin'), server);
  await syncNow(id);
  server.items = [{ id: 'item-0', name: 'Renamed' }, ...server.items.slice(50)];
  server.onList = (offset, response) => {
    if (offset === 0) return false;
    response.writeHead(400, { 'content-type': 'application/json' });
    response.end('{"error":{"message":"the store is closed"}}');
    return true;
  };
  const run = await syncNow(id);
  expect(run).toMatchObject({ status: 'partial', stats: { read: 100, updated: 1, deleted: 0 } });
  expect(run.error).toMatchObject({
    message: expect.stringMatching(/^Stopped after 100 were read/),
    nextStep: expect.any(String),
  });
  expect(await allRecords(id)).toHaveLength(250);
  expect((await getConnection(services.as('viewer'), { id })).lastSync?.status).toBe('partial');
  const { data } = await listRunLogs(services.as('viewer'), { id: run.id });
  expect(data.at(-1)?.message).toContain('nothing was taken for deleted');
});

test.each([
  ['a server error', (response: import('node:http').ServerResponse) => response.writeHead(500).end('{}')],
  [
    'a web page',
    (response: import('node:http').ServerResponse) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
  ],
  [
    'truncated JSON',
    (response: import('node:http').ServerResponse) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"items":['),
  ],
  ['a cut connection', (response: import('node:http').ServerResponse) => response.destroy()],
])('%s at once is an error, and the records stay', async (_what, answer) => {
  server.items = makeItems(3);
  const { id } = await connectItems(services.as('admin'), server);
  await syncNow(id);
  server.onList = (_offset, response) => {
    answer(response);
    return true;
  };
  const run = await syncNow(id);
  expect(run).toMatchObject({ status: 'error', stats: { read: 0, deleted: 0 } });
  expect([run.error?.message, run.error?.nextStep]).toEqual([expect.stringMatching(/./), expect.stringMatching(/./)]);
  expect(await allRecords(id)).toHaveLength(3);
});

test('a sync that fails asks for attention until one succeeds, though the connection stays in use', async () => {
  const { id } = await connectItems(services.as('admin'), server);
  const attention = async () =>
    (await getOverview(services.as('viewer'))).attention.find((one) => one.connectionId === id);
  await syncNow(id);
  expect(await attention()).toBeUndefined();
  server.onList = (_offset, response) => {
    response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":{"message":"the store is closed"}}');
    return true;
  };
  const failed = await syncNow(id);
  expect(await getConnection(services.as('viewer'), { id })).toMatchObject({
    status: 'active',
    health: { status: 'degraded' },
  });
  expect((await attention())?.reason).toBe(failed.error?.message);
  server.onList = () => false;
  await syncNow(id);
  expect(await attention()).toBeUndefined();
});

test('refused credentials make the connection an error', async () => {
  const { id } = await connectItems(services.as('admin'), server);
  server.secret = 'now-there-is-one';
  expect(await syncNow(id)).toMatchObject({ status: 'error', error: { class: 'auth_invalid' } });
  expect(await getConnection(services.as('viewer'), { id })).toMatchObject({
    status: 'error',
    statusReason: expect.any(String),
    health: { status: 'unhealthy' },
  });
});

test('an empty complete read deletes, where the manifest says that absence means gone', async () => {
  server.items = makeItems(3);
  const { id } = await connectItems(services.as('admin'), server);
  await syncNow(id, 'items');
  await syncNow(id, 'kept');
  server.items = [];
  expect((await syncNow(id, 'items')).stats.deleted).toBe(3);
  expect((await syncNow(id, 'kept')).stats.deleted).toBe(0);
  expect((await allRecords(id)).map(({ sync }) => sync)).toEqual(['kept', 'kept', 'kept']);
});

test('ids the database cannot hold as they are do not count as gone', async () => {
  server.items = [
    { id: 'a\u0000b', name: 'odd' },
    { id: 'c\ud800', name: 'odder' },
  ];
  const { id } = await connectItems(services.as('admin'), server);
  expect((await syncNow(id)).stats).toMatchObject({ added: 2, deleted: 0 });
  expect((await syncNow(id)).stats).toMatchObject({ unchanged: 2, deleted: 0 });
});

test('what cannot be started says why', async () => {
  const member = services.as('member');
  const { id } = await connectItems(services.as('admin'), server);
  const delta = await catchError(() => startSync(member, { connectionId: id, mode: 'delta' }));
  expect([delta.code, delta.data]).toEqual(['unsupported', { supportedModes: ['full'] }]);
  const unknown = await catchError(() => startSync(member, { connectionId: id, sync: 'itms' }));
  expect(unknown.details).toEqual([{ path: 'sync', message: expect.stringContaining('did you mean "items"') }]);
  const { runId } = await startSync(member, { connectionId: id, idempotencyKey: 'again' });
  const second = await catchError(() => startSync(member, { connectionId: id }));
  expect([second.code, second.data]).toEqual(['conflict', { runId }]);
  expect(await startSync(member, { connectionId: id, idempotencyKey: 'again' })).toEqual({ runId });
  expect(services.jobs).toHaveLength(1);
  await services.drain();
});

test('a job delivered twice, also at the same time, runs once', async () => {
  const { id } = await connectItems(services.as('admin'), server);
  const { runId } = await startSync(services.as('member'), { connectionId: id });
  const key = { organizationId: services.organizations.a, runId };
  const runs = await Promise.all([runSync(services.deps, key), runSync(services.deps, key)]);
  expect(runs.filter((run) => run !== null)).toMatchObject([{ status: 'success' }]);
  expect(await runSync(services.deps, key)).toBeNull();
  expect(server.requests.filter((line) => line === 'GET /items')).toHaveLength(3);
  services.jobs.length = 0;
});

test('a run whose connection was deleted ends without records', async () => {
  const { id } = await connectItems(services.as('admin'), server);
  const { runId } = await startSync(services.as('member'), { connectionId: id });
  await services.deps.db.orm.execute(`update connections set deleted_at = now() where id = '${id}'`);
  await services.drain();
  expect(await getRun(services.as('viewer'), { id: runId })).toMatchObject({ status: 'error', stats: { read: 0 } });
});
