import { sql } from 'drizzle-orm';
import { check, index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { createdAt, instant, updatedAt } from './columns.ts';
import { connections } from './connections.ts';
import { organizations } from './organizations.ts';

export const subscriptionStatuses = ['active', 'paused', 'disabled'] as const;
export type SubscriptionStatus = (typeof subscriptionStatuses)[number];

/** Where an organization wants its events sent, signed by Standard Webhooks. */
export const eventSubscriptions = pgTable(
  'event_subscriptions',
  {
    id: text().primaryKey(),
    organizationId: text()
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    /** Null where events are sent as messages through a connection. */
    url: text(),
    /** The connection events are sent through as messages; null where they go to an address. */
    connectionId: text().references(() => connections.id, { onDelete: 'cascade' }),
    /** Null: every type. */
    types: jsonb().$type<string[]>(),
    /** `disabled` by us, after deliveries failed for long; `paused` by people. */
    status: text({ enum: subscriptionStatuses }).notNull().default('active'),
    statusReason: text(),
    /** The sealed signing secret and the key that sealed it, so that a rotation finds what is left to do. */
    envelope: text().notNull(),
    keyId: text().notNull(),
    /** The secret before, which signs too until it expires. */
    previousEnvelope: text(),
    previousKeyId: text(),
    previousExpiresAt: instant(),
    /** Since when no delivery has come through; null while they do. */
    failingSince: instant(),
    lastDeliveredAt: instant(),
    createdBy: text(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index().on(table.organizationId, table.id),
    index().on(table.connectionId),
    check('event_subscriptions_one_target', sql`(${table.url} is null) <> (${table.connectionId} is null)`),
  ],
);
export type EventSubscription = typeof eventSubscriptions.$inferSelect;
export type NewEventSubscription = typeof eventSubscriptions.$inferInsert;
