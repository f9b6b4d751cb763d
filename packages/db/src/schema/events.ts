import { sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgSequence, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { createdAt } from './columns.ts';
import { organizations } from './organizations.ts';

/** Gives `events.seq`, from one publisher at a time. */
export const eventsSeq = pgSequence('events_seq');

/**
 * What happened to an organization's things, written in the transaction that did it. Readers page by `seq`, which one publisher at a
 * time gives after the commit: so a row never shows up behind a place a reader has passed.
 */
export const events = pgTable(
  'events',
  {
    id: text().primaryKey(),
    organizationId: text()
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    type: text().notNull(),
    /** Of the shape of `data`, by type. */
    version: integer().notNull().default(1),
    /** What it happened to; kept when that is gone. */
    connectionId: text(),
    data: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    /** Null until published. */
    seq: bigint({ mode: 'number' }),
    createdAt: createdAt(),
  },
  (table) => [
    index().on(table.organizationId, table.seq),
    uniqueIndex('events_seq_unique').on(table.seq),
    index('events_unpublished').on(table.id).where(sql`${table.seq} is null`),
  ],
);
export type StoredEvent = typeof events.$inferSelect;
