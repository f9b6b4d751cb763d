import { jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core';
import { createdAt, updatedAt } from './columns.ts';
import { organizations } from './organizations.ts';

/** A client registration at a provider: an organization's own, or the platform's when `organizationId` is null. */
export const oauthApps = pgTable(
  'oauth_apps',
  {
    id: text().primaryKey(),
    organizationId: text().references(() => organizations.id, { onDelete: 'cascade' }),
    providerSlug: text().notNull(),
    clientId: text().notNull(),
    /** Sealed JSON of the client secret or key. Null for a public client. */
    envelope: text(),
    /** Id of the key that sealed the envelope, so that a rotation finds what is left to do. */
    keyId: text(),
    /** Asked for instead of the manifest's own scopes; null is the manifest's. */
    scopes: jsonb().$type<string[]>(),
    /** Values of the manifest's fields for OAuth apps. */
    settings: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    createdBy: text(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [unique().on(table.organizationId, table.providerSlug).nullsNotDistinct()],
);
export type OauthApp = typeof oauthApps.$inferSelect;
