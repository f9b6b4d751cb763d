import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { PatchbayError } from '@patchbay/schema';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { checkChannel } from './check-channel.ts';
import type { PgliteFolderOptions, PgliteMemoryOptions } from './create-db.ts';
import type { Executor, PgliteDatabase } from './database.ts';
import { explainFileError } from './explain-file-error.ts';
import { guardFreeSpace, requireFreeSpace } from './guard-free-space.ts';
import { lockFolder } from './lock-folder.ts';
import { defaultMigrationsFolder } from './open-postgres.ts';
import * as schema from './schema/index.ts';

/** Opens PostgreSQL in this process, in a folder or in memory. */
export async function openPglite(options: PgliteFolderOptions | PgliteMemoryOptions): Promise<PgliteDatabase> {
  const { client, release } = 'dataDir' in options ? await openFolder(options.dataDir) : await openMemory(options);
  const { onQuery } = options;
  const pglite = drizzle(client, {
    schema,
    casing: 'snake_case',
    ...(onQuery && { logger: { logQuery: (statement: string) => onQuery(statement) } }),
  });
  return {
    kind: 'pglite',
    client,
    orm: pglite as unknown as Executor,
    migrate: () => migrate(pglite, { migrationsFolder: options.migrationsFolder ?? defaultMigrationsFolder() }),
    async ping() {
      await client.query('select 1');
    },
    listen: (channel, handler) => client.listen(checkChannel(channel), handler),
    async notify(channel, payload) {
      await client.query('select pg_notify($1, $2)', [checkChannel(channel), payload]);
    },
    async close() {
      if (!client.closed) await client.close();
      await release();
    },
  };
}

interface Opened {
  client: PGlite;
  release: () => Promise<void>;
}

async function openMemory(options: PgliteMemoryOptions): Promise<Opened> {
  const client = await PGlite.create(options.snapshot ? { loadDataDir: options.snapshot } : {});
  return { client, release: async () => {} };
}

async function openFolder(dataDir: string): Promise<Opened> {
  const folder = path.resolve(dataDir);
  await prepareFolder(folder);
  const release = await lockFolder(folder);
  try {
    const client = await PGlite.create(folder);
    guardFreeSpace(client, folder);
    return { client, release };
  } catch (error) {
    await release();
    throw new PatchbayError(
      'internal',
      `The data folder ${folder} cannot be opened: ${error instanceof Error ? error.message : String(error)}. It may be damaged or made by another version: move it away, or restore a copy.`,
      { cause: error },
    );
  }
}

async function prepareFolder(folder: string): Promise<void> {
  try {
    await makeFolder(folder);
  } catch (error) {
    throw new PatchbayError('internal', `The data folder ${folder} cannot be made: ${explainFileError(error)}`, {
      cause: error,
    });
  }
  requireFreeSpace(folder);
}

/** Like mkdir -p. Node's own tells nothing of a read-only disk, and never returns below /proc. */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'EEXIST' && (await stat(folder)).isDirectory()) return;
    const parent = path.dirname(folder);
    if (code !== 'ENOENT' || parent === folder) throw error;
    await makeFolder(parent);
    await mkdir(folder, { mode: 0o700 });
  }
}
