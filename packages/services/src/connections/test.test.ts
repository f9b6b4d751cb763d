import { updateConnection as storeConnection } from '@patchbay/db';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { putCredentials } from '../credentials/put.ts';
import { listRuns } from '../runs/list.ts';
import { listRunLogs } from '../runs/list-logs.ts';
import { catchError } from '../testing/catch-error.ts';
import { createTestServices, type TestServices } from '../testing/create-test-services.ts';
import { type ItemServer, startItemServer } from '../testing/item-server.ts';
import { createConnection } from './create.ts';
import { disconnectConnection } from './disconnect.ts';
import { getConnection } from './get.ts';
import { pauseConnection } from './pause.ts';
import { resumeConnection } from './resume.ts';
import { testConnection } from './test.ts';
import { updateConnection } from './update.ts';

let services: TestServices;
let server: ItemServer;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services?.close());
beforeEach(async () => {
  server = await startItemServer();
  server.secret = 'swordfish-4711';
});
afterEach(() => server.close());

function connect(password: string) {
  return createConnection(services.as('admin'), {
    providerSlug: 'item-store',
    authMethod: 'basic',
    settings: { baseUrl: server.url },
    credentials: { username: 'ada', password },
  });
}

test('a first success makes the connection active and keeps whose credentials they are', async () => {
  const admin = services.as('admin');
  const { id } = await connect('swordfish-4711');
  const outcome = await testConnection(admin, { id });
  expect(outcome).toMatchObject({ ok: true, account: { id: '7', label: 'Ada' }, error: null });
  expect(outcome.latencyMs).toBeGreaterThanOrEqual(0);
  const connection = await getConnection(admin, { id });
  expect(connection).toMatchObject({
    status: 'active',
    statusReason: null,
    health: { status: 'healthy', checkedAt: expect.any(String), lastSeenAt: expect.any(String) },
    account: { id: '7', label: 'Ada' },
    lastTest: { status: 'success' },
  });
  const [run] = (await listRuns(admin, { connectionId: id })).data;
  expect(run).toMatchObject({ kind: 'test', name: 'getAccount', status: 'success', trigger: 'manual', error: null });
  const logs = await listRunLogs(admin, { id: run?.id ?? '' });
  expect(logs.data.length).toBeGreaterThan(0);
  expect(JSON.stringify(logs)).not.toContain('swordfish');
});

test('a wrong password is the caller’s fault; the right one, given later, makes it work', async () => {
  const admin = services.as('admin');
  const { id } = await connect('wrong-0815');
  const outcome = await testConnection(admin, { id });
  expect(outcome).toMatchObject({ ok: false, error: { class: 'auth_invalid', whoseFault: 'you' } });
  const failed = await getConnection(admin, { id });
  expect(failed).toMatchObject({ status: 'error', health: { status: 'unhealthy' }, lastTest: { status: 'error' } });
  expect(failed.statusReason).toContain(outcome.error?.nextStep);
  expect((await listRuns(admin, { connectionId: id })).data).toMatchObject([
    { status: 'error', error: { class: 'auth_invalid', nextStep: expect.any(String) } },
  ]);
  expect((await putCredentials(admin, { connectionId: id, credentials: { password: 'swordfish-4711' } })).status).toBe(
    'pending',
  );
  expect((await testConnection(admin, { id })).ok).toBe(true);
  expect((await getConnection(admin, { id })).status).toBe('active');
});

test('a stopped server is the network’s fault', async () => {
  const admin = services.as('admin');
  const { id } = await connect('swordfish-4711');
  await server.close();
  expect(await testConnection(admin, { id })).toMatchObject({
    ok: false,
    error: { class: 'transient', whoseFault: expect.stringMatching(/network|provider/) },
    steps: expect.arrayContaining([expect.objectContaining({ id: 'reach', status: 'failed' })]),
  });
  const connection = await getConnection(admin, { id });
  expect(connection.status).not.toBe('active');
  expect(connection).toMatchObject({ health: { lastSeenAt: null }, lastTest: { status: 'error' } });
});

test('a paused connection can be tested and stays paused; a disconnected one cannot', async () => {
  const admin = services.as('admin');
  const { id } = await connect('swordfish-4711');
  await pauseConnection(admin, { id });
  expect((await testConnection(admin, { id })).ok).toBe(true);
  expect(await getConnection(admin, { id })).toMatchObject({ status: 'paused', lastTest: { status: 'success' } });
  expect((await resumeConnection(admin, { id })).status).toBe('active');
  await disconnectConnection(admin, { id });
  expect((await catchError(() => testConnection(admin, { id }))).code).toBe('conflict');
});

test.each([
  [
    'new credentials',
    (id: string) => putCredentials(services.as('admin'), { connectionId: id, credentials: { password: 'another' } }),
  ],
  [
    'another address',
    (id: string) => updateConnection(services.as('admin'), { id, settings: { baseUrl: 'https://items.example.com' } }),
  ],
  ['no look at certificates', (id: string) => updateConnection(services.as('admin'), { id, verifyTls: false })],
])('a pause does not hide that there was %s since the last test', async (_what, change) => {
  const admin = services.as('admin');
  const { id } = await connect('swordfish-4711');
  await testConnection(admin, { id });
  await pauseConnection(admin, { id });
  expect(await change(id)).toMatchObject({ status: 'paused', lastTest: null });
  expect((await resumeConnection(admin, { id })).status).toBe('pending');
});

test('new credentials end that somebody has to sign in again, in a pause too', async () => {
  const admin = services.as('admin');
  const { id } = await connect('swordfish-4711');
  const { organizationId } = admin.actor;
  await pauseConnection(admin, { id });
  await storeConnection(services.deps.db.orm, { organizationId, id, changes: { statusCode: 'reauth_required' } });
  await putCredentials(admin, { connectionId: id, credentials: { password: 'swordfish-4711' } });
  expect((await resumeConnection(admin, { id })).status).toBe('pending');
});

test('new settings make the last test worth nothing, a new name does not', async () => {
  const admin = services.as('admin');
  const { id } = await connect('swordfish-4711');
  await testConnection(admin, { id });
  expect((await updateConnection(admin, { id, name: 'other' })).status).toBe('active');
  const other = await startItemServer();
  other.secret = 'another-4711';
  expect((await updateConnection(admin, { id, settings: { baseUrl: other.url } })).status).toBe('pending');
  // The new address is the one that is called: nothing old stays in memory.
  expect((await testConnection(admin, { id })).ok).toBe(false);
  expect(other.requests).toContain('GET /me');
  await other.close();
});

test('a reference that leads nowhere fails the test with a next step', async () => {
  const { id } = await connect('authref://env/PATCHBAY_SECRET_ABSENT');
  const outcome = await testConnection(services.as('admin'), { id });
  expect(outcome).toMatchObject({ ok: false, error: { class: 'auth_invalid', whoseFault: 'you' } });
  expect(outcome.error?.message).toContain('authref://env/PATCHBAY_SECRET_ABSENT');
  expect(server.requests).toEqual([]);
});
