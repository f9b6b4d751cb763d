import { setTimeout as delay } from 'node:timers/promises';
import { startDatabaseProxy } from '@patchbay/testing';
import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import journal from '../migrations/meta/_journal.json' with { type: 'json' };
import type { Database } from './database.ts';
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

  it('breaks off in the middle without harm: all that is under way fails, no process ends, and all works again', async () => {
    const db = await createTestDb();
    if (db.kind !== 'postgres') throw new Error('this is PGlite');
    await db.orm.execute(sql`create table steps (transaction text, step integer)`);
    const proxy = await startDatabaseProxy(db.url);
    const cutOff = await createDb({ url: proxy.url, poolSize: 4 });
    try {
      for (let round = 0; round < 15; round += 1) {
        const work = Array.from({ length: 12 }, (_, index) =>
          cutOff.orm.transaction(async (tx) => {
            for (let step = 0; ; step += 1)
              await tx.execute(sql`insert into steps values (${`${round}-${index}`}, ${step})`);
          }),
        );
        const outcomes = Promise.allSettled(work);
        await delay(2 + round);
        proxy.cut();
        // Those that had no connection yet are refused as well; nobody waits for ever.
        expect((await outcomes).every(({ status }) => status === 'rejected')).toBe(true);
        proxy.restore();
        await expect.poll(() => isAnswered(cutOff), { timeout: 20_000 }).toBe(true);
      }
      expect(await db.orm.execute(sql`select * from steps`)).toEqual([]);
      // Every connection of the pool can be used again.
      await Promise.all(Array.from({ length: 16 }, () => cutOff.orm.transaction((tx) => tx.execute(sql`select 1`))));
    } finally {
      await cutOff.close();
      await proxy.close();
      await db.close();
    }
  });

  it('lets nothing of a transaction that was cut off into the next one of the same connection', async () => {
    const db = await createTestDb();
    if (db.kind !== 'postgres') throw new Error('this is PGlite');
    await db.orm.execute(sql`create table steps (transaction text, step integer)`);
    const proxy = await startDatabaseProxy(db.url);
    const one = await createDb({ url: proxy.url, poolSize: 1 });
    try {
      const resumed = Promise.withResolvers<void>();
      const isOpen = Promise.withResolvers<void>();
      const late = Promise.withResolvers<unknown>();
      const cutOff = one.orm.transaction(async (tx) => {
        await tx.execute(sql`insert into steps values ('cut off', 0)`);
        isOpen.resolve();
        await resumed.promise;
        await tx.execute(sql`insert into steps values ('cut off', 1)`).then(() => late.resolve(null), late.resolve);
        throw new Error('asks to roll back');
      });
      await isOpen.promise;
      proxy.cut();
      await expect(cutOff).rejects.toThrow();
      proxy.restore();
      await expect.poll(() => isAnswered(one), { timeout: 20_000 }).toBe(true);
      await one.orm.transaction(async (tx) => {
        await tx.execute(sql`insert into steps values ('next', 0)`);
        resumed.resolve();
        expect(await late.promise).toBeInstanceOf(Error);
        await tx.execute(sql`insert into steps values ('next', 1)`);
      });
      const rows = await db.orm.execute(sql`select transaction, step from steps order by step`);
      expect(rows).toEqual([
        { transaction: 'next', step: 0 },
        { transaction: 'next', step: 1 },
      ]);
    } finally {
      await one.close();
      await proxy.close();
      await db.close();
    }
  });
});

async function isAnswered(db: Database): Promise<boolean> {
  return db.ping().then(
    () => true,
    () => false,
  );
}
