import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { listAuditEntries } from '../audit/list.ts';
import { pauseConnection } from '../connections/pause.ts';
import { listRuns } from '../runs/list.ts';
import { startSync } from '../syncs/start.ts';
import { catchError } from '../testing/catch-error.ts';
import { connectItems } from '../testing/connect-items.ts';
import { createTestServices, type TestServices } from '../testing/create-test-services.ts';
import { type ItemServer, makeItems, startItemServer } from '../testing/item-server.ts';
import { runAction } from './run.ts';

let services: TestServices;
let server: ItemServer;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services?.close());
beforeEach(async () => {
  server = await startItemServer(makeItems(3));
});
afterEach(() => server.close());

test('a read answers and is kept as a run', async () => {
  const viewer = services.as('viewer');
  const { id } = await connectItems(services.as('admin'), server);
  const result = await runAction(viewer, { connectionId: id, operation: 'getItem', input: { id: 'item-1' } });
  expect(result).toEqual({ success: true, result: { id: 'item-1', name: 'Item 1' }, skippedOffline: false });
  expect((await listRuns(viewer, { connectionId: id })).data).toMatchObject([
    { kind: 'action', name: 'getItem', status: 'success', stats: { requests: 1 }, durationMs: expect.any(Number) },
  ]);
  expect((await listAuditEntries(services.as('admin'), { targetId: id, action: 'action.run' })).data).toEqual([]);
});

test('a write is audited, without its input', async () => {
  const { id } = await connectItems(services.as('admin'), server);
  const input = { name: 'a private name' };
  const result = await runAction(services.as('member'), { connectionId: id, operation: 'createItem', input });
  expect(result).toMatchObject({ success: true, result: { name: 'a private name' } });
  expect(server.items.at(-1)?.name).toBe('a private name');
  const { data } = await listAuditEntries(services.as('admin'), { targetId: id, action: 'action.run' });
  expect(data).toMatchObject([
    { actor: { id: 'user-member' }, after: { operation: 'createItem', safety: 'write', success: true } },
  ]);
  expect(JSON.stringify(data)).not.toContain('private');
});

test('what the provider refuses is an outcome with a next step', async () => {
  const { id } = await connectItems(services.as('admin'), server);
  const result = await runAction(services.as('viewer'), {
    connectionId: id,
    operation: 'getItem',
    input: { id: 'none' },
  });
  expect(result).toMatchObject({
    success: false,
    error: { class: 'not_found', isTransient: false, status: 404, whoseFault: 'you' },
  });
  expect((await listRuns(services.as('viewer'), { connectionId: id })).data).toMatchObject([
    { status: 'error', error: { class: 'not_found', nextStep: expect.any(String) } },
  ]);
});

test('bad input and unknown operations are thrown, and nothing is sent', async () => {
  const member = services.as('member');
  const { id } = await connectItems(services.as('admin'), server);
  const call = (operation: string, input = {}) =>
    catchError(() => runAction(member, { connectionId: id, operation, input }));
  const missing = await call('createItem');
  expect([missing.code, missing.details?.[0]?.path]).toEqual(['invalid_input', 'input.name']);
  const extra = await call('createItem', { name: 'x', nme: 'y' });
  expect([extra.code, extra.details?.[0]?.path]).toEqual(['invalid_input', 'input.nme']);
  const unknown = await call('createItm');
  expect([unknown.code, unknown.message]).toEqual(['not_found', expect.stringContaining('Did you mean "createItem"')]);
  expect((await call('constructor')).code).toBe('not_found');
  expect(server.requests).toEqual([]);
});

test('a paused connection refuses', async () => {
  const { id } = await connectItems(services.as('admin'), server);
  await runAction(services.as('viewer'), { connectionId: id, operation: 'listItems' });
  await pauseConnection(services.as('admin'), { id });
  const error = await catchError(() => runAction(services.as('viewer'), { connectionId: id, operation: 'listItems' }));
  expect(error.code).toBe('conflict');
});

test('offline: writes are handed back unsent, reads answer from the last records', async () => {
  const { id } = await connectItems(services.as('admin'), server);
  await startSync(services.as('member'), { connectionId: id });
  await services.drain();
  const before = server.requests.length;
  const offline = await createTestServices({ db: services.deps.db, offline: true });
  const owner = { ...services.as('owner'), deps: { ...offline.deps, keyRing: services.deps.keyRing } };

  const write = await runAction(owner, { connectionId: id, operation: 'createItem', input: { name: 'later' } });
  expect(write).toMatchObject({
    success: false,
    skippedOffline: true,
    skippedPayload: { method: 'POST', url: `${server.url}/items`, body: expect.anything() },
  });
  const read = await runAction(owner, { connectionId: id, operation: 'listItems' });
  expect(read).toMatchObject({
    success: true,
    skippedOffline: false,
    items: [{ id: 'item-0' }, { id: 'item-1' }, { id: 'item-2' }],
  });
  expect(read).not.toHaveProperty('truncated');
  const unknown = await runAction(owner, { connectionId: id, operation: 'getItem', input: { id: 'item-0' } });
  expect(unknown).toMatchObject({ success: false, error: { class: 'offline' } });
  expect(server.requests).toHaveLength(before);
  await offline.close();
});

test.each([
  [1_000, undefined],
  [1_001, true],
])('offline: of %i records what is left out is told', async (count, truncated) => {
  server.items = makeItems(count);
  const { id: connectionId } = await connectItems(services.as('admin'), server);
  await startSync(services.as('member'), { connectionId });
  await services.drain();
  const viewer = services.as('viewer');
  const offline = { ...viewer.deps, settings: { ...viewer.deps.settings, offline: true } };
  const read = await runAction({ ...viewer, deps: offline }, { connectionId, operation: 'listItems' });
  expect([read.items?.length, read.truncated]).toEqual([1_000, truncated]);
});
