import { boolean, index, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { createdAt, instant } from './columns.ts';
import { connections } from './connections.ts';
import { organizations } from './organizations.ts';

/** What came back for a challenge, as far as it is known. */
export interface ChallengeAnswer {
  /** Whether it proved where it comes from. */
  isAuthentic: boolean;
  /** Why it was refused, for people; null when it was taken. */
  problem: string | null;
  /** The event a delivery named. */
  event: string | null;
}

/** A question the doctor asked and waits for: a ping to a tool, or a test delivery of a webhook. Used once, for a short time. */
export const challenges = pgTable(
  'challenges',
  {
    id: text().primaryKey(),
    organizationId: text()
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    connectionId: text()
      .notNull()
      .references(() => connections.id, { onDelete: 'cascade' }),
    kind: text({ enum: ['ping', 'webhook'] }).notNull(),
    /** SHA-256 of the token in the address that is called. */
    tokenHash: text().notNull(),
    /** SHA-256 of what a ping has to bring back. */
    nonceHash: text(),
    expiresAt: instant().notNull(),
    /** When anything first came to the address. */
    reachedAt: instant(),
    /** When an answer was accepted: from then on it is used. */
    answeredAt: instant(),
    /** What came last. */
    answer: jsonb().$type<ChallengeAnswer>(),
    /** The sender may prove itself once: a second try counts as a replay. */
    isReplayed: boolean().notNull().default(false),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex().on(table.tokenHash),
    index().on(table.organizationId, table.id),
    index().on(table.connectionId),
    index().on(table.expiresAt),
  ],
);
export type Challenge = typeof challenges.$inferSelect;
export type NewChallenge = typeof challenges.$inferInsert;
