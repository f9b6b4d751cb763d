import postgres from 'postgres';

/** Every row of every table, as text by table name. */
export async function readWholeDatabase(url: string): Promise<Record<string, string>> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const tables = await sql<{ schema: string; name: string }[]>`
      SELECT table_schema AS schema, table_name AS name FROM information_schema.tables
      WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`;
    const contents: Record<string, string> = {};
    for (const { schema, name } of tables) {
      const rows = await sql`SELECT to_jsonb(t)::text AS row FROM ${sql(schema)}.${sql(name)} t`;
      contents[`table ${schema}.${name}`] = rows.map(({ row }) => String(row)).join('\n');
    }
    return contents;
  } finally {
    await sql.end();
  }
}
