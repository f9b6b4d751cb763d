import { flushCompileCache } from 'node:module';
import { createDb, type Database } from '@patchbay/db';

/** In a script that is going to be killed: opens the database of the test that started it. */
export function openKillable(options: { onQuery?: (statement: string) => void } = {}): Promise<Database> {
  // Node keeps what it compiled when a process ends by itself, which this one will not.
  flushCompileCache();
  const { TEST_URL: url, TEST_FOLDER: dataDir = '' } = process.env;
  return createDb(url ? { url, ...options } : { dataDir, ...options });
}
