import { boolean, index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { createdAt, updatedAt } from './columns.ts';
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
    /** The e-mail domain is proven to be the organization's. */
    domainVerified: boolean().notNull().default(false),
    /** The role of those who join by signing in and match no rule. */
    defaultRole: text({ enum: ['owner', 'admin', 'member', 'viewer'] })
      .notNull()
      .default('viewer'),
    /** Which claim or attribute gives which role; the first rule that matches counts. */
    roleMapping: jsonb()
      .$type<{ attribute: string; value: string; role: 'owner' | 'admin' | 'member' | 'viewer' }[]>()
      .notNull()
      .default([]),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [index().on(table.organizationId), index().on(table.domain)],
);
