import { getConnection as getRow, getSyncState, listEvents, listSyncSeen } from '@patchbay/db';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Run } from '../dto/index.ts';
import { listRecords } from '../records/list.ts';
import { listRunLogs } from '../runs/list-logs.ts';
import { type ChangeStore, changeManifest, connectChanges, itemId, startChangeStore } from '../testing/change-store.ts';
import { createTestServices, type TestServices } from '../testing/create-test-services.ts';
import { startSync } from './start.ts';

const start = Date.UTC(2026, 5, 1, 12);
const minute = 60_000;
const hour = 60 * minute;

let now = start;
let services: TestServices;
let store: ChangeStore;
let connectionId: string;
beforeAll(async () => {
  services = await createTestServices({ clock: { now: () => now }, manifests: [changeManifest] });
});
afterAll(() => services?.close());
beforeEach(async () => {
  now = start;
  store = await startChangeStore(250, start - 48 * hour);
  ({ id: connectionId } = await connectChanges(services.as('admin'), store));
});
afterEach(() => store.close());

async function sync(name: string, mode: 'full' | 'delta' = 'delta'): Promise<Run> {
  await startSync(services.as('member'), { connectionId, sync: name, mode });
  const [run] = await services.drain();
  if (!run) throw new Error('the sync was not run');
  return run;
}

async function feed(includeDeleted = false) {
  const { data } = await listRecords(services.as('viewer'), { connectionId, includeDeleted, limit: 500 });
  return data;
}
const liveIds = async () => (await feed()).map(({ externalId }) => externalId).sort();
const stateOf = (name: string) =>
  getSyncState(services.deps.db.orm, { organizationId: services.organizations.a, connectionId, sync: name });
const logOf = async (run: Run) =>
  (await listRunLogs(services.as('viewer'), { id: run.id })).data.map(({ message }) => message).join('\n');
const eventsOf = async () =>
  (await listEvents(services.deps.db.orm, { organizationId: services.organizations.a, limit: 500 })).filter(
    (event) => event.connectionId === connectionId && event.type.startsWith('sync.'),
  );

test('the first delta reads everything, the next ones what changed since, and unchanged rows are not written', async () => {
  expect((await sync('flagged')).stats).toMatchObject({ requests: 3, read: 250, added: 250 });
  store.put(itemId(7), 'Renamed', now);
  store.put('new', 'New', now);
  store.put(itemId(8), 'Item 8', now, { gone: true });
  now += minute;
  store.requests.length = 0;
  expect(await sync('flagged')).toMatchObject({
    status: 'success',
    // The two that changed last before are at the cursor itself: read again, for the provider may not tell them apart.
    stats: { added: 1, updated: 1, deleted: 1 },
  });
  expect(store.requests[0]).toContain(`since=${encodeURIComponent(new Date(start - 48 * hour).toISOString())}`);
  now += minute;
  services.statements.length = 0;
  expect((await sync('flagged')).stats).toMatchObject({ requests: 1, added: 0, updated: 0, deleted: 0 });
  expect(services.statements.filter((statement) => /sync_seen/.test(statement) && /insert/.test(statement))).toEqual(
    [],
  );
  const ids = await liveIds();
  expect([ids.length, ids.includes('new'), ids.includes(itemId(8))]).toEqual([250, true, false]);
});

test('a delta that cannot see what is gone reads everything again once a day', async () => {
  await sync('changes');
  store.items.delete(itemId(3));
  now += hour;
  expect((await sync('changes')).stats).toMatchObject({ deleted: 0 });
  now += 24 * hour;
  const run = await sync('changes');
  expect(run.stats).toMatchObject({ read: 249, deleted: 1 });
  expect(await logOf(run)).toContain('Reading everything, for what a delta cannot see.');
});

test('a read that was broken off goes on where it stopped, and at its end knows what is gone', async () => {
  await sync('byKey', 'full');
  store.items.delete(itemId(5));
  store.items.delete(itemId(240));
  store.put('z', 'Last', now);
  // The second page comes late enough that the read has said where it stands; the third not at all.
  store.onRequest = (url, response) => {
    now += minute;
    if (url.searchParams.get('after') !== itemId(200)) return false;
    response.writeHead(403).end();
    return true;
  };
  const broken = await sync('byKey', 'full');
  expect(broken).toMatchObject({ status: 'partial', stats: { read: 200, deleted: 0 } });
  expect((await stateOf('byKey'))?.checkpoint).toMatchObject({ mode: 'full', runId: broken.id });
  store.onRequest = null;
  store.requests.length = 0;
  const next = await sync('byKey', 'full');
  expect(next).toMatchObject({ status: 'success', stats: { requests: 1, read: 49, added: 1, deleted: 2 } });
  expect([broken.resumedFrom, next.resumedFrom]).toEqual([null, broken.id]);
  expect(store.requests).toEqual([expect.stringContaining(`after=${itemId(200)}`)]);
  expect(await logOf(next)).toContain(`Going on where run ${broken.id} stopped, after 200 were read.`);
  expect(await liveIds()).toEqual([...store.items.keys()].sort());
  const state = await stateOf('byKey');
  expect(state?.checkpoint).toBeNull();
  expect(
    await listSyncSeen(services.deps.db.orm, { organizationId: services.organizations.a, connectionId, sync: 'byKey' }),
  ).toEqual([]);
});

