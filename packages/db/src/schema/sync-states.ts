import { bigint, index, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
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
  (table) => [primaryKey({ columns: [table.connectionId, table.sync] }), index().on(table.organizationId)],
);
export type SyncState = typeof syncStates.$inferSelect;
