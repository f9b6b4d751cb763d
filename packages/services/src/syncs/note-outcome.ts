import {
  type ConnectionChanges,
  type Executor,
  getLastSeq,
  lockConnection,
  type RunStats,
  updateConnection,
} from '@patchbay/db';
import type { EventData } from '@patchbay/schema';
import { afterFailedSync, afterWorkingSync } from '../connections/health-after.ts';
import { emitEvent } from '../events/emit.ts';
import { emitConnectionChange, toEventSubject } from '../events/emit-connection-change.ts';
import type { SyncEnd } from './to-sync-end.ts';

export interface NoteSyncOutcomeParams {
  organizationId: string;
  connectionId: string;
  runId: string;
  /** The sync of the manifest, and how it was to be read. */
  sync: string;
  mode: string;
  end: SyncEnd;
  stats: RunStats;
  now: Date;
}

/** Keeps with the connection how its last sync went, and tells it to whoever listens. A success proves that it works, refused credentials make it an error, any other failure shows in its health. Answers whether others have to forget what they know of the connection. */
export async function noteSyncOutcome(tx: Executor, params: NoteSyncOutcomeParams): Promise<boolean> {
  const { organizationId, connectionId, end, stats, now } = params;
  if (end.status === 'cancelled' || end.status === 'interrupted') return false;
  const key = { organizationId, id: connectionId };
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
      ...afterWorkingSync(row, { at: now }),
    });
  if (isOpen && end.error && end.error.class !== 'bug')
    Object.assign(changes, afterFailedSync(row, { at: now, message: end.message }));
  if (isOpen && isAboutCredentials(end)) {
    const statusReason = `${end.error?.message ?? end.message} ${end.error?.nextStep ?? ''}`.trim();
    Object.assign(changes, { status: 'error', statusReason, healthStatus: 'unhealthy', healthCheckedAt: now });
  }
  const after = await updateConnection(tx, { ...key, changes });
  if (after) await emitConnectionChange(tx, { before: row, after, error: end.error });
  const lastSeq = await getLastSeq(tx, { connectionId });
  const about = toEventSubject(row);
  await emitEvent(tx, { organizationId, ...toEvent(params, { about, lastSeq }) });
  return changes.status !== undefined && changes.status !== row.status;
}

function toEvent(
  { sync, mode, runId, end, stats }: NoteSyncOutcomeParams,
  { about, lastSeq }: { about: { connectionId: string; providerSlug: string; name: string }; lastSeq: number | null },
) {
  const { read, added, updated, deleted, unchanged } = stats;
  const which = { ...about, sync, runId, mode: mode as EventData<'sync.completed'>['mode'] };
  const counts = { read, added, updated, deleted, unchanged };
  const reason = { code: end.error?.code ?? 'internal', message: end.message };
  if (end.status === 'success') return { type: 'sync.completed' as const, data: { ...which, ...counts, lastSeq } };
  if (end.status === 'partial')
    return { type: 'sync.partial' as const, data: { ...which, ...counts, ...reason, lastSeq } };
  return { type: 'sync.failed' as const, data: { ...which, ...reason } };
}

function isAboutCredentials({ error }: SyncEnd): boolean {
  return error?.class === 'auth_invalid' || error?.class === 'auth_expired';
}
