import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from './database.ts';
import { getConnection, insertConnection, newId } from './index.ts';
import { notify, runSql } from './run-sql.ts';
import { createTestConnection, createTestDb, createTestOrganization } from './testing/index.ts';

let db: Database;
const statements: string[] = [];
beforeAll(async () => {
  db = await createTestDb({ onQuery: (statement) => statements.push(statement) });
});
afterAll(() => db.close());

it('is the database the project asks for', async () => {
  expect(db.kind).toBe(process.env.PATCHBAY_TEST_DATABASE);
  await db.ping();
});

it('migrates again without a change', async () => {
  await db.migrate();
  const tables = await runSql(db.orm, sql`select 1 from information_schema.tables where table_schema = 'public'`);
  expect(tables.length).toBeGreaterThan(18);
});

it('gives back what was written, instants and JSON too', async () => {
  const { organizationId } = await createTestOrganization(db);
  const lastTestAt = new Date('2026-01-02T03:04:05.678Z');
  const settings = { url: 'https://example.com', nested: { list: [1, 'two', null] } };
  const made = await createTestConnection(db, { organizationId, settings, lastTestAt });
  expect(made).toMatchObject({ verifyTls: true, timeoutMs: 30_000, settings, lastTestAt, deletedAt: null });
  expect(await getConnection(db.orm, { organizationId, id: made.id })).toEqual(made);
});

it('rolls a failed transaction back', async () => {
  const { organizationId } = await createTestOrganization(db);
  const id = newId('con');
  const failing = db.orm.transaction(async (tx) => {
    await insertConnection(tx, { id, organizationId, providerSlug: 'x', name: 'x', authMethod: 'none' });
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await getConnection(db.orm, { organizationId, id })).toBeNull();
});

it('counts statements', async () => {
  statements.length = 0;
  await db.orm.execute(sql`select 42`);
  expect(statements).toEqual(['select 42']);
});

it('delivers notifications, those of a transaction once it commits', async () => {
  const received: string[] = [];
  const stop = await db.listen('test_channel', (payload) => received.push(payload));
  await db.orm.transaction((tx) => notify(tx, 'test_channel', 'from a transaction'));
  await db.notify('test_channel', 'plain');
  await expect.poll(() => received).toEqual(['from a transaction', 'plain']);
  await stop();
  await db.notify('test_channel', 'nobody hears');
  await db.ping();
  expect(received).toHaveLength(2);
  await expect(async () => db.listen('Bad"Name', () => {})).rejects.toThrow('Not a channel name');
});
