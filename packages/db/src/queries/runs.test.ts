import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../database.ts';
import {
  claimRun,
  deleteOldRuns,
  finishRun,
  getRun,
  getRunLog,
  getUnfinishedRun,
  heartbeatRun,
  insertRun,
  listRuns,
  lowestId,
  markInterruptedRuns,
  newId,
  noStats,
  type RunSummary,
  requestRunCancel,
} from '../index.ts';
import { createTestConnection, createTestDb, createTestOrganization } from '../testing/index.ts';

let db: Database;
let organizationId: string;
let connectionId: string;
const now = new Date('2026-01-01T00:00:00.000Z');
const staleAfterMs = 60_000;

beforeAll(async () => {
  db = await createTestDb();
  ({ organizationId } = await createTestOrganization(db));
  connectionId = (await createTestConnection(db, { organizationId })).id;
});
afterAll(() => db.close());

function queue(values: Partial<Parameters<typeof insertRun>[1]> = {}): Promise<RunSummary> {
  return insertRun(db.orm, {
    id: newId('run'),
    organizationId,
    connectionId,
    providerSlug: 'in-memory',
    kind: 'sync',
    name: 'repositories',
    trigger: 'manual',
    ...values,
  });
}

function claim(run: RunSummary, owner: string) {
  return claimRun(db.orm, { organizationId, id: run.id, owner, staleAfterMs, now });
}

async function silence(run: RunSummary) {
  await db.orm.execute(sql`update runs set heartbeat_at = now() - interval '2 minutes' where id = ${run.id}`);
}

it('is claimed by one of many', async () => {
  const run = await queue();
  const claims = await Promise.all(Array.from({ length: 6 }, (_, index) => claim(run, `worker-${index}`)));
  const [won] = claims.filter((claimed) => claimed !== null);
  expect(claims.filter((claimed) => claimed !== null)).toHaveLength(1);
  expect(won).toMatchObject({ status: 'running', startedAt: now, finishedAt: null });
});

it('goes from queued to finished, keeping stats and log', async () => {
  const run = await queue();
  const key = { organizationId, id: run.id };
  expect(run).toMatchObject({ status: 'queued', stats: noStats, error: null, startedAt: null });
  await claim(run, 'one');
  const stats = { ...noStats, requests: 3, read: 20 };
  const log = [{ at: now.toISOString(), level: 'info', message: 'page 1', data: { page: 1 } }];
  expect(await heartbeatRun(db.orm, { ...key, owner: 'one', stats, log })).toEqual({
    isOwned: true,
    isCancelled: false,
  });
  expect(await heartbeatRun(db.orm, { ...key, owner: 'two' })).toEqual({ isOwned: false, isCancelled: false });
  expect(await finishRun(db.orm, { ...key, owner: 'two', status: 'success', now })).toBeNull();
  const done = await finishRun(db.orm, { ...key, owner: 'one', status: 'partial', log, now });
  expect(done).toMatchObject({ status: 'partial', stats, finishedAt: now });
  expect(await getRunLog(db.orm, key)).toEqual([...log, ...log]);
  expect(await finishRun(db.orm, { ...key, owner: 'one', status: 'success', now })).toBeNull();
  expect(await claim(run, 'three')).toBeNull();
});

it('keeps the newest 500 lines of log', async () => {
  const run = await queue();
  await claim(run, 'one');
  const lines = (from: number, count: number) =>
    Array.from({ length: count }, (_, index) => ({ at: '', level: 'info', message: String(from + index) }));
  const key = { organizationId, id: run.id, owner: 'one' };
  await heartbeatRun(db.orm, { ...key, log: lines(0, 450) });
  await heartbeatRun(db.orm, { ...key, log: lines(450, 100) });
  const messages = (await getRunLog(db.orm, key))?.map((line) => line.message);
  expect(messages).toEqual(lines(50, 500).map((line) => line.message));
  await heartbeatRun(db.orm, { ...key, log: lines(1000, 900) });
  expect((await getRunLog(db.orm, key))?.[0]?.message).toBe('1400');
});

it('marks what a dead process left running, and lets its job run it again', async () => {
  const left = await queue();
  const alive = await queue();
  await claim(left, 'dead');
  await claim(alive, 'living');
  await silence(left);
  const marked = await markInterruptedRuns(db.orm, { staleAfterMs, now });
  expect(marked.map((run) => run.id)).toEqual([left.id]);
  expect(marked[0]).toMatchObject({ status: 'interrupted', finishedAt: now, error: { class: 'transient' } });
  expect(await claim(left, 'next')).toMatchObject({ status: 'running', error: null, finishedAt: null });
  await silence(left);
  expect(await claim(left, 'third')).toMatchObject({ owner: 'third' });
  const own = await markInterruptedRuns(db.orm, { staleAfterMs, owner: 'living', now });
  expect(own.map((run) => run.id)).toContain(alive.id);
});

