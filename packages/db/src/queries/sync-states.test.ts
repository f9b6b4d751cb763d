import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Database } from '../database.ts';
import {
  acquireSyncLease,
  getSyncState,
  listSyncStates,
  releaseSyncLease,
  renewSyncLease,
  requireSyncLease,
  type SyncKey,
  saveSyncState,
} from '../index.ts';
import { createTestConnection, createTestDb, createTestOrganization } from '../testing/index.ts';

let db: Database;
let organizationId: string;
let key: SyncKey;
const now = new Date('2026-01-01T00:00:00.000Z');

beforeAll(async () => {
  db = await createTestDb();
  ({ organizationId } = await createTestOrganization(db));
});
afterAll(() => db.close());
beforeEach(async () => {
  key = { organizationId, connectionId: (await createTestConnection(db, { organizationId })).id, sync: 'repositories' };
});

function acquire(owner: string) {
  return acquireSyncLease(db.orm, { ...key, owner, ttlMs: 60_000, runId: `run_${owner}` });
}

async function expire() {
  await db.orm.execute(
    sql`update sync_states set lease_expires_at = now() - interval '1 second' where connection_id = ${key.connectionId}`,
  );
}

it('is held by one of many that ask at once', async () => {
  const taken = await Promise.all(Array.from({ length: 8 }, (_, index) => acquire(`owner-${index}`)));
  expect(taken.filter((lease) => lease !== null)).toHaveLength(1);
});

it('passes on when it ran out, and the old holder is fenced off', async () => {
  const old = await acquire('one');
  if (!old) throw new Error('not free');
  expect(await acquire('two')).toBeNull();
  expect(await renewSyncLease(db.orm, old, 60_000)).toBe(true);
  await expire();
  const next = await acquire('two');
  expect(next?.token).toBeGreaterThan(old.token);
  expect(await renewSyncLease(db.orm, old, 60_000)).toBe(false);
  expect(await releaseSyncLease(db.orm, old, { status: 'success', now })).toBe(false);
  await expect(db.orm.transaction((tx) => requireSyncLease(tx, old))).rejects.toThrow('went to another process');
  if (!next) throw new Error('not passed on');
  expect(await db.orm.transaction((tx) => requireSyncLease(tx, next))).toMatchObject({ lastRunId: 'run_two' });
});

it('is free after its release, which keeps the state and the outcome', async () => {
  const lease = await acquire('one');
  if (!lease) throw new Error('not free');
  await db.orm.transaction((tx) => saveSyncState(tx, lease, { cursor: 'abc' }));
  expect(await releaseSyncLease(db.orm, lease, { status: 'success', now })).toBe(true);
  expect(await getSyncState(db.orm, key)).toMatchObject({
    state: { cursor: 'abc' },
    leaseOwner: null,
    lastRunStatus: 'success',
    lastSuccessAt: now,
  });
  const again = await acquire('two');
  if (!again) throw new Error('not free');
  await releaseSyncLease(db.orm, again, { status: 'error', now: new Date() });
  expect(await listSyncStates(db.orm, key)).toMatchObject([{ lastRunStatus: 'error', lastSuccessAt: now }]);
});

it('belongs to the organization', async () => {
  await acquire('one');
  await expire();
  const stranger = await createTestOrganization(db);
  const forged = { ...key, organizationId: stranger.organizationId };
  expect(await getSyncState(db.orm, forged)).toBeNull();
  expect(await acquireSyncLease(db.orm, { ...forged, owner: 'x', ttlMs: 1000, runId: 'run_x' })).toBeNull();
});
