import { bigint, index, jsonb, pgSequence, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';
import { connections } from './connections.ts';

export const recordChanges = ['added', 'updated', 'deleted'] as const;
export type RecordChange = (typeof recordChanges)[number];

/** Gives `records.seq`. Writers of one connection take turns, so within a connection its order is the commit order. */
export const recordsSeq = pgSequence('records_seq');

/** One object of the provider as last seen. Rows whose hash did not change are not rewritten. */
export const records = pgTable(
  'records',
  {
    connectionId: text()
      .notNull()
      .references(() => connections.id, { onDelete: 'cascade' }),
    sync: text().notNull(),
    externalId: text().notNull(),
    id: text().notNull(),
    /** No foreign key of its own: the connection's organization, checked with the lease, not once a row. */
    organizationId: text().notNull(),
    model: text().notNull(),
    data: jsonb().$type<Record<string, unknown>>().notNull(),
    hash: text().notNull(),
    change: text({ enum: recordChanges }).notNull(),
    /** Grows with every change; consumers page by it. */
    seq: bigint({ mode: 'number' }).notNull(),
    firstSeenAt: instant().notNull(),
    changedAt: instant().notNull(),
    deletedAt: instant(),
  },
  (table) => [
    primaryKey({ columns: [table.connectionId, table.sync, table.externalId] }),
    index().on(table.connectionId, table.seq),
  ],
);
export type StoredRecord = typeof records.$inferSelect;
