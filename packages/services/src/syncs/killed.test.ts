// kill -9 of the process that syncs, again and again at random points: the records are the source's in the end, and whoever follows
// the feed meanwhile has them too.
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '@patchbay/db';
import { createTestOrganization } from '@patchbay/db/testing';
import { createKeyRing } from '@patchbay/secrets';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listRecords } from '../records/list.ts';
import { markInterruptedRuns } from '../runs/mark-interrupted.ts';
import { type ChangeStore, changeManifest, connectChanges, itemId, startChangeStore } from '../testing/change-store.ts';
import { createTestServices, type TestServices } from '../testing/create-test-services.ts';
import { createKillableDatabase, type KillableDatabase, killed, startScript } from '../testing/killable.ts';
import { startSync } from './start.ts';

const total = 10_000;
const pages = total / 100;
const isPostgres = process.env.PATCHBAY_TEST_DATABASE === 'postgres';
// Opening PGlite's files again takes most of a round there: the whole is for PATCHBAY_TEST_KILLS=50.
const kills = Number(process.env.PATCHBAY_TEST_KILLS ?? (isPostgres ? 50 : 10));
const keys = `k1:${randomBytes(32).toString('base64')}`;

let database: KillableDatabase;
let store: ChangeStore;
beforeAll(async () => {
  store = await startChangeStore(total);
  database = await createKillableDatabase();
});
afterAll(async () => {
  await store?.close();
  await database?.remove();
});

/** A reproducible row of numbers from 0 to 1 (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

test(`${total} records, a worker killed ${kills} times, a source that changes, and a reader that follows`, {
  timeout: 1_200_000,
}, async () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  const random = createRandom(seed);
  const organizations = { a: '', b: '' };
  let connectionId = '';

  const createServices = (db: Database) =>
    createTestServices({ ...{ db, organizations, keyRing: createKeyRing(keys) }, manifests: [changeManifest] });
  const use = <Result>(work: (services: TestServices) => Promise<Result>) =>
    database.use(async (db) => {
      const services = await createServices(db);
      return work(services).finally(() => services.close());
    });

  const { organizationId } = await database.use(createTestOrganization);
  Object.assign(organizations, { a: organizationId, b: organizationId });
  connectionId = (await use((services) => connectChanges(services.as('admin'), store))).id;

  // Somebody who keeps a copy by reading on after the last seq seen.
  const copy = new Map<string, string>();
  let after = 0;
  let changes = 0;
  async function follow(services: TestServices): Promise<void> {
    for (;;) {
      const page = await listRecords(services.as('viewer'), { connectionId, after, includeDeleted: true, limit: 500 });
      for (const { externalId, data, deletedAt, seq } of page.data) {
        expect(seq).toBeGreaterThan(after);
        after = seq;
        changes += 1;
        if (deletedAt) copy.delete(externalId);
        else copy.set(externalId, String(data.name));
      }
      if (page.data.length === 0) return;
    }
  }

  let next = total;
  function changeSource(round: number): void {
    const ids = [...store.items.keys()];
    const pick = () => ids[Math.floor(random() * ids.length)] ?? itemId(0);
    for (let count = 0; count < 20; count += 1) store.put(pick(), `Round ${round}, ${count}`, Date.now());
    for (let count = 0; count < 5; count += 1) {
      store.items.delete(pick());
      // In the middle and at the end.
      store.put(count % 2 ? `${pick()}-${round}` : itemId(next++), `Added in round ${round}`, Date.now());
    }
  }

  const env = {
    ...database.env,
    ...{ TEST_KEYS: keys, TEST_ORGANIZATION: organizationId, TEST_CONNECTION: connectionId, TEST_SYNC: 'byKey' },
  };
  async function killOne(): Promise<void> {
    const [killAt, wait] = [1 + Math.floor(random() * pages * 1.3), random() * 20];
    const reached = Promise.withResolvers<void>();
    let requests = 0;
    store.onRequest = () => {
      requests += 1;
      if (requests === killAt) reached.resolve();
      return false;
    };
    const { child, ended } = startScript('sync-until-killed', env);
    await Promise.race([reached.promise, ended]);
    await delay(wait);
    child.kill('SIGKILL');
    expect(await ended).toEqual(killed);
    store.onRequest = null;
  }

  try {
    // PGlite lets one process in at a time; on PostgreSQL the reader reads while others write.
    const db = isPostgres ? await database.open() : null;
    const reader = db && (await createServices(db));
    let isDone = false;
    const following = (async () => {
      while (reader && !isDone) await follow(reader).then(() => delay(5));
    })();
    for (let round = 0; round < kills; round += 1) {
      await killOne();
      changeSource(round);
      if (!reader && round % 5 === 4) await use(follow);
    }
    isDone = true;
    await following;
    await reader?.close();
    await db?.close();

    await use(async (services) => {
      await markInterruptedRuns(services.deps, { isOnlyProcess: true });
      services.jobs.length = 0;
      // The first goes on where the last killed one stood; the second reads everything.
      for (let count = 0; count < 2; count += 1) {
        await startSync(services.as('member'), { connectionId, sync: 'byKey' });
        expect(await services.drain()).toMatchObject([{ status: 'success' }]);
      }
      await follow(services);
      const source = [...store.items.values()].map(({ id, name }) => [id, name] as const);
      const stored: (readonly [string, string])[] = [];
      const seqs = new Set<number>();
      for (let cursor = 0; ; ) {
        const page = await listRecords(services.as('viewer'), { connectionId, after: cursor, limit: 500 });
        for (const { externalId, data, seq } of page.data) {
          stored.push([externalId, String(data.name)]);
          seqs.add(seq);
          cursor = seq;
        }
        if (page.data.length === 0) break;
      }
      const sorted = (pairs: Iterable<readonly [string, string]>) => [...pairs].sort(([a], [b]) => (a < b ? -1 : 1));
      expect(sorted(stored)).toEqual(sorted(source));
      expect(seqs.size).toBe(stored.length);
      expect(sorted(copy)).toEqual(sorted(source));
      expect(changes).toBeGreaterThanOrEqual(source.length);
    });
  } catch (error) {
    throw new Error(`With the seed ${seed}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
});
