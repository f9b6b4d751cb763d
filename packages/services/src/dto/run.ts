export type RunKind = 'test' | 'sync' | 'action' | 'health' | 'doctor' | 'discover';
export type RunStatus = 'queued' | 'running' | 'success' | 'partial' | 'error' | 'cancelled' | 'interrupted';
export type RunTrigger = 'manual' | 'schedule' | 'system' | 'webhook';

/** What a run did, counted. */
export interface RunStats {
  /** Requests sent to the provider. */
  requests: number;
  /** Objects read. */
  read: number;
  added: number;
  updated: number;
  deleted: number;
  /** Objects read that were equal to the record: not written. */
  unchanged: number;
  /** Words of the provider for severity or state of a finding that the manifest does not name; the log tells what each counts as. */
  unknownWords: number;
}

/** Why a run failed, and what to do. */
export interface RunError {
  code: string;
  /** How the provider's answer was classified; null when the provider was not the reason. */
  class: string | null;
  message: string;
  nextStep: string | null;
}

/** One execution of anything. */
export interface Run {
  id: string;
  connectionId: string | null;
  providerSlug: string;
  kind: RunKind;
  /** The sync or operation. */
  name: string | null;
  /** full or delta, for a sync. */
  mode: string | null;
  status: RunStatus;
  trigger: RunTrigger;
  /** The tick of the schedule it stands for; null for every other trigger. */
  scheduledFor: string | null;
  /** Which try at that tick it is, from 1. */
  attempt: number;
  /** The run that stopped in the middle, whose reading it carries on; null when it began at the beginning. */
  resumedFrom: string | null;
  stats: RunStats;
  error: RunError | null;
  startedAt: string | null;
  finishedAt: string | null;
  createdAt: string;
  durationMs: number | null;
}

/** One line of a run's log, redacted. */
export interface RunLogLine {
  at: string;
  level: string;
  message: string;
  data?: Record<string, unknown>;
}
