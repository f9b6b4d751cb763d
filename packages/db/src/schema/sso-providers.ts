import { index, pgTable, text } from 'drizzle-orm/pg-core';
import { organizations } from './organizations.ts';
import { users } from './users.ts';

/** Identity providers an organization signs in with. Written by better-auth's sso plugin. */
export const ssoProviders = pgTable(
  'sso_providers',
  {
    id: text().primaryKey(),
    providerId: text().notNull().unique(),
    issuer: text().notNull(),
    domain: text().notNull(),
    /** JSON text, as the plugin writes it. */
    oidcConfig: text(),
    samlConfig: text(),
    userId: text().references(() => users.id, { onDelete: 'set null' }),
    organizationId: text().references(() => organizations.id, { onDelete: 'cascade' }),
  },
  (table) => [index().on(table.organizationId), index().on(table.domain)],
);
