import type { ConnectionStatus } from './connection.ts';
import type { Run } from './run.ts';

/** The first page: how it stands, what ran, what needs a person. */
export interface Overview {
  connections: { total: number } & Record<ConnectionStatus, number>;
  /** Newest first, at most ten. */
  recentRuns: Run[];
  /** Connections in error, with the reason, longest first. */
  attention: { connectionId: string; name: string; providerSlug: string; reason: string; since: string }[];
}