test('an object that slips through between two pages is not taken for gone', async () => {
  await sync('byPage', 'full');
  // After the first page something before it is deleted: all others move up, and one is on no page any more.
  let pages = 0;
  store.onRequest = () => {
    pages += 1;
    if (pages === 2) store.items.delete(itemId(0));
    return false;
  };
  const run = await sync('byPage', 'full');
  expect(run).toMatchObject({ status: 'success', stats: { deleted: 0 } });
  expect(await logOf(run)).toContain('is read once more to be sure');
  // What was met and then deleted, within one run, is gone with the next one.
  expect(await liveIds()).toEqual([itemId(0), ...store.items.keys()].sort());
  store.onRequest = null;
  expect((await sync('byPage', 'full')).stats).toMatchObject({ deleted: 1 });
  expect(await liveIds()).toEqual([...store.items.keys()].sort());
});

test.each(['byKey', 'byPage'])(
  'a provider that lost most of its data is believed when it says so twice (%s)',
  async (name) => {
    await sync(name, 'full');
    const all = new Map(store.items);
    store.items.clear();
    const held = await sync(name, 'full');
    expect(held).toMatchObject({
      stats: { deleted: 0 },
      error: { message: expect.stringContaining('250 that were there') },
    });
    expect(['partial', 'error']).toContain(held.status);
    expect(await liveIds()).toHaveLength(250);
    // It was a mishap: nothing was lost, and the next mishap is doubted again.
    store.items = all;
    expect(await sync(name, 'full')).toMatchObject({ status: 'success', stats: { unchanged: 250 } });
    store.items = new Map();
    expect((await sync(name, 'full')).status).not.toBe('success');
    expect(await sync(name, 'full')).toMatchObject({ status: 'success', stats: { deleted: 250 } });
    expect(await liveIds()).toEqual([]);
    const seqs = (await feed(true)).map(({ seq }) => seq);
    expect(new Set(seqs).size).toBe(250);
  },
);

test('variables of a sync narrow what it reads', async () => {
  await sync('byKey', 'full');
  await services.deps.db.orm.execute(
    `update sync_states set variables = '{"prefix":"i-00"}' where connection_id = '${connectionId}' and sync = 'byKey'`,
  );
  expect((await sync('byKey', 'full')).stats).toMatchObject({ read: 100 });
});

test('how each sync ended is told, with where the feed stands', async () => {
  const ended = await sync('byKey', 'full');
  store.onRequest = (_url, response) => {
    response.writeHead(403).end();
    return true;
  };
  const failed = await sync('byKey', 'full');
  store.onRequest = (url, response) => {
    if (url.searchParams.get('after') === null) return false;
    response.writeHead(403).end();
    return true;
  };
  const partial = await sync('byKey', 'full');
  const lastSeq = (await feed()).at(-1)?.seq;
  expect((await eventsOf()).map(({ type, data }) => ({ type, ...data }))).toMatchObject([
    { type: 'sync.completed', runId: ended.id, sync: 'byKey', mode: 'full', read: 250, added: 250, lastSeq },
    { type: 'sync.failed', runId: failed.id, code: expect.any(String), message: expect.any(String) },
    { type: 'sync.partial', runId: partial.id, read: 100, lastSeq },
  ]);
  expect(
    (await getRow(services.deps.db.orm, { organizationId: services.organizations.a, id: connectionId }))
      ?.lastSyncStatus,
  ).toBe('partial');
});

test('a sync that only reads everything cannot be asked for a delta', async () => {
  await expect(sync('byKey', 'delta')).rejects.toMatchObject({
    code: 'unsupported',
    data: { supportedModes: ['full'] },
  });
});

test('a record of 5 MB, and a page larger than one transaction takes', async () => {
  store.put('big', 'x'.repeat(5 * 1024 * 1024), now);
  expect(await sync('byKey', 'full')).toMatchObject({ status: 'success', stats: { added: 251 } });
  const big = (await feed()).find(({ externalId }) => externalId === 'big');
  expect(String(big?.data.name)).toHaveLength(5 * 1024 * 1024);
  store.onRequest = (url, response) => {
    const items = Array.from({ length: 4_500 }, (_, index) => ({
      id: `p-${index}`,
      name: 'p',
      updatedAt: '2026-01-01',
    }));
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ items: url.searchParams.get('page') === '0' ? items : [] }));
    return true;
  };
  expect(await sync('byPage', 'full')).toMatchObject({ status: 'success', stats: { added: 4_500 } });
});

test('a delta whose list comes oldest change first would move its cursor on the way; any other one does not', async () => {
  await sync('flagged');
  const before = (await stateOf('flagged'))?.state;
  for (let index = 0; index < 250; index += 1) store.put(itemId(index), 'again', now);
  store.onRequest = (url, response) => {
    if (url.searchParams.get('after') === null) return false;
    response.writeHead(403).end();
    return true;
  };
  expect(await sync('flagged')).toMatchObject({ status: 'partial', stats: { updated: 100 } });
  expect((await stateOf('flagged'))?.state).toEqual(before);
  store.onRequest = null;
  expect(await sync('flagged')).toMatchObject({ status: 'success', stats: { updated: 150 } });
});
