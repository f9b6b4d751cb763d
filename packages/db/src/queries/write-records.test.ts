import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../database.ts';
import {
  acquireSyncLease,
  countRecords,
  createSeenIds,
  deleteAbsentRecords,
  deleteRecords,
  LeaseLostError,
  listRecords,
  newId,
  purgeConnection,
  records,
  type SyncLease,
  saveSyncState,
  writeRecords,
} from '../index.ts';
import { createTestConnection, createTestDb, createTestOrganization } from '../testing/index.ts';

let db: Database;
let organizationId: string;
let connectionId: string;
let lease: SyncLease;
const now = new Date('2026-01-01T00:00:00.000Z');
const later = new Date('2026-01-02T00:00:00.000Z');

beforeAll(async () => {
  db = await createTestDb();
  ({ organizationId } = await createTestOrganization(db));
});
afterAll(() => db.close());
beforeEach(async () => {
  connectionId = (await createTestConnection(db, { organizationId })).id;
  lease = await takeLease('repositories');
});

async function takeLease(sync: string, owner = 'one'): Promise<SyncLease> {
  const taken = await acquireSyncLease(db.orm, {
    organizationId,
    connectionId,
    sync,
    owner,
    ttlMs: 60_000,
    runId: newId('run'),
  });
  if (!taken) throw new Error('the lease is not free');
  return taken;
}

function write(inputs: { id: string; data: object }[], at = now, by = lease) {
  return db.orm.transaction((tx) => writeRecords(tx, { lease: by, model: 'repository', records: inputs, now: at }));
}

async function feed(afterSeq?: number) {
  const page = await listRecords(db.orm, { organizationId, connectionId, includeDeleted: true, limit: 500, afterSeq });
  return page.rows;
}

describe('writeRecords', () => {
  it('adds, updates, and leaves the unchanged alone', async () => {
    const first = await write([
      { id: 'a', data: { name: 'a', tags: [1] } },
      { id: 'b', data: { name: 'b' } },
    ]);
    expect(first).toEqual({ added: 2, updated: 0, deleted: 0, unchanged: 0 });
    const before = await feed();
    const second = await write(
      [
        { id: 'a', data: { tags: [1], name: 'a' } },
        { id: 'b', data: { name: 'B' } },
        { id: 'c', data: {} },
      ],
      later,
    );
    expect(second).toEqual({ added: 1, updated: 1, deleted: 0, unchanged: 1 });
    const after = await feed();
    expect(after[0]).toEqual(before[0]);
    expect(after.map((row) => [row.externalId, row.change, row.data])).toEqual([
      ['a', 'added', { name: 'a', tags: [1] }],
      ['b', 'updated', { name: 'B' }],
      ['c', 'added', {}],
    ]);
    expect(after[1]).toMatchObject({ id: before[1]?.id, firstSeenAt: now, changedAt: later });
  });

  it('does not even touch unchanged rows', async () => {
    const inputs = [{ id: 'a', data: { x: 1 } }];
    await write(inputs);
    const version = () =>
      db.orm.execute(`select xmin::text, xmax::text, ctid::text from records where connection_id = '${connectionId}'`);
    const rowsOf = (result: unknown) => (Array.isArray(result) ? [...result] : (result as { rows: unknown[] }).rows);
    const before = rowsOf(await version());
    await write(inputs, later);
    expect(rowsOf(await version())).toEqual(before);
  });

  it('takes the last of two with one id, and nothing at all', async () => {
    expect(
      await write([
        { id: 'a', data: { v: 1 } },
        { id: 'a', data: { v: 2 } },
      ]),
    ).toMatchObject({ added: 1 });
    expect((await feed())[0]?.data).toEqual({ v: 2 });
    expect(await write([])).toEqual({ added: 0, updated: 0, deleted: 0, unchanged: 0 });
  });

  it('stores what PostgreSQL refuses in JSON, and finds it unchanged the next time', async () => {
    const inputs = [{ id: 'nul\0\ud800', data: { 'k\0': ['\0', '\ud83d', '😀', '\\u0000', 'ud800'] } }];
    expect(await write(inputs)).toMatchObject({ added: 1 });
    expect(await feed()).toMatchObject([
      { externalId: 'nul\uFFFD\uFFFD', data: { 'k\uFFFD': ['\uFFFD', '\uFFFD', '😀', '\\u0000', 'ud800'] } },
    ]);
    expect(await write(inputs)).toMatchObject({ unchanged: 1 });
  });

  it('keeps syncs, connections and organizations apart', async () => {
    const other = await takeLease('tags');
    await write([{ id: 'a', data: { v: 1 } }]);
    expect(await write([{ id: 'a', data: { v: 2 } }], now, other)).toMatchObject({ added: 1 });
    const stranger = await createTestOrganization(db);
    const asked = { organizationId: stranger.organizationId, connectionId, includeDeleted: true, limit: 10 };
    expect((await listRecords(db.orm, asked)).rows).toEqual([]);
    const forged = { ...lease, organizationId: stranger.organizationId };
    await expect(write([{ id: 'x', data: {} }], now, forged)).rejects.toThrow(LeaseLostError);
  });

  it('refuses a writer whose lease went to another, and writes nothing of the batch', async () => {
    const stale = lease;
    lease = await takeLease('repositories');
    await expect(write([{ id: 'late', data: {} }], now, stale)).rejects.toThrow(LeaseLostError);
    await expect(db.orm.transaction((tx) => saveSyncState(tx, stale, { page: 9 }))).rejects.toThrow(LeaseLostError);
    expect(await feed()).toEqual([]);
  });

  it('commits records and state together or not at all', async () => {
    const crashing = db.orm.transaction(async (tx) => {
      await writeRecords(tx, { lease, model: 'repository', records: [{ id: 'a', data: {} }], now });
      await saveSyncState(tx, lease, { page: 1 });
      throw new Error('crash');
    });
    await expect(crashing).rejects.toThrow('crash');
    expect(await feed()).toEqual([]);
  });

  it('gives seq in commit order to writers of one connection', async () => {
    const other = await takeLease('tags');
    const batches = Array.from({ length: 12 }, (_, index) =>
      write(
        Array.from({ length: 20 }, (_, row) => ({ id: `${index}-${row}`, data: { index } })),
        now,
        index % 2 === 0 ? lease : other,
      ),
    );
    // A consumer that pages while they commit sees every row once.
    const seen: number[] = [];
    let isDone = false;
    const all = Promise.all(batches).then(() => (isDone = true));
    for (let wasDone = false; ; wasDone = isDone) {
      const rows = await feed(seen.at(-1));
      seen.push(...rows.map((row) => row.seq));
      if (rows.length === 0 && wasDone) break;
    }
    await all;
    expect(seen).toHaveLength(240);
  });
});

