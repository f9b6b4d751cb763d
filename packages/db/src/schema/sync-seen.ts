import { customType, foreignKey, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { syncStates } from './sync-states.ts';

const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' });

/**
 * Which objects a read that is not over has met, as short hashes, a row for each batch: a read that goes on after a crash still knows
 * at its end what is gone.
 */
export const syncSeen = pgTable(
  'sync_seen',
  {
    connectionId: text().notNull(),
    sync: text().notNull(),
    chunk: integer().notNull(),
    hashes: bytea().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.connectionId, table.sync, table.chunk] }),
    foreignKey({
      columns: [table.connectionId, table.sync],
      foreignColumns: [syncStates.connectionId, syncStates.sync],
    }).onDelete('cascade'),
  ],
);
