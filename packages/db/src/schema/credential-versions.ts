import { boolean, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { createdAt, instant } from './columns.ts';
import { connections } from './connections.ts';
import { organizations } from './organizations.ts';

/** What may be shown of one credential field. `mask` is null where nothing may be shown. */
export interface CredentialFieldState {
  name: string;
  isSet: boolean;
  mask: string | null;
}

/** One set of secrets of a connection. A new row on each rotation; the highest version is the current one. */
export const credentialVersions = pgTable(
  'credential_versions',
  {
    id: text().primaryKey(),
    organizationId: text()
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    connectionId: text()
      .notNull()
      .references(() => connections.id, { onDelete: 'cascade' }),
    version: integer().notNull(),
    authMethod: text().notNull(),
    source: text({ enum: ['sealed', 'authref', 'none'] }).notNull(),
    /** Sealed JSON of field name → value. Null when nothing is sealed. */
    envelope: text(),
    /** Id of the key that sealed the envelope, so that a rotation finds what is left to do. */
    keyId: text(),
    /** Field name → `authref://` URI, resolved at use. */
    authRefs: jsonb().$type<Record<string, string>>().notNull().default({}),
    fields: jsonb().$type<CredentialFieldState[]>().notNull().default([]),
    /** When the credentials stop working, as far as the provider said. */
    expiresAt: instant(),
    /** Whether a new access token can be had without a person; false once the provider refused to give one. */
    isRefreshable: boolean().notNull().default(false),
    /** Counts the refreshes, so that a late writer cannot put old tokens over new ones. */
    revision: integer().notNull().default(0),
    /** When the tokens of this revision came. */
    refreshedAt: instant(),
    /** What was granted; null when the provider does not tell. */
    grantedScopes: jsonb().$type<string[]>(),
    /** The OAuth client the tokens were given to: no other can refresh them. */
    oauthClientId: text(),
    /** Who is refreshing, and until when nobody else may. */
    refreshLeaseOwner: text(),
    refreshLeaseUntil: instant(),
    createdBy: text(),
    createdAt: createdAt(),
    lastUsedAt: instant(),
  },
  (table) => [
    uniqueIndex().on(table.connectionId, table.version),
    index().on(table.organizationId),
    index().on(table.expiresAt),
  ],
);
export type CredentialVersion = typeof credentialVersions.$inferSelect;
export type NewCredentialVersion = typeof credentialVersions.$inferInsert;
