import { index, pgTable, text } from 'drizzle-orm/pg-core';
import { createdAt, instant } from './columns.ts';
import { connections } from './connections.ts';
import { organizations } from './organizations.ts';

/** Findings an organization has decided to live with, now and later: by rule, by resource, or both. */
export const findingExceptions = pgTable(
  'finding_exceptions',
  {
    id: text().primaryKey(),
    organizationId: text()
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    /** Null: of every connection. */
    connectionId: text().references(() => connections.id, { onDelete: 'cascade' }),
    /** Patterns with `*`; null matches everything, and not both are null. */
    rule: text(),
    resource: text(),
    reason: text().notNull(),
    /** Null: until it is deleted. */
    expiresAt: instant(),
    createdBy: text(),
    createdAt: createdAt(),
  },
  (table) => [index().on(table.organizationId, table.id)],
);
export type FindingException = typeof findingExceptions.$inferSelect;
