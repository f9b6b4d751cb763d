import { boolean, pgTable, text } from 'drizzle-orm/pg-core';
import { updatedAt } from './columns.ts';

/** Switches of the whole installation for one provider. A provider without a row is enabled. */
export const providers = pgTable('providers', {
  slug: text().primaryKey(),
  isEnabled: boolean().notNull().default(true),
  /** Why it is off, for people. */
  note: text(),
  updatedBy: text(),
  updatedAt: updatedAt(),
});
