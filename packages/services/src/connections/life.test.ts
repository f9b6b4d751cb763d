import { afterAll, beforeAll, expect, test } from 'vitest';
import { listAuditEntries } from '../audit/list.ts';
import { verifyAuditChain } from '../audit/verify-chain.ts';
import { listRuns } from '../runs/list.ts';
import { startSync } from '../syncs/start.ts';
import { catchError } from '../testing/catch-error.ts';
import { createTestServices, type TestServices } from '../testing/create-test-services.ts';
import { createConnection } from './create.ts';
import { deleteConnection } from './delete.ts';
import { disconnectConnection } from './disconnect.ts';
import { getConnection } from './get.ts';
import { listConnections } from './list.ts';
import { pauseConnection } from './pause.ts';
import { resumeConnection } from './resume.ts';
import { updateConnection } from './update.ts';

const settings = { baseUrl: 'https://items.example.com', prefix: 'abc' };

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services?.close());

function connect(name: string) {
  const credentials = { username: 'ada', password: 'swordfish-4711' };
  return createConnection(services.as('admin'), {
    providerSlug: 'item-store',
    name,
    authMethod: 'basic',
    settings,
    credentials,
  });
}

test('lists newest first, in pages, by status and by words', async () => {
  const admin = services.as('admin');
  const made: string[] = [];
  for (const name of ['one', 'two', 'three']) made.push((await connect(`list ${name}`)).id);
  const first = await listConnections(admin, { q: 'LIST', limit: 2 });
  expect(first.data.map(({ id }) => id)).toEqual([made[2], made[1]]);
  const second = await listConnections(admin, {
    q: 'LIST',
    limit: 2,
    ...(first.nextCursor && { cursor: first.nextCursor }),
  });
  expect([second.data.map(({ id }) => id), second.nextCursor]).toEqual([[made[0]], null]);
  expect((await listConnections(admin, { status: 'active', q: 'list' })).data).toEqual([]);
  expect((await listConnections(admin, { q: '%' })).data).toEqual([]);
});

test('an update keeps what is not named, clears what is blank and waits for a new test', async () => {
  const admin = services.as('admin');
  const { id } = await connect('update');
  const other = services.as('admin', { id: 'user-other' });
  const renamed = await updateConnection(other, { id, name: 'renamed', timeoutMs: 5_000 });
  expect([renamed.createdBy, renamed.updatedBy]).toEqual(['user-admin', 'user-other']);
  expect(renamed).toMatchObject({ name: 'renamed', timeoutMs: 5_000, settings: { prefix: 'abc' } });
  const changed = await updateConnection(admin, { id, settings: { prefix: '', region: 'us' } });
  expect(changed.settings).toEqual({ baseUrl: 'https://items.example.com', pageSize: 100, region: 'us' });
  const error = await catchError(() =>
    updateConnection(admin, { id, settings: { baseUrl: 'http://169.254.169.254' } }),
  );
  expect(error.details?.[0]?.path).toBe('settings.baseUrl');
  const [entry] = (await listAuditEntries(admin, { targetId: id, action: 'connection.update' })).data;
  expect(entry).toMatchObject({ before: { settings: { prefix: 'abc' } }, after: { settings: { region: 'us' } } });
  expect(entry?.after).not.toHaveProperty('name');
});

test('saving a connection as it is leaves no line in the audit log', async () => {
  const admin = services.as('admin');
  const { id, name, settings, verifyTls, timeoutMs } = await connect('unchanged');
  await updateConnection(admin, { id, name, settings, verifyTls, timeoutMs });
  expect((await listAuditEntries(admin, { targetId: id, action: 'connection.update' })).data).toEqual([]);
});

test('pause refuses work until resume', async () => {
  const admin = services.as('admin');
  const { id } = await connect('pause');
  expect((await pauseConnection(admin, { id })).status).toBe('paused');
  expect((await pauseConnection(admin, { id })).status).toBe('paused');
  const error = await catchError(() => startSync(admin, { connectionId: id }));
  expect([error.code, error.message]).toEqual(['conflict', expect.stringMatching(/"pause" is paused. Resume it/)]);
  expect((await resumeConnection(admin, { id })).status).toBe('pending');
  await expect(startSync(admin, { connectionId: id })).resolves.toMatchObject({ runId: expect.any(String) });
  const actions = (await listAuditEntries(admin, { targetId: id })).data.map(({ action }) => action);
  expect(actions).toEqual(['sync.start', 'connection.resume', 'connection.pause', 'connection.create']);
});

test('disconnect wipes the credentials and keeps the rest', async () => {
  const admin = services.as('admin');
  const { id } = await connect('disconnect');
  const { runId } = await startSync(admin, { connectionId: id });
  const connection = await disconnectConnection(admin, { id });
  expect(connection).toMatchObject({ status: 'disconnected', credential: null, settings: { prefix: 'abc' } });
  expect((await listRuns(admin, { connectionId: id })).data).toMatchObject([{ id: runId, status: 'cancelled' }]);
  expect((await catchError(() => startSync(admin, { connectionId: id }))).message).toMatch(/Give new credentials/);
  expect((await catchError(() => resumeConnection(admin, { id }))).code).toBe('conflict');
  expect(await countRows('credential_versions', id)).toBe(0);
});

test('delete hides the connection, wipes its secrets and keeps its runs; purge removes them', async () => {
  const admin = services.as('admin');
  const [kept, purged] = [await connect('kept'), await connect('purged')];
  for (const { id } of [kept, purged]) await startSync(admin, { connectionId: id });
  await deleteConnection(admin, { id: kept.id });
  await deleteConnection(admin, { id: purged.id, purge: true });
  for (const { id } of [kept, purged]) {
    expect((await catchError(() => getConnection(admin, { id }))).code).toBe('not_found');
    expect((await catchError(() => deleteConnection(admin, { id }))).code).toBe('not_found');
    expect(await countRows('credential_versions', id)).toBe(0);
  }
  expect([await countRows('runs', kept.id), await countRows('runs', purged.id)]).toEqual([1, 0]);
  expect(await services.drain()).not.toContainEqual(expect.objectContaining({ status: 'success' }));
});

test('the chain of the audit log holds, and a changed line is found', async () => {
  const owner = services.as('owner');
  expect(await verifyAuditChain(owner)).toMatchObject({ ok: true, problem: null });
  await services.deps.db.orm.execute(`update audit_log set actor_label = 'nobody' where seq = 3`);
  expect(await verifyAuditChain(owner)).toMatchObject({ ok: false, problem: { seq: 3 } });
});

async function countRows(table: string, connectionId: string): Promise<number> {
  const result: unknown = await services.deps.db.orm.execute(
    `select count(*)::int as total from ${table} where connection_id = '${connectionId}'`,
  );
  const rows = (Array.isArray(result) ? result : (result as { rows: unknown[] }).rows) as { total: number }[];
  return Number(rows[0]?.total);
}
