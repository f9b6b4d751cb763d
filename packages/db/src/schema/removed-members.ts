import { index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { createdAt } from './columns.ts';
import { organizations } from './organizations.ts';
import { users } from './users.ts';

/** Whom an organization has removed and nobody has invited back: single sign-on does not make them members again. */
export const removedMembers = pgTable(
  'removed_members',
  {
    organizationId: text()
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    /** In lower case. Stays when the account goes. */
    email: text().notNull(),
    /** Their account, whose address may have become another one since. */
    userId: text().references(() => users.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.email] }), index().on(table.userId)],
);
