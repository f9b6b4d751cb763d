import { bigint, index, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';

/**
 * What a check did and saw. Append-only; `hash` covers the row and the hash before it, so a changed or missing row shows.
 * No foreign key: evidence outlives what it speaks of.
 */
export const evidence = pgTable(
  'evidence',
  {
    id: text().primaryKey(),
    organizationId: text().notNull(),
    /** 1, 2, 3 … within the organization, without gaps. */
    seq: bigint({ mode: 'number' }).notNull(),
    at: instant().notNull(),
    /** What kind of check: `doctor`, `health`. */
    kind: text().notNull(),
    /** What came of it, in one word. */
    verdict: text().notNull(),
    /** One sentence for people. */
    summary: text().notNull(),
    connectionId: text().notNull(),
    connectionName: text().notNull(),
    providerSlug: text().notNull(),
    runId: text(),
    actorType: text().notNull(),
    actorId: text().notNull(),
    actorLabel: text(),
    /** Everything that was seen; never a secret. */
    content: jsonb().$type<unknown>().notNull(),
    prevHash: text().notNull(),
    hash: text().notNull(),
  },
  (table) => [
    uniqueIndex().on(table.organizationId, table.seq),
    index().on(table.organizationId, table.connectionId, table.seq),
  ],
);
export type EvidenceRow = typeof evidence.$inferSelect;
