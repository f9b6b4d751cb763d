import type { PGlite } from '@electric-sql/pglite';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import type { Sql } from 'postgres';
import type * as schema from './schema/index.ts';

/**
 * What queries run on: `database.orm`, or the `tx` of `orm.transaction(async (tx) => …)`. Inside a transaction use only
 * its `tx`: PGlite has one connection, and `orm` would wait for the transaction that waits for it.
 */
export type Executor = PgDatabase<PgQueryResultHKT, typeof schema>;

interface DatabaseBase {
  orm: Executor;
  /** Brings the tables up to date. Replicas that start together take turns. */
  migrate(): Promise<void>;
  /** Resolves when the database answers. */
  ping(): Promise<void>;
  /** Calls `handler` with each payload sent to the channel, by any process. Answers how to stop listening. */
  listen(channel: string, handler: (payload: string) => void): Promise<() => Promise<void>>;
  /** Sends at most 7 900 bytes to everyone listening. Within a transaction use `notify(tx, …)`. */
  notify(channel: string, payload: string): Promise<void>;
  /** Closes connections and gives the folder lock back. */
  close(): Promise<void>;
}

export interface PostgresDatabase extends DatabaseBase {
  kind: 'postgres';
  /** postgres.js as Drizzle set it up: instants come back as text. */
  client: Sql;
  url: string;
}

export interface PgliteDatabase extends DatabaseBase {
  kind: 'pglite';
  client: PGlite;
}

/** One database, in process or on a server; the same tables and queries on both. */
export type Database = PostgresDatabase | PgliteDatabase;
