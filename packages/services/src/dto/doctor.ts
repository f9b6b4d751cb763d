/** One thing a doctor looked at. */
export interface DoctorStep {
  id: string;
  label: string;
  status: 'waiting' | 'running' | 'ok' | 'warning' | 'failed' | 'skipped';
  /** What was seen. */
  seen: string | null;
  /** Whose fault it is; null while nothing is wrong. */
  fault: 'patchbay' | 'network' | 'provider' | 'configuration' | null;
  /** What to do about it. */
  fix: string | null;
  /** Commands and settings to paste, never applied by themselves. */
  bundle: { title: string; text: string }[];
  durationMs: number | null;
}

export type DoctorVerdict = 'ok' | 'warning' | 'failed';

/** What a doctor found out about one connection. */
export interface DoctorCheck {
  runId: string;
  connectionId: string | null;
  connectionName: string;
  providerSlug: string;
  status: 'queued' | 'running' | 'success' | 'partial' | 'error' | 'cancelled' | 'interrupted';
  /** Null until it has ended. */
  verdict: DoctorVerdict | null;
  summary: string | null;
  steps: DoctorStep[];
  startedAt: string | null;
  finishedAt: string | null;
}

/** A doctor over some connections, asked for at once. */
export interface DoctorRun {
  id: string;
  isFinished: boolean;
  /** The worst there is so far; null until one check has ended. */
  verdict: DoctorVerdict | null;
  createdAt: string;
  checks: DoctorCheck[];
}
