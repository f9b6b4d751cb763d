import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { createdAt, instant } from './columns.ts';
import { eventSubscriptions } from './event-subscriptions.ts';
import { events } from './events.ts';
import { organizations } from './organizations.ts';

export const deliveryStatuses = ['pending', 'delivered', 'failed'] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** One try to deliver. `at` is ISO 8601; `status` is what the receiver answered, null when nothing did. Never a body. */
export interface DeliveryAttempt {
  at: string;
  status: number | null;
  durationMs: number;
  error: string | null;
}

/** One event for one subscription: what is left to send, and what came of it. */
export const eventDeliveries = pgTable(
  'event_deliveries',
  {
    id: text().primaryKey(),
    organizationId: text()
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    subscriptionId: text()
      .notNull()
      .references(() => eventSubscriptions.id, { onDelete: 'cascade' }),
    eventId: text()
      .notNull()
      .references(() => events.id, { onDelete: 'cascade' }),
    trigger: text({ enum: ['event', 'redelivery', 'test'] })
      .notNull()
      .default('event'),
    status: text({ enum: deliveryStatuses }).notNull().default('pending'),
    attempts: jsonb().$type<DeliveryAttempt[]>().notNull().default([]),
    attemptCount: integer().notNull().default(0),
    /** When to try next; null when there is nothing left to do. */
    nextAttemptAt: instant(),
    /** Until when a worker has it; another takes it after that. */
    claimedUntil: instant(),
    deliveredAt: instant(),
    createdAt: createdAt(),
  },
  (table) => [
    index().on(table.organizationId, table.id),
    index().on(table.subscriptionId, table.id),
    // An event goes to a subscription once by itself; whatever comes again was asked for.
    uniqueIndex('event_deliveries_once').on(table.eventId, table.subscriptionId).where(sql`${table.trigger} = 'event'`),
    // Deleting an event looks for its deliveries.
    index().on(table.eventId),
    index('event_deliveries_due').on(table.nextAttemptAt).where(sql`${table.status} = 'pending'`),
  ],
);
export type EventDelivery = typeof eventDeliveries.$inferSelect;
export type NewEventDelivery = typeof eventDeliveries.$inferInsert;
