import type { ConnectionStatus } from './connection.ts';

/** How the one connection of a provider is set up. Of its credentials it tells which there are: `hasStoredApiToken`. */
export interface ProviderConfig {
  configured: boolean;
  /** Null when it is not. */
  config: ProviderConfigFields | null;
}

/** Beside these: every setting under its own name, and `hasStored…` for each credential field of the provider. */
export interface ProviderConfigFields {
  connectionId: string;
  status: ConnectionStatus;
  authMethod: string;
  /** Seconds. */
  timeout: number;
  verifySsl: boolean;
  lastTestStatus: 'success' | 'error' | null;
  lastTestMessage: string | null;
  lastTestedAt: string | null;
  lastSyncStatus: 'success' | 'partial' | 'error' | null;
  lastSyncMessage: string | null;
  lastSyncedAt: string | null;
  createdAt: string;
  updatedAt: string;
  [settingOrFlag: string]: unknown;
}

/** How the syncs of the one connection of a provider stand. */
export interface ProviderSyncStatus {
  configured: boolean;
  lastTestStatus: 'success' | 'error' | null;
  lastTestedAt: string | null;
  lastSyncStatus: 'success' | 'partial' | 'error' | null;
  lastSyncMessage: string | null;
  lastSyncedAt: string | null;
  syncs: ProviderSyncState[];
}

export interface ProviderSyncState {
  sync: string;
  isEnabled: boolean;
  /** Cron, UTC; null: only when asked. */
  schedule: string | null;
  nextDueAt: string | null;
  /** Attempts of the tick at hand that failed. */
  failedAttempts: number;
  /** Why the last tick was passed over. */
  skippedReason: string | null;
  lastRunId: string | null;
  /** Of the last run: success, partial, error, cancelled or interrupted; null while the first one runs. */
  lastRunStatus: string | null;
  lastRunAt: string | null;
  lastSuccessAt: string | null;
}

/** What the provider answered just now. */
export interface ProbeOutcome {
  healthy: boolean;
  /** degraded: it may be over without anybody doing anything. */
  status: 'healthy' | 'degraded' | 'unhealthy';
  message: string;
  latencyMs: number;
  /** What the provider says its version is. */
  version: string | null;
  checkedAt: string;
  runId: string;
}

/** The runs that were started, or were under way already. */
export interface StartedSyncs {
  runs: { sync: string; runId: string }[];
}

/** Objects of one sync of a provider, as its model has them. */
export interface ProviderObjects {
  data: Record<string, unknown>[];
  nextCursor: string | null;
}

/** What may be told of the token of a provider, in the spelling of the documents these paths come from. */
export interface ProviderToken {
  configured: boolean;
  token_name: string | null;
  connection_id: string | null;
  status: ConnectionStatus | null;
  created_by: string | null;
  created_at: string | null;
  /** When the token was last replaced. */
  updated_at: string | null;
  last_used_at: string | null;
  last_test_status: 'success' | 'error' | null;
  last_test_message: string | null;
  last_tested_at: string | null;
}

/** What a provider says of a token. */
export interface TestedToken {
  valid: boolean;
  /** Null when the provider does not tell. */
  scopes: string[] | null;
  rate_limit: { limit: number | null; remaining: number | null; reset: string | null } | null;
  /** Why it is not valid, or what it may not do. */
  message: string | null;
}
