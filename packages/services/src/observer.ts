import type { RunKind, RunStats, RunStatus } from '@patchbay/db';

/** Told of what happened, for metrics. Must not throw and must not wait. */
export interface Observer {
  /** A run of this process ended. */
  runEnded?(run: {
    provider: string;
    kind: RunKind;
    status: RunStatus;
    /** Null for a run that was over before it began. */
    durationMs: number | null;
    stats: RunStats;
  }): void;
  /** Tokens were renewed or were not: `ended` is a sign-in that is over. */
  tokensRenewed?(renewal: { provider: string; outcome: 'renewed' | 'failed' | 'ended' }): void;
  /** Code was annotated at a provider: `comment`, `status` or `check_run`. */
  annotated?(annotation: {
    provider: string;
    operation: string;
    status: 'success' | 'error' | 'skipped';
    durationMs: number;
  }): void;
  /** A delivery of a webhook came in. */
  webhookReceived?(delivery: { provider: string; outcome: 'stored' | 'duplicate' | 'refused' }): void;
  /** One attempt to bring an event to a subscriber. */
  deliveryAttempted?(delivery: { outcome: 'delivered' | 'failed' }): void;
}
