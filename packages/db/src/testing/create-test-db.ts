import { randomBytes } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { keepWhatIsRead, keptAsItCame, readTables } from '@patchbay/testing';
import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { inject } from 'vitest';
import { createDb } from '../create-db.ts';
import type { Database } from '../database.ts';
import { runSql } from '../run-sql.ts';
import { withDatabaseName } from './test-database.ts';

/** Settings of the database under test; those about where it is are chosen here. */
export interface TestDbOptions {
  onQuery?: ((statement: string) => void) | undefined;
  /** PostgreSQL only. Default 5. */
  poolSize?: number | undefined;
}

/**
 * A migrated, empty database of its own, on PGlite or PostgreSQL as the vitest project says. `close()` removes it.
 * Takes about a quarter of a second: make one per test file, in `beforeAll`.
 */
export async function createTestDb(options: TestDbOptions = {}): Promise<Database> {
  const source = inject('testDatabase');
  const { onQuery } = options;
  if (source.kind === 'pglite') {
    const db = await createDb({ memory: true, snapshot: await openAsBlob(source.snapshotFile), onQuery });
    return { ...db, close: () => keepRows(db).finally(() => db.close()) };
  }
  const name = `${source.template}_${randomBytes(6).toString('hex')}`;
  await onServer(
    source.serverUrl,
    (server) => server`create database ${server(name)} template ${server(source.template)}`,
  );
  const db = await createDb({
    url: withDatabaseName(source.serverUrl, name),
    poolSize: options.poolSize ?? 5,
    onQuery,
  });
  return {
    ...db,
    async close() {
      await keepRows(db);
      await db.close();
      await onServer(source.serverUrl, (server) => server`drop database if exists ${server(name)} with (force)`);
    },
  };
}

/** What was in it is searched for secrets when all suites have ended. */
function keepRows(db: Database): Promise<void> {
  const read = () => readTables((statement) => runSql(db.orm, sql.raw(statement)), keptAsItCame);
  return keepWhatIsRead('database', 'a database of a test', read);
}

async function onServer(url: string, work: (server: postgres.Sql) => PromiseLike<unknown>): Promise<void> {
  const server = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await work(server);
  } finally {
    await server.end();
  }
}
