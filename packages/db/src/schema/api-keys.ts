import { boolean, index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { createdAt, instant, updatedAt } from './columns.ts';

/**
 * API keys, hashed. Written by better-auth's api-key plugin with `references: 'organization'`, so `referenceId` is the
 * organization. It has no foreign key because the plugin may also let a key belong to a user.
 */
export const apiKeys = pgTable(
  'api_keys',
  {
    id: text().primaryKey(),
    configId: text().notNull().default('default'),
    name: text(),
    /** First characters of the key, for telling keys apart. */
    start: text(),
    prefix: text(),
    /** Hash of the key. */
    key: text().notNull(),
    referenceId: text().notNull(),
    enabled: boolean().default(true),
    refillInterval: integer(),
    refillAmount: integer(),
    lastRefillAt: instant(),
    rateLimitEnabled: boolean().default(true),
    rateLimitTimeWindow: integer().default(86_400_000),
    rateLimitMax: integer().default(10),
    requestCount: integer().default(0),
    remaining: integer(),
    lastRequest: instant(),
    expiresAt: instant(),
    /** JSON text. */
    permissions: text(),
    /** JSON text: role, createdBy. */
    metadata: text(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [index().on(table.referenceId), index().on(table.key), index().on(table.configId)],
);
export type ApiKey = typeof apiKeys.$inferSelect;
