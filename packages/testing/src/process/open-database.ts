import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import postgres from 'postgres';

/** Where a Patchbay keeps everything: on a server, or in its data folder. */
export interface DatabasePlace {
  databaseUrl?: string | undefined;
  dataDir: string;
}

/** The database of a Patchbay, opened from outside. */
export interface OpenDatabase {
  query(statement: string): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** Opens it: one on a server at any time, an embedded one only while no process runs on it. */
export async function openDatabase({ databaseUrl, dataDir }: DatabasePlace): Promise<OpenDatabase> {
  if (databaseUrl === undefined) {
    const embedded = await PGlite.create(join(dataDir, 'database'));
    return {
      query: async (statement) => (await embedded.query<Record<string, unknown>>(statement)).rows,
      close: () => embedded.close(),
    };
  }
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  return { query: async (statement) => [...(await sql.unsafe(statement))], close: () => sql.end() };
}

/** Columns of what others wrote, kept as it came: it may hold secrets of theirs, and is redacted wherever it is shown. */
export const keptAsItCame = { webhook_deliveries: 'body' };

/** Every row of every table, as text by table name, with two questions. Without the columns named for a table, if any are. */
export async function readTables(
  query: OpenDatabase['query'],
  without: Readonly<Record<string, string>> = {},
): Promise<Record<string, string>> {
  const tables = await query(
    `select format('%I.%I', n.nspname, c.relname) as name, c.relname as table from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_toast%'`,
  );
  const contents = Object.fromEntries(tables.map(({ name }) => [`table ${name}`, '']));
  if (tables.length === 0) return contents;
  const rows = await query(
    tables
      .map(({ name, table }) => {
        const row = Object.hasOwn(without, String(table)) ? `to_jsonb(t) - '${without[String(table)]}'` : 'to_jsonb(t)';
        return `select 'table ${name}' as place, (${row})::text as row from ${name} t`;
      })
      .join(' union all '),
  );
  for (const { place, row } of rows) contents[String(place)] += `${row}\n`;
  return contents;
}

/** Every row of every table, as text by table name. */
export async function readWholeDatabase(
  place: DatabasePlace,
  without?: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const database = await openDatabase(place);
  try {
    return await readTables((statement) => database.query(statement), without);
  } finally {
    await database.close();
  }
}
