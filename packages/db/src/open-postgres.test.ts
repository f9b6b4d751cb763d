import { describe, expect, it } from 'vitest';
import journal from '../migrations/meta/_journal.json' with { type: 'json' };
import { createDb } from './index.ts';
import { createTestDb } from './testing/index.ts';

describe.runIf(process.env.PATCHBAY_TEST_DATABASE === 'postgres')('PostgreSQL', () => {
  it('migrates once when replicas start together', async () => {
    const db = await createTestDb();
    if (db.kind !== 'postgres') throw new Error('this is PGlite');
    await db.client`drop schema public cascade`;
    await db.client`drop schema drizzle cascade`;
    await db.client`create schema public`;
    const { url } = db;
    const replicas = await Promise.all(Array.from({ length: 4 }, () => createDb({ url, poolSize: 1 })));
    await Promise.all(replicas.map((replica) => replica.migrate()));
    expect(await db.client`select 1 from drizzle.__drizzle_migrations`).toHaveLength(journal.entries.length);
    for (const replica of replicas) await replica.close();
    await db.close();
  });

  it('names what is wrong and never the password', async () => {
    const refused = createDb({ url: 'postgres://someone:hidden-password@127.0.0.1:1/none' });
    await expect(refused).rejects.toThrow(/did not let Patchbay in: .*ECONNREFUSED.*Check that it runs/);
    await expect(refused).rejects.not.toThrow('hidden-password');
    const unreadable = createDb({ url: 'postgres://someone:hidden-password@[broken' });
    await expect(unreadable).rejects.toThrow('DATABASE_URL cannot be read');
    await expect(unreadable).rejects.not.toThrow('hidden-password');
  });
});
