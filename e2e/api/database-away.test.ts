// The database is gone for half a minute in the middle of a sync: the process stays, says that it is not ready, and goes on when it is back.
import { setTimeout as delay } from 'node:timers/promises';
import type { Run } from '@patchbay/client';
import {
  createEncryptionKeys,
  createPostgresDatabase,
  type DatabaseProxy,
  type DockerRegistry,
  type Patchbay,
  type PostgresDatabase,
  type ReverseProxy,
  startDatabaseProxy,
  startDockerRegistry,
  startPatchbay,
  startReverseProxy,
} from '@patchbay/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiClient, runSync, waitForRun } from '../support/api-client.ts';
import { connectRegistry } from '../support/connect-registry.ts';
import { listRecords } from '../support/list-all.ts';
import { requireDockerRegistry } from '../support/require-peers.ts';
import { setUp } from '../support/set-up-patchbay.ts';

const serverUrl = process.env.TEST_DATABASE_URL;
const awayMs = 30_000;

describe.skipIf(!serverUrl || !requireDockerRegistry())(
  'a database that goes away',
  () => {
    let database: PostgresDatabase;
    let databaseProxy: DatabaseProxy;
    let registry: DockerRegistry;
    let provider: ReverseProxy;
    let patchbay: Patchbay;
    let api: ApiClient;
    beforeAll(async () => {
      database = await createPostgresDatabase(serverUrl ?? '');
      databaseProxy = await startDatabaseProxy(database.url);
      registry = await startDockerRegistry();
      await registry.seedRepositories(450);
      provider = await startReverseProxy(registry.url);
      patchbay = await startPatchbay({
        databaseUrl: databaseProxy.url,
        env: { PATCHBAY_ENCRYPTION_KEYS: createEncryptionKeys() },
      });
      ({ api } = await setUp(patchbay));
    });
    afterAll(async () => {
      databaseProxy?.restore();
      await patchbay?.close();
      await Promise.all([provider?.stop(), registry?.close(), databaseProxy?.close()]);
      await database?.drop();
    });

    const statusOf = async (path: string) =>
      (await fetch(`${patchbay.apiUrl}${path}`, { signal: AbortSignal.timeout(30_000) }).catch(() => null))?.status;

    test('is told by readyz, ends no process, and is used again when it is back', async ({ onTestFailed }) => {
      onTestFailed(() => void process.stderr.write(patchbay.output().slice(-20_000)));
      const connection = await connectRegistry(api, registry, { baseUrl: provider.url, authMethod: 'none' });
      provider.hold((url) => url.includes('last=') && url.includes('00299'));
      const { runId } = await api.post<{ runId: string }>(`/integrations/connections/${connection.id}/sync`, {
        sync: 'repositories',
      });
      await provider.waitForHeld();
      const { records: before } = await listRecords(api, connection.id);

      databaseProxy.cut();
      provider.release();
      const awayUntil = Date.now() + awayMs;
      await expect.poll(() => statusOf('/readyz'), { timeout: 60_000 }).toBe(503);
      const refused = await api.call<{ error?: { code: string } }>('GET', '/integrations/connections');
      expect(refused.status).toBeGreaterThanOrEqual(500);
      expect(refused.text).not.toMatch(/postgres:\/\/|ECONN|127\.0\.0\.1/);
      while (Date.now() < awayUntil) {
        expect(await statusOf('/healthz')).toBe(200);
        await delay(1_000);
      }
      databaseProxy.restore();

      await expect.poll(() => statusOf('/readyz'), { timeout: 60_000 }).toBe(200);
      // Whatever became of the run that was under way: it ends, and nothing of what was stored is lost.
      const run = await waitForRun(api, runId, 100_000);
      expect(['success', 'partial', 'error', 'interrupted']).toContain(run.status);
      const { records: kept } = await listRecords(api, connection.id);
      expect(kept.slice(0, before.length).map(({ externalId, seq }) => [externalId, seq])).toEqual(
        before.map(({ externalId, seq }) => [externalId, seq]),
      );
      expect(await runSync(api, connection.id, 'repositories')).toMatchObject({ status: 'success' });
      const { records } = await listRecords(api, connection.id);
      expect(records.map(({ externalId }) => externalId).sort()).toEqual((await registry.listRepositories()).sort());
      expect(new Set(records.map(({ seq }) => seq)).size).toBe(records.length);
      const runs = await api.get<{ data: Run[] }>(`/integrations/connections/${connection.id}/runs`);
      expect(runs.data.filter(({ status }) => status === 'running' || status === 'queued')).toEqual([]);
    });
  },
  300_000,
);
