export type ConnectionStatus = 'pending' | 'active' | 'paused' | 'error' | 'disconnected';
export type HealthStatus = 'unknown' | 'healthy' | 'degraded' | 'unhealthy';

/** What may be told about a set of credentials. Never a secret. */
export interface CredentialSummary {
  version: number;
  source: 'sealed' | 'authref' | 'none';
  fields: {
    name: string;
    isSet: boolean;
    /** `****...wxyz`: the last four characters of a value long enough to give them; null when nothing is stored here. */
    mask: string | null;
  }[];
  /** When the access ends, as far as the provider said. */
  expiresAt: string | null;
  /** Whether a new access comes without anybody doing anything. */
  isRefreshable: boolean;
  /** When the tokens came, of a sign-in at the provider. */
  refreshedAt: string | null;
  /** What the provider granted; null when it does not tell. */
  grantedScopes: string[] | null;
  createdAt: string;
  lastUsedAt: string | null;
}

/** A configured, credentialed link to a provider. Times are ISO 8601 in UTC. */
export interface Connection {
  id: string;
  providerSlug: string;
  name: string;
  /** Nobody real answers it: its requests go to the simulator. */
  isSimulated: boolean;
  authMethod: string;
  status: ConnectionStatus;
  statusReason: string | null;
  /** reauth_required: only signing in at the provider again brings it back. */
  statusCode: 'reauth_required' | null;
  health: {
    status: HealthStatus;
    /** What the last check found; null while healthy. */
    message: string | null;
    /** Checks that failed one after the other. */
    failures: number;
    checkedAt: string | null;
    /** When it is checked next by itself; null while it is not. */
    nextCheckAt: string | null;
    /** When the provider last answered anything. */
    lastSeenAt: string | null;
  };
  settings: Record<string, unknown>;
  verifyTls: boolean;
  timeoutMs: number;
  account: { id: string; label: string } | null;
  lastTest: { status: 'success' | 'error'; message: string; at: string } | null;
  lastSync: { status: 'success' | 'partial' | 'error'; message: string; at: string } | null;
  credential: CredentialSummary | null;
  createdAt: string;
  updatedAt: string;
  createdBy: string | null;
  /** Who changed it last. */
  updatedBy: string | null;
}

/** One version of a connection's credentials: metadata only. */
export interface CredentialVersion extends CredentialSummary {
  id: string;
  authMethod: string;
  isCurrent: boolean;
  createdBy: string | null;
}

/** What really happened when the provider was asked. */
export interface TestOutcome {
  ok: boolean;
  latencyMs: number;
  account: { id: string; label: string } | null;
  scopes: string[] | null;
  missingScopes: string[];
  rateLimit: { limit: number | null; remaining: number | null; resetAt: string | null } | null;
  steps: {
    id: 'reach' | 'authenticate' | 'identity' | 'scopes';
    status: 'passed' | 'failed' | 'skipped';
    message: string;
  }[];
  error: {
    code: string;
    class: string;
    message: string;
    whoseFault: 'you' | 'provider' | 'network' | 'patchbay';
    nextStep: string;
  } | null;
}
