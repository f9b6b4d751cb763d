import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PostgresDatabase } from './database.ts';
import { createDb } from './index.ts';
import { runSql } from './run-sql.ts';
import { createTestDb } from './testing/index.ts';

describe.runIf(process.env.PATCHBAY_TEST_DATABASE === 'postgres')('statements that come again', () => {
  let db: PostgresDatabase;
  let close = async () => {};
  beforeAll(async () => {
    const created = await createTestDb();
    if (created.kind !== 'postgres') throw new Error('this is PGlite');
    // One connection, so that what is prepared there can be read there.
    db = (await createDb({ url: created.url, poolSize: 1 })) as PostgresDatabase;
    close = async () => {
      await db.close();
      await created.close();
    };
  });
  afterAll(() => close());

  const prepared = async (part: string): Promise<number> => {
    const [row] = await db.client<{ total: number }[]>`
      select count(*)::int as total from pg_prepared_statements
      where position(${part} in statement) > 0 and position('pg_prepared_statements' in statement) = 0`;
    return row?.total ?? -1;
  };

  it('are prepared once, in transactions and savepoints too, and answer as before', async () => {
    const double = async (given: number, executor = db.orm) =>
      (await runSql<{ twice: number }>(executor, sql`select ${given}::int * 2 as twice, 'of all'`))[0]?.twice;
    expect(await double(1)).toBe(2);
    expect(await prepared('of all')).toBe(0);
    for (let given = 2; given < 6; given += 1) expect(await double(given)).toBe(given * 2);
    await db.orm.transaction(async (tx) => {
      expect(await double(6, tx)).toBe(12);
      await tx.transaction(async (inner) => expect(await double(7, inner)).toBe(14));
    });
    expect(await prepared('of all')).toBe(1);
    for (let given = 0; given < 4; given += 1)
      await db.orm.transaction((tx) => runSql(tx, sql`select ${given}::int as inside`));
    expect(await prepared('as inside')).toBe(1);
  });

  it('stay as they are where each is another text, however many they are', async () => {
    for (let index = 0; index < 300; index += 1)
      await runSql(db.orm, sql`select ${index}::int as ${sql.identifier(`column_${index}`)}`);
    expect(await prepared('column_')).toBe(0);
  });

  it('are bounded in number', async () => {
    for (let index = 0; index < 250; index += 1)
      for (let time = 0; time < 3; time += 1)
        await runSql(db.orm, sql`select ${index}::int as ${sql.identifier(`often_${index}`)}`);
    expect(await prepared('often_')).toBeLessThanOrEqual(200);
    expect(await prepared('often_')).toBeGreaterThan(100);
  });

  it('outlive a change of the table they read', async () => {
    await db.client`create table moving (value integer)`;
    await db.client`insert into moving values (1)`;
    const read = () => runSql(db.orm, sql`select * from moving where value = ${1}`);
    for (let time = 0; time < 4; time += 1) expect(await read()).toEqual([{ value: 1 }]);
    await db.client`alter table moving add column more text`;
    expect(await read()).toEqual([{ value: 1, more: null }]);
  });
});
