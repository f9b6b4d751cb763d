// Two replicas and a worker on one PostgreSQL: the database is all they share, and any of them may die.
import type { Connection, Run } from '@patchbay/client';
import {
  createEncryptionKeys,
  createPostgresDatabase,
  type DockerRegistry,
  type Patchbay,
  type PatchbayOptions,
  type PostgresDatabase,
  type ReverseProxy,
  startDockerRegistry,
  startPatchbay,
  startReverseProxy,
} from '@patchbay/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiClient, createApiClient, runSync, testConnection, waitForRun } from '../support/api-client.ts';
import { connectRegistry } from '../support/connect-registry.ts';
import { listRecords } from '../support/list-all.ts';
import { requireDockerRegistry } from '../support/require-peers.ts';
import { setUp } from '../support/set-up-patchbay.ts';

const serverUrl = process.env.TEST_DATABASE_URL;

describe.skipIf(!serverUrl || !requireDockerRegistry())('two replicas and a worker', () => {
  const env = { PATCHBAY_ENCRYPTION_KEYS: createEncryptionKeys() };
  const started: Patchbay[] = [];
  let database: PostgresDatabase;
  let registry: DockerRegistry;
  let proxy: ReverseProxy;
  let first: ApiClient;
  let second: ApiClient;
  let worker: Patchbay;
  let connection: Connection;

  async function start(role: NonNullable<PatchbayOptions['role']>): Promise<Patchbay> {
    const patchbay = await startPatchbay({ databaseUrl: database.url, role, env });
    started.push(patchbay);
    return patchbay;
  }

  beforeAll(async () => {
    database = await createPostgresDatabase(serverUrl ?? '');
    registry = await startDockerRegistry({ auth: 'basic' });
    await registry.seedRepositories(300);
    proxy = await startReverseProxy(registry.url);
    first = (await setUp(await start('api'))).api;
    second = createApiClient((await start('api')).apiUrl, first.apiKey);
    connection = await connectRegistry(first, registry, { baseUrl: proxy.url });
  });
  afterAll(async () => {
    await Promise.all(started.map((each) => each.close()));
    await Promise.all([proxy?.stop(), registry?.close()]);
    await database?.drop();
  });

  function startSync(api: ApiClient): Promise<{ runId: string }> {
    return api.post(`/integrations/connections/${connection.id}/sync`, { sync: 'repositories', mode: 'full' });
  }

  test('what one replica stores the other reads, secrets too', async () => {
    expect(await testConnection(second, connection.id)).toMatchObject({ ok: true });
    expect((await first.get<Connection>(`/integrations/connections/${connection.id}`)).status).toBe('active');
  });

  test('a sync waits for a worker, runs there, and its records are read at both', async () => {
    const { runId } = await startSync(second);
    expect((await first.get<Run>(`/integrations/runs/${runId}`)).status).toBe('queued');
    worker = await start('worker');
    expect(await waitForRun(first, runId)).toMatchObject({ status: 'success', stats: { added: 300 } });
    const [here, there] = await Promise.all([listRecords(first, connection.id), listRecords(second, connection.id)]);
    expect(here.records).toEqual(there.records);
    expect(here.records).toHaveLength(300);
  });

  test('a worker that dies in the middle is noticed, and the next one completes', async () => {
    proxy.hold((url) => url.includes('last='));
    const { runId } = await startSync(first);
    await proxy.waitForHeld();
    await worker.kill();
    proxy.release();
    worker = await start('worker');
    expect((await waitForRun(second, runId, 120_000)).status).toBe('interrupted');
    expect(await runSync(second, connection.id, 'repositories')).toMatchObject({
      status: 'success',
      stats: { read: 300, added: 0, unchanged: 300 },
    });
  });

  test('a new key and a revoked one count at both replicas at once', async () => {
    const { id, key } = await first.post<{ id: string; key: string }>('/api-keys', { name: 'CI', role: 'viewer' });
    const guest = createApiClient(second.url, key);
    expect((await guest.call('GET', '/integrations/connections')).status).toBe(200);
    expect((await guest.call('POST', `/integrations/connections/${connection.id}/sync`, {})).status).toBe(403);
    expect((await first.call('DELETE', `/api-keys/${id}`)).status).toBeLessThan(300);
    await expect
      .poll(async () => (await guest.call('GET', '/integrations/connections')).status, { timeout: 5_000 })
      .toBe(401);
  });
});
