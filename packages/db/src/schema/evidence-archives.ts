import { bigint, index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { createdAt, instant } from './columns.ts';
import { connections } from './connections.ts';
import { organizations } from './organizations.ts';

/** Where an organization's evidence is kept besides the database: object storage, through one of its connections. */
export const evidenceArchives = pgTable(
  'evidence_archives',
  {
    organizationId: text()
      .primaryKey()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    /** Another whenever evidence goes elsewhere, so that who still stores at the old place changes nothing here. */
    id: text().notNull(),
    connectionId: text()
      .notNull()
      .references(() => connections.id, { onDelete: 'cascade' }),
    bucket: text().notNull(),
    /** What the key of each object begins with; empty or with a slash at its end. */
    prefix: text().notNull(),
    /** All up to this place in the chain is stored, and its hash. */
    archivedSeq: bigint({ mode: 'number' }).notNull().default(0),
    archivedHash: text().notNull(),
    /** Up to where the object that is being stored goes: a second try stores the same under the same key. */
    pendingSeq: bigint({ mode: 'number' }),
    archivedAt: instant(),
    /** Why the last try came to nothing, for people. */
    error: text(),
    failures: integer().notNull().default(0),
    nextAt: instant().notNull(),
    createdAt: createdAt(),
  },
  (table) => [index().on(table.nextAt)],
);
export type EvidenceArchiveRow = typeof evidenceArchives.$inferSelect;
