// kill -9 in the middle of a sync: nothing is lost, nothing is doubled, and the next run completes.

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Connection, Run } from '@patchbay/client';
import {
  createEncryptionKeys,
  type DockerRegistry,
  type Patchbay,
  type ReverseProxy,
  removeFolder,
  startDockerRegistry,
  startPatchbay,
  startReverseProxy,
} from '@patchbay/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApiClient, runSync, waitForRun } from '../support/api-client.ts';
import { connectRegistry } from '../support/connect-registry.ts';
import { databases, type TestDatabase } from '../support/databases.ts';
import { listRecords } from '../support/list-all.ts';
import { requireDockerRegistry } from '../support/require-peers.ts';
import { setUp } from '../support/set-up-patchbay.ts';

describe.skipIf(!requireDockerRegistry()).each(databases)('on the %s database', (_name, createDatabase) => {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-crash-'));
  const keys = { PATCHBAY_ENCRYPTION_KEYS: createEncryptionKeys() };
  let database: TestDatabase;
  let registry: DockerRegistry;
  let proxy: ReverseProxy;
  let running: Patchbay | undefined;
  let apiKey = '';

  function start(more: Record<string, string> = {}): Promise<Patchbay> {
    const { databaseUrl } = database;
    return startPatchbay({
      dataDir: join(folder, 'data'),
      ...(databaseUrl ? { databaseUrl, env: { ...keys, ...more } } : { env: more }),
    });
  }

  beforeAll(async () => {
    database = await createDatabase();
    registry = await startDockerRegistry();
    await registry.seedRepositories(500);
    proxy = await startReverseProxy(registry.url);
  });
  afterAll(async () => {
    await running?.close();
    await Promise.all([proxy?.stop(), registry?.close()]);
    await database?.drop();
    removeFolder(folder);
  });

  test('the run is marked interrupted, the next one completes, and the records are the registry’s', async () => {
    running = await start();
    const { api } = await setUp(running);
    apiKey = api.apiKey;
    const connection = await connectRegistry(api, registry, {
      baseUrl: proxy.url,
      authMethod: 'none',
      timeoutMs: 60_000,
    });

    // The fourth page never comes: what came before is stored or not, but the run is certainly in the middle.
    proxy.hold((url) => url.includes('last=') && url.includes('00299'));
    const { runId } = await api.post<{ runId: string }>(`/integrations/connections/${connection.id}/sync`, {
      sync: 'repositories',
      mode: 'full',
    });
    await proxy.waitForHeld();
    expect((await api.get<Run>(`/integrations/runs/${runId}`)).status).toBe('running');
    const { records: before } = await listRecords(api, connection.id);
    await running.kill();
    proxy.release();

    // Meanwhile the world moves on.
    await registry.seedRepositories(20, { name: (index) => `late/app-${String(index).padStart(2, '0')}` });

    running = await start();
    const again = createApiClient(running.apiUrl, api.apiKey);
    const deadline = Date.now() + 60_000;
    let interrupted = await again.get<Run>(`/integrations/runs/${runId}`);
    while (interrupted.status === 'running' && Date.now() < deadline) {
      await delay(100);
      interrupted = await again.get<Run>(`/integrations/runs/${runId}`);
    }
    expect(interrupted.status).toBe('interrupted');
    expect(interrupted.error?.message).toBeTruthy();

    // What somebody could have read before the kill stands as it was. A page read by then may have been stored after that look.
    const { records: kept } = await listRecords(again, connection.id);
    expect(kept.slice(0, before.length).map(({ externalId, seq }) => [externalId, seq])).toEqual(
      before.map(({ externalId, seq }) => [externalId, seq]),
    );
    expect(kept.length).toBeLessThanOrEqual(300);
    // The next run goes on where the killed one had said it stood, if it had come to say so. What was added before that point
    // meanwhile is met by the one after.
    const added: number[] = [];
    for (let count = 0; count < 2; count += 1) {
      const run = await runSync(again, connection.id, 'repositories');
      expect(run).toMatchObject({ status: 'success', stats: { deleted: 0 } });
      added.push(run.stats?.added ?? 0);
    }
    expect(added.reduce((sum, each) => sum + each)).toBe(520 - kept.length);
    const { records } = await listRecords(again, connection.id);
    expect(records.map(({ externalId }) => externalId).sort()).toEqual((await registry.listRepositories()).sort());
    expect(new Set(records.map(({ seq }) => seq)).size).toBe(records.length);
    expect((await again.get<Connection>(`/integrations/connections/${connection.id}`)).lastSync?.status).toBe(
      'success',
    );
  });

  test('a polite stop in the middle of a sync ends in time, and no run is left that looks alive', async () => {
    running ??= await start({ PATCHBAY_SHUTDOWN_TIMEOUT_MS: '1000' });
    await running.stop();
    running = await start({ PATCHBAY_SHUTDOWN_TIMEOUT_MS: '1000' });
    const api = createApiClient(running.apiUrl, apiKey);
    const { data } = await api.get<{ data: Connection[] }>('/integrations/connections');
    const [connection] = data;
    if (!connection) throw new Error('The first test of this file makes the connection.');
    const { records: before } = await listRecords(api, connection.id);
    proxy.hold((url) => url.includes('last='));
    const { runId } = await api.post<{ runId: string }>(`/integrations/connections/${connection.id}/sync`, {
      sync: 'repositories',
      mode: 'full',
    });
    await proxy.waitForHeld();
    const stoppedAt = Date.now();
    expect(await running.stop()).toBe(0);
    expect(Date.now() - stoppedAt).toBeLessThan(20_000);
    proxy.release();

    running = await start();
    const again = createApiClient(running.apiUrl, apiKey);
    const run = await waitForRun(again, runId);
    expect(run.status).not.toBe('success');
    expect(await runSync(again, connection.id, 'repositories')).toMatchObject({ status: 'success' });
    const { records } = await listRecords(again, connection.id);
    expect(records.map(({ seq }) => seq)).toEqual(before.map(({ seq }) => seq));
  });
});
