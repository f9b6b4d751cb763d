import { bigint, index, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';

/**
 * Who changed what. Append-only; `hash` covers the row and the hash before it, so a changed or missing row shows.
 * No foreign key: the log outlives what it speaks of.
 */
export const auditLog = pgTable(
  'audit_log',
  {
    id: text().primaryKey(),
    organizationId: text().notNull(),
    /** 1, 2, 3 … within the organization, without gaps. */
    seq: bigint({ mode: 'number' }).notNull(),
    at: instant().notNull(),
    actorType: text().notNull(),
    actorId: text().notNull(),
    actorLabel: text(),
    /** `connection.create` and the like. */
    action: text().notNull(),
    targetType: text().notNull(),
    targetId: text().notNull(),
    targetLabel: text(),
    before: jsonb().$type<unknown>(),
    after: jsonb().$type<unknown>(),
    requestId: text(),
    ip: text(),
    prevHash: text().notNull(),
    hash: text().notNull(),
  },
  (table) => [
    uniqueIndex().on(table.organizationId, table.seq),
    index().on(table.organizationId, table.targetId, table.seq),
  ],
);
export type AuditRow = typeof auditLog.$inferSelect;
