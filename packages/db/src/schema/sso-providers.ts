import { sql } from 'drizzle-orm';
import { boolean, index, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { createdAt, updatedAt } from './columns.ts';
import { organizations } from './organizations.ts';
import { users } from './users.ts';

/** Identity providers the people of an organization sign in with; read by better-auth's sso plugin. */
export const ssoProviders = pgTable(
  'sso_providers',
  {
    id: text().primaryKey(),
    providerId: text().notNull().unique(),
    issuer: text().notNull(),
    domain: text().notNull(),
    name: text().notNull().default(''),
    /** JSON text, as the plugin reads it, without the client secret. */
    oidcConfig: text(),
    samlConfig: text(),
    userId: text().references(() => users.id, { onDelete: 'set null' }),
    organizationId: text().references(() => organizations.id, { onDelete: 'cascade' }),
    /** Sealed client secret of OpenID Connect. */
    envelope: text(),
    /** Id of the key that sealed the envelope, so that a rotation finds what is left to do. */
    keyId: text(),
    /** What a TXT record of the domain must hold to prove it. */
    domainToken: text(),
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
  (table) => [
    index().on(table.organizationId),
    index().on(table.domain),
    // Proven by one organization, it is nobody else's.
    uniqueIndex('sso_providers_verified_domain').on(table.domain).where(sql`${table.domainVerified}`),
  ],
);
export type SsoProvider = typeof ssoProviders.$inferSelect;
