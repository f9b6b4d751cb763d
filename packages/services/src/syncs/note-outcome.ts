import { type ConnectionChanges, lockConnection, type RunStats, updateConnection } from '@patchbay/db';
import { announceChange } from '../connections/announce-change.ts';
import type { ServiceDeps } from '../types.ts';
import type { SyncEnd } from './to-sync-end.ts';

export interface NoteSyncOutcomeParams {
  organizationId: string;
  connectionId: string;
  end: SyncEnd;
  stats: RunStats;
  now: Date;
}

/** Keeps with the connection how its last sync went. A success proves that it works, refused credentials make it an error, any other failure shows in its health. */
export async function noteSyncOutcome(deps: ServiceDeps, params: NoteSyncOutcomeParams): Promise<void> {
  const { organizationId, connectionId, end, stats, now } = params;
  if (end.status === 'cancelled' || end.status === 'interrupted') return;
  const key = { organizationId, id: connectionId };
  const isChanged = await deps.db.orm.transaction(async (tx) => {
    const row = await lockConnection(tx, key);
    if (!row) return false;
    const changes: ConnectionChanges = {
      lastSyncStatus: end.status as 'success' | 'partial' | 'error',
      lastSyncMessage: end.message,
      lastSyncAt: now,
      ...(stats.read > 0 || end.status === 'success' ? { lastSeenAt: now } : {}),
    };
    const isOpen = row.status === 'pending' || row.status === 'active' || row.status === 'error';
    if (isOpen && end.status === 'success')
      Object.assign(changes, {
        status: 'active',
        statusReason: null,
        statusCode: null,
        healthStatus: 'healthy',
        healthCheckedAt: now,
      });
    if (isOpen && end.error && end.error.class !== 'bug')
      Object.assign(changes, { healthStatus: 'degraded', healthCheckedAt: now });
    if (isOpen && isAboutCredentials(end)) {
      const statusReason = `${end.error?.message ?? end.message} ${end.error?.nextStep ?? ''}`.trim();
      Object.assign(changes, { status: 'error', statusReason, healthStatus: 'unhealthy', healthCheckedAt: now });
    }
    await updateConnection(tx, { ...key, changes });
    return changes.status !== undefined && changes.status !== row.status;
  });
  if (isChanged) await announceChange(deps, connectionId);
}

function isAboutCredentials({ error }: SyncEnd): boolean {
  return error?.class === 'auth_invalid' || error?.class === 'auth_expired';
}
