import { index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { createdAt } from './columns.ts';
import { organizations } from './organizations.ts';

/** What happened to an organization's things, written in the transaction that did it. Ids sort by time. */
export const events = pgTable(
  'events',
  {
    id: text().primaryKey(),
    organizationId: text()
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    type: text().notNull(),
    /** What it happened to; kept when that is gone. */
    connectionId: text(),
    data: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    createdAt: createdAt(),
  },
  (table) => [index().on(table.organizationId, table.id)],
);
export type StoredEvent = typeof events.$inferSelect;
