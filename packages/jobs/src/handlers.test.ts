import {
  claimIdempotencyKey,
  claimRun,
  type Database,
  getFinding,
  getRun,
  insertRun,
  lowestId,
  newId,
} from '@patchbay/db';
import { createTestConnection, createTestDb, createTestFinding, createTestOrganization } from '@patchbay/db/testing';
import { createTurns, type Job, type ServiceDeps } from '@patchbay/services';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createHandlers } from './handlers.ts';
import { createTestLogger } from './testing.ts';

let db: Database;
beforeAll(async () => {
  db = await createTestDb();
});
afterAll(() => db.close());

it('sweeps: dead runs are marked, lost ones queued again, old runs and keys dropped, findings ignored until now opened', async () => {
  const { organizationId } = await createTestOrganization(db);
  const { id: connectionId } = await createTestConnection(db, { organizationId });
  const insert = (createdAt: Date) =>
    insertRun(db.orm, {
      id: newId('run'),
      organizationId,
      connectionId,
      providerSlug: 'in-memory',
      kind: 'sync',
      name: 'repositories',
      trigger: 'manual',
      createdAt,
    });
  const lost = await insert(new Date(Date.now() - 600_000));
  const fresh = await insert(new Date());
  const dead = await insert(new Date());
  await claimRun(db.orm, { organizationId, id: dead.id, owner: 'dead', staleAfterMs: 0, now: new Date() });
  await db.orm.execute(`update runs set heartbeat_at = now() - interval '1 hour' where id = '${dead.id}'`);
  const aged = async (days: number) => {
    const at = Date.now() - days * 86_400_000;
    const ended = { status: 'success' as const, finishedAt: new Date(at), createdAt: new Date(at) };
    const owned = { organizationId, connectionId, providerSlug: 'in-memory' };
    return insertRun(db.orm, { ...owned, ...ended, id: lowestId('run', at), kind: 'action', trigger: 'manual' });
  };
  const [old, older] = [await aged(2.9), await aged(3.1)];
  const key = { organizationId, scope: 'POST /x', key: 'k', requestHash: 'h', abandonedAfterMs: 60_000 };
  await claimIdempotencyKey(db.orm, { ...key, ttlMs: -1 });

  const ignored = { organizationId, connectionId, status: 'ignored' as const };
  const due = await createTestFinding(db, { ...ignored, ignoredUntil: new Date(Date.now() - 60_000) });
  const later = await createTestFinding(db, { ...ignored, ignoredUntil: new Date(Date.now() + 600_000) });

  const enqueued: Job[] = [];
  const deps = {
    db,
    clock: { now: Date.now },
    settings: { eventRetentionDays: 30, runRetentionDays: 3 },
    logger: createTestLogger().logger,
    jobs: { enqueue: async (job: Job) => void enqueued.push(job) },
  } as unknown as ServiceDeps;
  const scheduler = { onPassedOver() {}, async onPlaceFree() {} };
  const turns = createTurns({ perOrganization: 1, perProvider: 1 });
  await createHandlers(deps, { turns, scheduler })['maintenance.sweep'](null, { signal: AbortSignal.timeout(60_000) });

  const statusOf = async (id: string) => (await getRun(db.orm, { organizationId, id }))?.status;
  expect(await statusOf(dead.id)).toBe('interrupted');
  expect(await statusOf(fresh.id)).toBe('queued');
  expect(await statusOf(old.id)).toBe('success');
  expect(await statusOf(older.id)).toBeUndefined();
  expect(enqueued).toEqual([{ name: 'sync.run', data: { organizationId, runId: lost.id } }]);
  expect(await getFinding(db.orm, due)).toMatchObject({ status: 'open', ignoredUntil: null, reopenedCount: 1 });
  expect(await getFinding(db.orm, later)).toMatchObject({ status: 'ignored', reopenedCount: 0 });
  const left = await db.orm.execute('select 1 from idempotency_keys');
  expect(Array.isArray(left) ? left : (left as unknown as { rows: unknown[] }).rows).toHaveLength(0);
});
