import postgres from 'postgres';
import { expect, test } from 'vitest';
import { createPostgresDatabase } from './postgres-database.ts';

const serverUrl = process.env.TEST_DATABASE_URL;

test.skipIf(!serverUrl)('makes an empty database and removes it while somebody is connected', async () => {
  const database = await createPostgresDatabase(serverUrl ?? '');
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  expect(await sql`SELECT count(*)::int AS tables FROM pg_tables WHERE schemaname = 'public'`).toEqual([{ tables: 0 }]);
  await database.drop();
  await expect(sql`SELECT 1`).rejects.toThrow();
  await sql.end();
});

test('a server that is not there is an error', async () => {
  await expect(createPostgresDatabase('postgres://nobody@127.0.0.1:1/none')).rejects.toThrow('ECONNREFUSED');
});
