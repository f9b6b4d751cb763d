import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { createdAt, instant, updatedAt } from './columns.ts';
import { connections } from './connections.ts';
import { organizations } from './organizations.ts';

/** What a sync remembers between runs, and who may write its records now. */
export const syncStates = pgTable(
  'sync_states',
  {
    connectionId: text()
      .notNull()
      .references(() => connections.id, { onDelete: 'cascade' }),
    sync: text().notNull(),
    organizationId: text()
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    /** Cursor and the like; null before the first complete read. */
    state: jsonb().$type<Record<string, unknown>>(),
    /** Where a read that is not over stands, so that the next run goes on from there; null when there is none. */
    checkpoint: jsonb().$type<Record<string, unknown>>(),
    /** What an admin set for this sync; null is what the manifest says. */
    isEnabled: boolean(),
    schedule: text(),
    variables: jsonb().$type<Record<string, unknown>>(),
    /** The next tick; null when it has no schedule or is off. */
    nextDueAt: instant(),
    /** Since when a webhook asks for another read; null when none does. */
    requestedAt: instant(),
    /** Attempts of the tick at hand that failed. */
    failedAttempts: integer().notNull().default(0),
    /** Why the last tick was passed over, for people; null when it was not. */
    skippedReason: text(),
    leaseOwner: text(),
    /** Grows with each lease. A writer whose number is no longer the current one is refused (fencing). */
    leaseToken: bigint({ mode: 'number' }).notNull().default(0),
    leaseExpiresAt: instant(),
    lastRunId: text(),
    lastRunStatus: text(),
    lastRunAt: instant(),
    lastSuccessAt: instant(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    primaryKey({ columns: [table.connectionId, table.sync] }),
    index().on(table.organizationId),
    index('sync_states_due').on(table.nextDueAt),
    index('sync_states_requested').on(table.requestedAt).where(sql`requested_at is not null`),
  ],
);
export type SyncState = typeof syncStates.$inferSelect;
