import { index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { createdAt, instant } from './columns.ts';
import { organizations } from './organizations.ts';

/** Answers of creating requests, kept so that a repeated request makes nothing twice. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    organizationId: text()
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    /** What is being made, such as `POST /integrations/connections`. */
    scope: text().notNull(),
    key: text().notNull(),
    /** SHA-256 of the request: the same key with another request is a conflict. */
    requestHash: text().notNull(),
    /** Null while the first request is still running. */
    responseStatus: integer(),
    responseBody: jsonb().$type<unknown>(),
    createdAt: createdAt(),
    expiresAt: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.scope, table.key] }), index().on(table.expiresAt)],
);
export type IdempotencyKey = typeof idempotencyKeys.$inferSelect;
