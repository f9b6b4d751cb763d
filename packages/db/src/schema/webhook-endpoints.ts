import { bigint, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { createdAt, instant, updatedAt } from './columns.ts';
import { connections } from './connections.ts';
import { organizations } from './organizations.ts';

/** How a hook stands at the provider. */
export const hookStates = [
  /** Patchbay made it there. */
  'registered',
  /** People make it by hand. */
  'manual',
  /** It could not be made, or not be changed. */
  'failed',
  /** It was there and is not any more. */
  'missing',
  /** The provider has it, and has switched it off. */
  'disabled',
  /** It was removed with its connection: nothing is taken any more. */
  'removed',
] as const;
export type HookState = (typeof hookStates)[number];

/** Why a delivery was refused; what the delivery said is not kept. `at` is ISO 8601. */
export interface WebhookRefusalNote {
  at: string;
  reason: string;
  message: string;
}

/** An address of ours that a provider sends events of one connection to. */
export const webhookEndpoints = pgTable(
  'webhook_endpoints',
  {
    id: text().primaryKey(),
    organizationId: text()
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    connectionId: text()
      .notNull()
      .references(() => connections.id, { onDelete: 'cascade' }),
    providerSlug: text().notNull(),
    /** SHA-256 of the key in the address: where a provider signs nothing, the address is the secret. */
    keyHash: text().notNull(),
    /** SHA-256 of the secret, where deliveries are found by it and not by their address. */
    secretHash: text(),
    /** SHA-256 of the secret before, as long as it is accepted. */
    previousSecretHash: text(),
    /** Which scheme of the manifest: `verify`, or the place of an alternative from 0. */
    scheme: text().notNull().default('verify'),
    /** What the hook hangs on, such as a repository; null: the whole account. */
    resource: text(),
    /** Names of events; null: all there are. */
    events: jsonb().$type<string[]>(),
    /** The hook at the provider. */
    hookId: text(),
    hookState: text({ enum: hookStates }).notNull(),
    /** What people should know about it; null while all is well. */
    hookMessage: text(),
    hookCheckedAt: instant(),
    /** Sealed JSON of the address key and the secret, and the key that sealed it. */
    envelope: text().notNull(),
    keyId: text().notNull(),
    /** The secret before, which is accepted too until it expires. */
    previousEnvelope: text(),
    previousKeyId: text(),
    previousExpiresAt: instant(),
    maxBodyBytes: integer().notNull(),
    ratePerMinute: integer().notNull(),
    acceptedCount: bigint({ mode: 'number' }).notNull().default(0),
    duplicateCount: bigint({ mode: 'number' }).notNull().default(0),
    unknownCount: bigint({ mode: 'number' }).notNull().default(0),
    refusedCount: bigint({ mode: 'number' }).notNull().default(0),
    lastAcceptedAt: instant(),
    lastRefusal: jsonb().$type<WebhookRefusalNote>(),
    createdBy: text(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    uniqueIndex().on(table.keyHash),
    index().on(table.organizationId, table.id),
    index().on(table.connectionId, table.id),
    index('webhook_endpoints_secret').on(table.providerSlug, table.secretHash),
    index('webhook_endpoints_previous_secret').on(table.providerSlug, table.previousSecretHash),
  ],
);
export type WebhookEndpoint = typeof webhookEndpoints.$inferSelect;
export type NewWebhookEndpoint = typeof webhookEndpoints.$inferInsert;
