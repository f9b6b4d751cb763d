import { type SQL, sql } from 'drizzle-orm';
import type { Executor } from './database.ts';

/** Rows of a hand-written statement, whichever driver runs it. Instants come back as text, bigint as text or number. */
export async function runSql<Row extends Record<string, unknown>>(db: Executor, query: SQL): Promise<Row[]> {
  const result: unknown = await db.execute(query);
  if (Array.isArray(result)) return result as Row[];
  return (result as { rows: Row[] }).rows;
}

/** Sends to a channel when the transaction commits. */
export async function notify(db: Executor, channel: string, payload: string): Promise<void> {
  await db.execute(sql`select pg_notify(${channel}, ${payload})`);
}

/** Makes transactions that name the same thing take turns until they end. */
export async function lockForTransaction(tx: Executor, name: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
}

/** The same for many at once: they wait for whoever holds the lock alone, and that one for them. */
export async function shareLockForTransaction(tx: Executor, name: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock_shared(hashtextextended(${name}, 0))`);
}
