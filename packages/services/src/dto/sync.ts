import type { FieldView } from './provider.ts';
import type { RunError, RunStatus, RunTrigger } from './run.ts';

/** A sync of a connection: how it is scheduled, and how it went. */
export interface SyncInfo {
  /** Its name in the manifest. */
  name: string;
  description: string | null;
  model: string;
  mode: 'full' | 'delta';
  isEnabled: boolean;
  /** The schedule in force, five cron fields in UTC; null: it runs only when asked. */
  schedule: string | null;
  /** What the manifest says. */
  defaultSchedule: string | null;
  /** Whether the schedule was set for this connection. */
  isScheduleOwn: boolean;
  precondition: 'none' | 'last_test_succeeded';
  /** Values set for this connection, and the form for them. */
  variables: Record<string, unknown>;
  fields: FieldView[];
  /** When it is due next; null when it is off or has no schedule. */
  nextRunAt: string | null;
  /** Why its last tick was passed over; null when it was not. */
  skippedReason: string | null;
  /** Attempts at the last tick that failed. */
  failedAttempts: number;
  lastRun: {
    id: string;
    status: RunStatus;
    trigger: RunTrigger;
    attempt: number;
    scheduledFor: string | null;
    createdAt: string;
    startedAt: string | null;
    finishedAt: string | null;
    error: RunError | null;
  } | null;
  lastSuccessAt: string | null;
}