describe('deletions', () => {
  const abc = ['a', 'b', 'c'].map((id) => ({ id, data: { id } }));

  it('marks as deleted what a complete read did not hold, once', async () => {
    await write(abc);
    const seen = createSeenIds();
    seen.add('b');
    const absent = (at: Date) =>
      db.orm.transaction((tx) =>
        deleteAbsentRecords(tx, { lease, isSeen: (id) => seen.has(id), seenCount: seen.size, now: at }),
      );
    expect(await absent(later)).toBe(2);
    expect(await absent(later)).toBe(0);
    const rows = await feed();
    expect(rows.map((row) => [row.externalId, row.change, row.deletedAt])).toEqual([
      ['b', 'added', null],
      ['a', 'deleted', later],
      ['c', 'deleted', later],
    ]);
    const { rows: live } = await listRecords(db.orm, { organizationId, connectionId, limit: 10 });
    expect(live.map((row) => row.externalId)).toEqual(['b']);
    expect(await countRecords(db.orm, { organizationId, connectionId })).toEqual([
      { sync: 'repositories', model: 'repository', total: 1 },
    ]);
  });

  it('brings a deleted one back as added, with a new place in the feed', async () => {
    await write(abc);
    await db.orm.transaction((tx) => deleteRecords(tx, { lease, externalIds: ['a', 'unknown'], now: later }));
    const [gone] = (await feed()).filter((row) => row.externalId === 'a');
    expect(await write(abc, later)).toEqual({ added: 1, updated: 0, deleted: 0, unchanged: 2 });
    const [back] = (await feed()).filter((row) => row.externalId === 'a');
    expect(back).toMatchObject({ change: 'added', deletedAt: null, firstSeenAt: now });
    expect(back?.seq).toBeGreaterThan(gone?.seq ?? Number.POSITIVE_INFINITY);
  });

  it('finds the absent among more than one page of ids', async () => {
    const many = Array.from({ length: 12_000 }, (_, index) => ({ id: `id-${index}`, data: { index } }));
    await write(many);
    const deleted = await db.orm.transaction((tx) =>
      deleteAbsentRecords(tx, { lease, isSeen: (id) => !id.endsWith('7'), now: later }),
    );
    expect(deleted).toBe(1200);
  });

  it('go with their connection when that is purged', async () => {
    await write(abc);
    expect(await purgeConnection(db.orm, { organizationId, id: connectionId })).toBe(true);
    expect(await db.orm.select().from(records).where(eq(records.connectionId, connectionId))).toEqual([]);
  });
});

it('pages the feed by seq', async () => {
  await write(Array.from({ length: 5 }, (_, index) => ({ id: String(index), data: {} })));
  const first = await listRecords(db.orm, { organizationId, connectionId, limit: 3 });
  expect(first.rows).toHaveLength(3);
  const afterSeq = Number(first.nextCursor);
  const second = await listRecords(db.orm, { organizationId, connectionId, limit: 3, afterSeq });
  expect(second).toMatchObject({ nextCursor: null });
  expect(second.rows.map((row) => row.externalId)).toEqual(['3', '4']);
});