it('cancels a queued run at once and a running one at its next heartbeat', async () => {
  const queued = await queue();
  expect(await requestRunCancel(db.orm, { organizationId, id: queued.id, now })).toMatchObject({
    status: 'cancelled',
    finishedAt: now,
  });
  expect(await claim(queued, 'one')).toBeNull();
  expect(await requestRunCancel(db.orm, { organizationId, id: queued.id, now })).toBeNull();
  const running = await queue();
  await claim(running, 'one');
  const key = { organizationId, id: running.id };
  expect(await requestRunCancel(db.orm, { ...key, now })).toMatchObject({ status: 'running', cancelRequestedAt: now });
  expect(await heartbeatRun(db.orm, { ...key, owner: 'one' })).toEqual({ isOwned: true, isCancelled: true });
});

it('finds the unfinished run of a sync', async () => {
  const asked = { organizationId, connectionId, kind: 'sync', name: 'only-here' } as const;
  expect(await getUnfinishedRun(db.orm, asked)).toBeNull();
  const run = await queue({ name: 'only-here' });
  expect(await getUnfinishedRun(db.orm, asked)).toMatchObject({ id: run.id });
  await finishRun(db.orm, { organizationId, id: run.id, status: 'error', now });
  expect(await getUnfinishedRun(db.orm, asked)).toBeNull();
});

it('lists newest first, page by page, and only what belongs to the organization', async () => {
  const { organizationId: other } = await createTestOrganization(db);
  const { id } = await createTestConnection(db, { organizationId: other });
  const made: string[] = [];
  for (let index = 0; index < 5; index++) {
    made.unshift((await queue({ organizationId: other, connectionId: id, kind: index === 0 ? 'test' : 'sync' })).id);
  }
  const first = await listRuns(db.orm, { organizationId: other, limit: 3 });
  expect(first.rows.map((run) => run.id)).toEqual(made.slice(0, 3));
  expect(first.rows[0]).not.toHaveProperty('log');
  const rest = await listRuns(db.orm, { organizationId: other, limit: 3, after: first.nextCursor ?? '' });
  expect(rest).toMatchObject({ nextCursor: null });
  expect(rest.rows.map((run) => run.id)).toEqual(made.slice(3));
  const tests = await listRuns(db.orm, { organizationId: other, connectionId: id, kind: 'test', limit: 3 });
  expect(tests.rows.map((run) => run.id)).toEqual([made[4]]);
  expect(await getRun(db.orm, { organizationId, id: made[0] ?? '' })).toBeNull();
});

it('deletes what is old, batch by batch, and keeps the last of what people and doctors look back to', async () => {
  const { organizationId: other } = await createTestOrganization(db);
  const { id: connection } = await createTestConnection(db, { organizationId: other });
  const startMs = Date.UTC(2020, 0, 1);
  const names = new Map<string, string>();
  const insert = async (label: string, values: Partial<Parameters<typeof insertRun>[1]>) => {
    const atMs = startMs + names.size;
    const id = lowestId('run', atMs);
    names.set(id, label);
    await queue({
      ...{ id, organizationId: other, connectionId: connection, createdAt: new Date(atMs) },
      ...{ status: 'success', finishedAt: values.status === 'queued' ? null : new Date(atMs) },
      ...values,
    });
  };
  await insert('goes: a sync before the last that succeeded', { status: 'error' });
  await insert('stays: the last of a sync that succeeded', {});
  await insert('goes: a failed sync between', { status: 'error' });
  await insert('stays: the last of another sync', { name: 'projects', status: 'error' });
  await insert('stays: the last of a sync', { status: 'error' });
  await insert('goes: an earlier test', { kind: 'test', name: 'user' });
  await insert('stays: the last test', { kind: 'test', name: 'viewer' });
  await insert('goes: an earlier doctor', { kind: 'doctor' });
  await insert('stays: the last doctor that came to an end', { kind: 'doctor', name: 'Renamed' });
  await insert('stays: the last doctor', { kind: 'doctor', status: 'error' });
  await insert('goes: an action', { kind: 'action' });
  await insert('goes: a look at the health', { kind: 'health', status: 'error' });
  await insert('goes: one of no connection', { connectionId: null });
  await insert('stays: one that waits', { kind: 'action', status: 'queued' });
  await insert('stays: one that runs', { kind: 'action', status: 'running', finishedAt: null });
  await insert('stays: one that ended late', { kind: 'action', finishedAt: now });
  const young = await queue({ organizationId: other, connectionId: connection, kind: 'action', finishedAt: now });

  const before = new Date(startMs + 86_400_000);
  const batches: string[][] = [];
  for (let after: string | undefined; batches.length < 9; after = batches.at(-1)?.at(-1)) {
    batches.push(await deleteOldRuns(db.orm, { before, after, limit: 3 }));
    if (batches.at(-1)?.length === 0) break;
  }
  const gone = batches.flat().map((id) => names.get(id));
  expect(gone).toEqual([...names.values()].filter((label) => label.startsWith('goes')));
  expect(batches.map(({ length }) => length)).toEqual([3, 3, 1, 0]);
  const { rows } = await listRuns(db.orm, { organizationId: other, limit: 100 });
  const left = rows.map(({ id }) => names.get(id) ?? id).toReversed();
  expect(left).toEqual([...[...names.values()].filter((label) => label.startsWith('stays')), young.id]);
});
