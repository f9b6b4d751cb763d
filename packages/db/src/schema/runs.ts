import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { createdAt, instant } from './columns.ts';
import { connections } from './connections.ts';
import { organizations } from './organizations.ts';

export const runKinds = ['test', 'sync', 'action', 'health', 'doctor', 'discover'] as const;
export type RunKind = (typeof runKinds)[number];

export const runStatuses = ['queued', 'running', 'success', 'partial', 'error', 'cancelled', 'interrupted'] as const;
export type RunStatus = (typeof runStatuses)[number];

export const runTriggers = ['manual', 'schedule', 'system', 'webhook'] as const;
export type RunTrigger = (typeof runTriggers)[number];

/** Counts of one run. */
export interface RunStats {
  requests: number;
  read: number;
  added: number;
  updated: number;
  deleted: number;
  unchanged: number;
  /** Words of the provider, for severity or state of a finding, that the manifest does not name. Absent in older rows. */
  unknownWords?: number;
}

/** Why a run failed, for people. Never a secret. */
export interface RunError {
  code: string;
  class: string;
  message: string;
  nextStep: string;
}

/** One line of a run's log, already redacted. `at` is ISO 8601. */
export interface RunLogLine {
  at: string;
  level: string;
  message: string;
  data?: Record<string, unknown>;
}

/** One thing a doctor looked at. */
export interface RunStep {
  id: string;
  label: string;
  status: 'waiting' | 'running' | 'ok' | 'warning' | 'failed' | 'skipped';
  /** What was seen, for people. */
  seen: string | null;
  /** Whose fault it is; null while nothing is wrong. */
  fault: 'patchbay' | 'network' | 'provider' | 'configuration' | null;
  /** What to do about it. */
  fix: string | null;
  /** Commands and settings to paste, never applied by themselves. */
  bundle: { title: string; text: string }[];
  durationMs: number | null;
  data?: Record<string, unknown>;
}

export const noStats: RunStats = { requests: 0, read: 0, added: 0, updated: 0, deleted: 0, unchanged: 0 };

/** One execution of anything. */
export const runs = pgTable(
  'runs',
  {
    id: text().primaryKey(),
    organizationId: text()
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    connectionId: text().references(() => connections.id, { onDelete: 'cascade' }),
    providerSlug: text().notNull(),
    kind: text({ enum: runKinds }).notNull(),
    /** The sync or operation. */
    name: text(),
    /** `full` or `delta`, for a sync. */
    mode: text(),
    status: text({ enum: runStatuses }).notNull().default('queued'),
    trigger: text({ enum: runTriggers }).notNull(),
    stats: jsonb().$type<RunStats>().notNull().default(noStats),
    error: jsonb().$type<RunError>(),
    /** At most 500 lines, the newest kept. */
    log: jsonb().$type<RunLogLine[]>().notNull().default([]),
    /** What a doctor looked at, in order; null for other kinds. */
    steps: jsonb().$type<RunStep[]>(),
    /** What was asked for together: the runs of one doctor over several connections. */
    groupId: text(),
    /** The process that runs it, and when it last said so. */
    owner: text(),
    heartbeatAt: instant(),
    cancelRequestedAt: instant(),
    /** The tick of the schedule it stands for, and which attempt at it this is. */
    scheduledFor: instant(),
    attempt: integer().notNull().default(1),
    /** The run whose read this one went on with. */
    resumedFrom: text(),
    createdBy: text(),
    createdAt: createdAt(),
    startedAt: instant(),
    finishedAt: instant(),
  },
  (table) => [
    index().on(table.organizationId, table.id),
    index().on(table.connectionId, table.id),
    index('runs_group_index').on(table.groupId).where(sql`group_id is not null`),
    index('runs_unfinished_index').on(table.status, table.heartbeatAt).where(sql`status in ('queued', 'running')`),
  ],
);
export type Run = typeof runs.$inferSelect;
export type NewRun = typeof runs.$inferInsert;
