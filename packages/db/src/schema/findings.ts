import { index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { createdAt, instant, updatedAt } from './columns.ts';
import { connections } from './connections.ts';
import { organizations } from './organizations.ts';

export const findingSeverities = ['info', 'low', 'medium', 'high', 'critical'] as const;
export type FindingSeverity = (typeof findingSeverities)[number];

export const findingStatuses = ['open', 'resolved', 'ignored'] as const;
export type FindingStatus = (typeof findingStatuses)[number];

/** What a sync of the model `finding` saw, and what people decided about it. The record beside it holds the rest of the data. */
export const findings = pgTable(
  'findings',
  {
    id: text().primaryKey(),
    organizationId: text()
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    connectionId: text()
      .notNull()
      .references(() => connections.id, { onDelete: 'cascade' }),
    providerSlug: text().notNull(),
    sync: text().notNull(),
    /** The key of its record in the sync. */
    externalId: text().notNull(),
    title: text().notNull(),
    severity: text({ enum: findingSeverities }).notNull(),
    /** The provider's word for the severity. */
    providerSeverity: text(),
    status: text({ enum: findingStatuses }).notNull().default('open'),
    /** Why: of the provider (gone, its own status) or of people. */
    statusReason: text(),
    statusChangedAt: instant(),
    statusChangedBy: text(),
    /** An ignored one is open again after this. */
    ignoredUntil: instant(),
    /** The exception that ignores it; null when somebody ignored it by itself. */
    exceptionId: text(),
    /** What was checked, and on what: exceptions match by these. */
    rule: text(),
    resource: text(),
    url: text(),
    remediation: text(),
    firstSeenAt: instant().notNull(),
    /** When it was last seen to change; while open it was also there at the last complete read. */
    lastSeenAt: instant().notNull(),
    reopenedCount: integer().notNull().default(0),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    uniqueIndex('findings_record').on(table.connectionId, table.sync, table.externalId),
    index().on(table.organizationId, table.status, table.severity, table.id),
    index().on(table.organizationId, table.id),
    index('findings_ignored_until').on(table.ignoredUntil),
  ],
);
export type Finding = typeof findings.$inferSelect;
export type NewFinding = typeof findings.$inferInsert;
