import { pgTable, text } from 'drizzle-orm/pg-core';
import { createdAt } from './columns.ts';

/** Tenants. Written by better-auth's organization plugin. */
export const organizations = pgTable('organizations', {
  id: text().primaryKey(),
  name: text().notNull(),
  slug: text().notNull().unique(),
  logo: text(),
  /** JSON text, as better-auth writes it. */
  metadata: text(),
  createdAt: createdAt(),
});
export type Organization = typeof organizations.$inferSelect;
