// Two worker processes and one Redis: together they ask a provider no more often than its manifest says it allows.
import {
  createEncryptionKeys,
  createPostgresDatabase,
  type Patchbay,
  type PostgresDatabase,
  type Redis,
  startPatchbay,
  startRedis,
} from '@patchbay/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitForRun } from '../support/api-client.ts';
import { type MeteredStore, meteredLimit, startMeteredStore } from '../support/metered-store.ts';
import { requirePostgres, requireRedis } from '../support/require-peers.ts';
import { setUp } from '../support/set-up-patchbay.ts';

const shelves = ['left', 'right'];

describe.skipIf(!requireRedis() || !requirePostgres())('two workers', () => {
  let redis: Redis;
  let database: PostgresDatabase;
  let store: MeteredStore;
  const running: Patchbay[] = [];
  beforeAll(async () => {
    redis = await startRedis();
    database = await createPostgresDatabase(process.env.TEST_DATABASE_URL ?? '');
    store = await startMeteredStore({ shelves: shelves.length });
  });
  afterAll(async () => {
    for (const patchbay of running) await patchbay.close();
    await store?.close();
    await database?.drop();
    await redis?.kill();
  });

  test('spend one quota between them, and not one each', { timeout: 300_000 }, async () => {
    const env = {
      ...store.env,
      PATCHBAY_ENCRYPTION_KEYS: createEncryptionKeys(),
      REDIS_URL: redis.url,
      // One sync a process: two that run at once are in two processes.
      PATCHBAY_SYNC_CONCURRENCY: '1',
    };
    const start = async (role: 'api' | 'worker') => {
      const patchbay = await startPatchbay({ role, databaseUrl: database.url, env });
      running.push(patchbay);
      return patchbay;
    };
    const { api } = await setUp(await start('api'));
    await start('worker');
    await start('worker');

    const runIds: string[] = [];
    for (const shelf of shelves) {
      const connection = await api.post<{ id: string }>('/integrations/connections', {
        providerSlug: 'metered-store',
        authMethod: 'none',
        settings: { baseUrl: store.url, shelf },
      });
      const run = await api.post<{ runId: string }>(`/integrations/connections/${connection.id}/sync`, {});
      runIds.push(run.runId);
    }
    // Each was answered only once both were being read. Both lists go on for ever, so only the quota can have ended them.
    const runs = await Promise.all(runIds.map((runId) => waitForRun(api, runId, 240_000)));
    expect(runs.map(({ error }) => error?.code)).toEqual(['rate_limited', 'rate_limited']);
    expect(new Set(store.asked)).toEqual(new Set(shelves));
    expect(store.asked).toHaveLength(meteredLimit);
    expect(runs.map(({ stats }) => stats?.read ?? 0).reduce((sum, read) => sum + read)).toBe(meteredLimit);
  });
});
