import { fileURLToPath } from 'node:url';
import { PatchbayError } from '@patchbay/schema';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import postgres, { type Sql } from 'postgres';
import { checkChannel } from './check-channel.ts';
import type { PostgresOptions } from './create-db.ts';
import type { Executor, PostgresDatabase } from './database.ts';
import { prepareFrequent } from './prepare-frequent.ts';
import * as schema from './schema/index.ts';

const migrationLock = 7_301_002;
const oldestVersion = 15;

/** Opens PostgreSQL and proves that it answers and is new enough. */
export async function openPostgres(options: PostgresOptions): Promise<PostgresDatabase> {
  const client = connect(options.url, options.poolSize ?? 10);
  await requireVersion(client);
  prepareFrequent(client);
  const { onQuery } = options;
  const orm = drizzle(client, {
    schema,
    casing: 'snake_case',
    ...(onQuery && { logger: { logQuery: (statement: string) => onQuery(statement) } }),
  }) as unknown as Executor;
  return {
    kind: 'postgres',
    url: options.url,
    client,
    orm,
    migrate: () => migrateAlone(options),
    async ping() {
      await client`select 1`;
    },
    async listen(channel, handler) {
      const subscription = await client.listen(checkChannel(channel), handler);
      return () => subscription.unlisten();
    },
    async notify(channel, payload) {
      await client.notify(checkChannel(channel), payload);
    },
    close: () => client.end({ timeout: 5 }),
  };
}

function connect(url: string, poolSize: number): Sql {
  try {
    return postgres(url, {
      max: poolSize,
      connect_timeout: 10,
      connection: { application_name: 'patchbay' },
      onnotice: () => {},
    });
  } catch {
    // The parser's own message would repeat the address, password included.
    throw new PatchbayError('internal', 'DATABASE_URL cannot be read. Use postgres://user:password@host:5432/name.');
  }
}

async function requireVersion(client: Sql): Promise<void> {
  try {
    const [row] = await client<{ version: number }[]>`select current_setting('server_version_num')::int as version`;
    const version = Math.floor((row?.version ?? 0) / 10_000);
    if (version < oldestVersion) {
      throw new PatchbayError(
        'internal',
        `DATABASE_URL leads to PostgreSQL ${version}. Patchbay needs ${oldestVersion} or newer: upgrade the server.`,
      );
    }
  } catch (error) {
    await client.end({ timeout: 1 });
    if (error instanceof PatchbayError) throw error;
    const reason = error instanceof Error ? error.message || (error as { code?: string }).code : String(error);
    throw new PatchbayError(
      'internal',
      `The PostgreSQL server of DATABASE_URL did not let Patchbay in: ${reason}. Check that it runs, and the host, name, user and password.`,
      { cause: error },
    );
  }
}

/** On a connection of its own, because the lock belongs to the connection that took it. */
async function migrateAlone(options: PostgresOptions): Promise<void> {
  const client = connect(options.url, 1);
  try {
    await client`select pg_advisory_lock(${migrationLock})`;
    await migrate(drizzle(client), { migrationsFolder: options.migrationsFolder ?? defaultMigrationsFolder() });
  } finally {
    await client.end({ timeout: 5 });
  }
}

/** The migrations of this package. */
export function defaultMigrationsFolder(): string {
  return fileURLToPath(new URL('../migrations', import.meta.url));
}
