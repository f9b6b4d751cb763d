import { sql } from 'drizzle-orm';
import { boolean, customType, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { createdAt, instant } from './columns.ts';
import { connections } from './connections.ts';
import { organizations } from './organizations.ts';
import { webhookEndpoints } from './webhook-endpoints.ts';

const bytea = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' });

export const webhookDeliveryStatuses = ['received', 'handled', 'ignored', 'failed'] as const;
export type WebhookDeliveryStatus = (typeof webhookDeliveryStatuses)[number];

/** What was done with a delivery. */
export interface WebhookOutcome {
  /** Syncs asked to read again. */
  syncs: string[];
  /** What its payload did to a record; null when it holds none, or an older picture than ours. */
  record: { sync: string; id: string; change: 'added' | 'updated' | 'deleted' | 'unchanged' } | null;
  /** Why nothing, or less, was done; for people. */
  note: string | null;
}

/** A delivery that proved where it comes from: stored before it is acknowledged, handled afterwards. */
export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    id: text().primaryKey(),
    organizationId: text()
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    connectionId: text()
      .notNull()
      .references(() => connections.id, { onDelete: 'cascade' }),
    endpointId: text()
      .notNull()
      .references(() => webhookEndpoints.id, { onDelete: 'cascade' }),
    providerSlug: text().notNull(),
    /** The same when a delivery is repeated: the provider's id for it, or a hash of what it says. */
    dedupeKey: text().notNull(),
    /** The provider's id for it. */
    deliveryId: text(),
    event: text(),
    action: text(),
    /** The account or repository it names. */
    tenant: text(),
    /** SHA-256 of the body. */
    bodyHash: text().notNull(),
    body: bytea().notNull(),
    contentType: text(),
    /** Those that say something, without secrets and signatures. */
    headers: jsonb().$type<Record<string, string>>().notNull(),
    /** The method and the query of the request; the path holds the key and is not kept. */
    query: text().notNull().default(''),
    /** The scheme proved nothing: what it says is only a hint to read again. */
    isHint: boolean().notNull().default(false),
    signedAt: instant(),
    receivedAt: instant().notNull(),
    status: text({ enum: webhookDeliveryStatuses }).notNull().default('received'),
    attemptCount: integer().notNull().default(0),
    nextAttemptAt: instant(),
    claimedUntil: instant(),
    handledAt: instant(),
    /** Why handling it failed, for people. */
    error: text(),
    outcome: jsonb().$type<WebhookOutcome>(),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex('webhook_deliveries_once').on(table.endpointId, table.dedupeKey),
    index().on(table.organizationId, table.id),
    index().on(table.endpointId, table.id),
    index().on(table.connectionId, table.id),
    index('webhook_deliveries_due').on(table.nextAttemptAt).where(sql`${table.status} = 'received'`),
    // What is old is deleted, of all organizations.
    index().on(table.receivedAt),
  ],
);
export type WebhookDelivery = typeof webhookDeliveries.$inferSelect;
export type NewWebhookDelivery = typeof webhookDeliveries.$inferInsert;
