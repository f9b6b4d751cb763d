import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { listenForChanges } from '../connections/listen-for-changes.ts';
import { pauseConnection } from '../connections/pause.ts';
import { resumeConnection } from '../connections/resume.ts';
import { updateConnection } from '../connections/update.ts';
import { catchError } from '../testing/catch-error.ts';
import { connectItems } from '../testing/connect-items.ts';
import { createTestServices, type TestServices } from '../testing/create-test-services.ts';
import { type ItemServer, startItemServer } from '../testing/item-server.ts';
import { prepareProxy } from './prepare.ts';

let services: TestServices;
let server: ItemServer;
beforeAll(async () => {
  services = await createTestServices();
  server = await startItemServer();
});
afterAll(async () => {
  await server?.close();
  await services?.close();
});

test('a second call, its credentials too, takes no SQL at all', async () => {
  const { id } = await connectItems(services.as('admin'), server);
  const { target } = await prepareProxy(services.as('viewer'), { connectionId: id, method: 'get' });
  await target.credentials.get();
  const before = services.statements.length;
  expect(before).toBeGreaterThan(0);
  for (let round = 0; round < 20; round++) {
    const again = await prepareProxy(services.as('viewer'), { connectionId: id, method: 'GET' });
    await again.target.credentials.get();
  }
  expect(services.statements.length).toBe(before);
});

test('of fifty first calls at the same time one reads the connection', async () => {
  const { id } = await connectItems(services.as('admin'), server);
  const before = services.statements.length;
  await Promise.all(
    Array.from({ length: 50 }, () => prepareProxy(services.as('viewer'), { connectionId: id, method: 'GET' })),
  );
  expect(services.statements.length - before).toBe(2);
});

test('a pause takes effect at once, here and in another process', async () => {
  const admin = services.as('admin');
  const other = await createTestServices({ db: services.deps.db });
  const stop = await listenForChanges(other.deps);
  const elsewhere = { ...services.as('viewer'), deps: other.deps };
  const { id } = await connectItems(admin, server);
  const call = { connectionId: id, method: 'GET' };
  await prepareProxy(services.as('viewer'), call);
  await prepareProxy(elsewhere, call);
  await pauseConnection(admin, { id });
  expect((await catchError(() => prepareProxy(services.as('viewer'), call))).code).toBe('conflict');
  await vi.waitFor(async () => expect((await catchError(() => prepareProxy(elsewhere, call))).code).toBe('conflict'), {
    timeout: 45_000,
  });
  await resumeConnection(admin, { id });
  await vi.waitFor(() => prepareProxy(elsewhere, call), { timeout: 45_000 });
  await stop();
  await other.close();
});

test('a change that comes while the connection is read is not overwritten by the older row', async () => {
  const admin = services.as('admin');
  const { id } = await connectItems(admin, server);
  const { cache } = services.deps;
  const slow = Promise.withResolvers<object>();
  const first = cache.load(id, () => slow.promise);
  await updateConnection(admin, { id, timeoutMs: 2_000 });
  slow.resolve({ stale: true });
  await first;
  await delay(0);
  const { target } = await prepareProxy(services.as('viewer'), { connectionId: id, method: 'GET' });
  expect(target.timeoutMs).toBe(2_000);
});
