import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { createdAt, instant, updatedAt } from './columns.ts';
import { organizations } from './organizations.ts';

export const connectionStatuses = ['pending', 'active', 'paused', 'error', 'disconnected'] as const;
export type ConnectionStatus = (typeof connectionStatuses)[number];

export const healthStatuses = ['unknown', 'healthy', 'degraded', 'unhealthy'] as const;
export type HealthStatus = (typeof healthStatuses)[number];

/** An organization's configured link to a provider. Separate columns for separate facts. */
export const connections = pgTable(
  'connections',
  {
    id: text().primaryKey(),
    organizationId: text()
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    providerSlug: text().notNull(),
    name: text().notNull(),
    authMethod: text().notNull(),
    status: text({ enum: connectionStatuses }).notNull().default('pending'),
    statusReason: text(),
    /** What brings it back, for programs: people have to sign in at the provider again. */
    statusCode: text({ enum: ['reauth_required'] }),
    healthStatus: text({ enum: healthStatuses }).notNull().default('unknown'),
    healthCheckedAt: instant(),
    /** What the last check found, for people; null while healthy. */
    healthMessage: text(),
    /** Checks that failed since the last that did not: the longer the row, the rarer the next. */
    healthFailures: integer().notNull().default(0),
    /** When to look next; null: as soon as there is time. */
    healthNextAt: instant(),
    /** When the provider last answered anything. */
    lastSeenAt: instant(),
    settings: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    verifyTls: boolean().notNull().default(true),
    timeoutMs: integer().notNull().default(30_000),
    /** Whose credentials these are at the provider. */
    accountId: text(),
    accountLabel: text(),
    lastTestStatus: text({ enum: ['success', 'error'] }),
    lastTestMessage: text(),
    lastTestAt: instant(),
    lastSyncStatus: text({ enum: ['success', 'partial', 'error'] }),
    lastSyncMessage: text(),
    lastSyncAt: instant(),
    createdBy: text(),
    /** Who changed it last; what checks and syncs note of it is nobody's change. */
    updatedBy: text(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    /** Set when deleted with its history kept; every query leaves such rows out. */
    deletedAt: instant(),
  },
  (table) => [
    index().on(table.organizationId, table.id),
    index().on(table.organizationId, table.providerSlug, table.id),
    index('connections_health_due').on(table.healthNextAt).where(sql`${table.deletedAt} is null`),
  ],
);
export type Connection = typeof connections.$inferSelect;
export type NewConnection = typeof connections.$inferInsert;
