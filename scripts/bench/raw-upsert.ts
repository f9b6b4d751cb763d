import { createHash } from 'node:crypto';
import { PGlite } from '@electric-sql/pglite';
import postgres from 'postgres';

const COLUMNS = `connection_id text, external_id text, model text, data jsonb, hash text, seq bigint, primary key (connection_id, external_id)`;
const BATCH = 1000;

/** The limit a sync is held against: multi-row upserts of rows of the same shape, in batches of 1 000, and nothing else. Milliseconds. */
export async function rawUpsert(databaseUrl: string | null, rows: number): Promise<number> {
  const run = databaseUrl ? await onPostgres(databaseUrl) : await onPglite();
  await run.query(`CREATE TABLE raw_records (${COLUMNS})`, []);
  const started = performance.now();
  for (let start = 0; start < rows; start += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, rows - start) }, (_, index) => {
      const data = {
        id: `item-${start + index}`,
        name: `Item ${start + index}`,
        type: 'item',
        status: 'open',
        updatedAt: '2026-01-01T00:00:00Z',
      };
      return {
        id: data.id,
        data,
        hash: createHash('sha256').update(JSON.stringify(data)).digest('hex'),
        seq: start + index,
      };
    });
    await run.query(
      `INSERT INTO raw_records (connection_id, external_id, model, data, hash, seq)
       SELECT 'con', id, 'resource', data, hash, seq FROM jsonb_to_recordset($1::text::jsonb) AS r(id text, data jsonb, hash text, seq bigint)
       ON CONFLICT (connection_id, external_id) DO UPDATE SET data = excluded.data, hash = excluded.hash, seq = excluded.seq`,
      [JSON.stringify(batch)],
    );
  }
  const elapsed = performance.now() - started;
  await run.query('DROP TABLE raw_records', []);
  await run.close();
  return elapsed;
}

interface Runner {
  query(statement: string, parameters: string[]): Promise<unknown>;
  close(): Promise<void>;
}

async function onPostgres(databaseUrl: string): Promise<Runner> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  return { query: (statement, parameters) => sql.unsafe(statement, parameters), close: () => sql.end() };
}

async function onPglite(): Promise<Runner> {
  const database = await PGlite.create();
  return { query: (statement, parameters) => database.query(statement, parameters), close: () => database.close() };
}
