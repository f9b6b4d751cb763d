import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { keepWhatIsRead } from '../canary/leftovers.ts';
import { keptAsItCame, readWholeDatabase } from './open-database.ts';

export interface PostgresDatabase {
  /** The address of the new, empty database. */
  url: string;
  /** Removes it, cutting the connections that are left. */
  drop(): Promise<void>;
}

/** Makes an empty database on the server of `serverUrl` (TEST_DATABASE_URL), for one test file. */
export async function createPostgresDatabase(serverUrl: string): Promise<PostgresDatabase> {
  const name = `patchbay_e2e_${randomBytes(6).toString('hex')}`;
  const server = postgres(serverUrl, { max: 1, onnotice: () => {}, connect_timeout: 10 });
  try {
    await server.unsafe(`CREATE DATABASE ${name}`);
  } catch (error) {
    await server.end();
    throw error;
  }
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    async drop() {
      await keepWhatIsRead('database', name, () =>
        readWholeDatabase({ databaseUrl: url.href, dataDir: '' }, keptAsItCame),
      );
      await server.unsafe(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await server.end();
    },
  };
}
