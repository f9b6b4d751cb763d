import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDb } from '@patchbay/db';
import postgres from 'postgres';

const BATCH = 1000;

interface Runner {
  query(statement: string, parameters: string[]): Promise<unknown>;
  close(): Promise<void>;
}

/**
 * The limit a sync is held against: multi-row upserts into a table of the same columns and indexes on a database of the same kind,
 * in batches of 1 000, without hashing, comparing, reading or bookkeeping. Milliseconds.
 */
export function rawUpsert(databaseUrl: string | null, rows: number): Promise<number> {
  return withRawDatabase(databaseUrl, { connections: 1 }, async (run) => {
    await run.query('CREATE TABLE raw_records (LIKE records INCLUDING ALL)', []);
    const started = performance.now();
    for (let start = 0; start < rows; start += BATCH) {
      const batch = Array.from({ length: Math.min(BATCH, rows - start) }, (_, index) => {
        const id = `item-${start + index}`;
        const data = {
          id,
          name: `Item ${start + index}`,
          type: 'item',
          status: 'open',
          updatedAt: '2026-01-01T00:00:00Z',
        };
        return { id, row: `rec_${start + index}`, data, hash: 'x'.repeat(43), seq: start + index };
      });
      await run.query(
        `INSERT INTO raw_records (id, organization_id, connection_id, sync, external_id, model, data, hash, change, seq, first_seen_at, changed_at)
         SELECT row, 'org', 'con', 'items', id, 'resource', data, hash, 'added', seq, now(), now()
         FROM jsonb_to_recordset($1::text::jsonb) AS r(id text, row text, data jsonb, hash text, seq bigint)
         ON CONFLICT (connection_id, sync, external_id) DO UPDATE SET data = excluded.data, hash = excluded.hash, seq = excluded.seq`,
        [JSON.stringify(batch)],
      );
    }
    const elapsed = performance.now() - started;
    await run.query('DROP TABLE raw_records', []);
    return elapsed;
  });
}

/** Gives a database of the same kind to who measures its limit by hand, with the tables of Patchbay in it. */
export async function withRawDatabase<Value>(
  databaseUrl: string | null,
  { connections }: { connections: number },
  measure: (run: Runner) => Promise<Value>,
): Promise<Value> {
  const run = databaseUrl ? await onPostgres(databaseUrl, connections) : await onPglite();
  try {
    return await measure(run);
  } finally {
    await run.close();
  }
}

async function onPostgres(databaseUrl: string, max: number): Promise<Runner> {
  const sql = postgres(databaseUrl, { max, onnotice: () => {} });
  return { query: (statement, parameters) => sql.unsafe(statement, parameters), close: () => sql.end() };
}

/** A folder of its own: the API holds the lock of the one under measurement. */
async function onPglite(): Promise<Runner> {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-bench-raw-'));
  const db = await createDb({ dataDir: folder });
  await db.migrate();
  if (db.kind !== 'pglite') throw new Error('a folder is opened by PGlite');
  const { client } = db;
  return {
    query: (statement, parameters) => client.query(statement, parameters),
    async close() {
      await db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
