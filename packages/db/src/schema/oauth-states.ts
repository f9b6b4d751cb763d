import { index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { createdAt, instant } from './columns.ts';
import { connections } from './connections.ts';
import { organizations } from './organizations.ts';

/** One sign-in at a provider: in flight, then how it ended. Single use, bound to user and organization. */
export const oauthStates = pgTable(
  'oauth_states',
  {
    id: text().primaryKey(),
    organizationId: text()
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    userId: text().notNull(),
    providerSlug: text().notNull(),
    connectionId: text().references(() => connections.id, { onDelete: 'cascade' }),
    /** SHA-256 of the state sent to the provider; the state itself is not kept. */
    stateHash: text().notNull().unique(),
    /** Sealed code verifier and nonce. */
    envelope: text(),
    redirectUrl: text(),
    data: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    expiresAt: instant().notNull(),
    /** Set once, by whoever comes back with it first. */
    usedAt: instant(),
    outcome: text({ enum: ['success', 'error'] }),
    /** Of an attempt that failed: the provider's code, or ours. */
    errorCode: text(),
    errorDescription: text(),
    createdAt: createdAt(),
  },
  (table) => [index().on(table.expiresAt), index().on(table.organizationId, table.id)],
);
export type OauthState = typeof oauthStates.$inferSelect;
