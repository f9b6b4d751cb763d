import type { Database } from './database.ts';
import { openPglite } from './open-pglite.ts';
import { openPostgres } from './open-postgres.ts';

interface CommonOptions {
  /** Called with the text of each statement, for counting them. */
  onQuery?: ((statement: string) => void) | undefined;
  /** Where the generated migrations are, when this package is bundled. */
  migrationsFolder?: string | undefined;
}

export interface PostgresOptions extends CommonOptions {
  /** `postgres://user:password@host:port/name`. */
  url: string;
  /** Connections of this process. Default 10. */
  poolSize?: number | undefined;
}

export interface PgliteFolderOptions extends CommonOptions {
  /** The folder of the embedded database; made when absent. One process at a time. */
  dataDir: string;
}

export interface PgliteMemoryOptions extends CommonOptions {
  memory: true;
  /** A dump of `client.dumpDataDir()` to start from. */
  snapshot?: Blob | undefined;
}

export type DatabaseOptions = PostgresOptions | PgliteFolderOptions | PgliteMemoryOptions;

/**
 * Opens a database. Throws a PatchbayError that says what to do when it does not answer, is too old, is read-only,
 * full, or in use by another process. Does not migrate.
 */
export async function createDb(options: DatabaseOptions): Promise<Database> {
  return 'url' in options ? openPostgres(options) : openPglite(options);
}
