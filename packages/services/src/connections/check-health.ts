import {
  type ConnectionChanges,
  lockConnection,
  type RunError,
  releaseHealthCheck,
  type Connection as StoredConnection,
  updateConnection,
} from '@patchbay/db';
import { emitConnectionChange } from '../events/emit-connection-change.ts';
import { toRunError } from '../runs/to-run-error.ts';
import { withNextStep } from '../support/with-next-step.ts';
import type { ServiceDeps } from '../types.ts';
import { announceChange } from './announce-change.ts';
import { askProvider, isReached, worksMessage } from './ask-provider.ts';
import { afterFailure, afterHealthy, failuresUntilError } from './health-after.ts';

/** What a check found. */
interface Finding {
  error: RunError | null;
  /** The provider answered something. */
  isReached: boolean;
}

/**
 * Asks the provider of a claimed connection whether it still works, and keeps what came out. Failures one after the other make it an
 * error, refused credentials do so at once, and a success brings it back; each is told once. `row` is the connection as it was claimed.
 */
export async function checkHealth(
  deps: ServiceDeps,
  row: StoredConnection,
  { signal }: { signal?: AbortSignal } = {},
): Promise<void> {
  const { id, organizationId } = row;
  const startedAt = new Date(deps.clock.now());
  const finding = await ask(deps, row, signal);
  if (finding === null) return releaseHealthCheck(deps.db.orm, row);
  const hasNewStatus = await deps.db.orm.transaction(async (tx) => {
    const now = await lockConnection(tx, { organizationId, id });
    if (!now) return false;
    const at = new Date(deps.clock.now());
    const seen: ConnectionChanges = finding.isReached ? { lastSeenAt: at } : {};
    // Somebody paused or changed it meanwhile, or has asked since: what was found is of no use any more.
    const isCurrent = now.status === row.status && now.statusCode === null && !isAfter(now.healthCheckedAt, startedAt);
    // The pause goes by how it was when it was claimed.
    const before = { ...now, healthNextAt: row.healthNextAt };
    const changes = isCurrent ? { ...seen, ...toChanges(before, finding.error, at) } : seen;
    if (Object.keys(changes).length === 0) return false;
    const after = await updateConnection(tx, { organizationId, id, changes });
    if (after) await emitConnectionChange(tx, { before: now, after, error: finding.error });
    return changes.status !== undefined && changes.status !== now.status;
  });
  if (hasNewStatus) await announceChange(deps, id);
}

/** Null when the process is to end, or when the fault is ours: that says nothing about the connection. */
async function ask(deps: ServiceDeps, row: StoredConnection, signal?: AbortSignal): Promise<Finding | null> {
  const { organizationId } = row;
  const actor = { type: 'system', id: 'health', organizationId, role: 'owner', scopes: null } as const;
  const context = { deps, actor, ...(signal && { signal }) };
  try {
    const { result } = await askProvider(context, {
      ...{ connection: row, kind: 'health', isWrittenAhead: false },
      // One that finds all as it was leaves no trace: thousands a day would bury what matters.
      isKept: ({ ok }) => !ok || row.healthStatus !== 'healthy',
    });
    return { error: result.error, isReached: isReached(result) };
  } catch (error) {
    if (signal?.aborted) return null;
    const reason = toRunError(error);
    if (reason.class !== 'bug') return { error: reason, isReached: false };
    deps.logger.error(
      { connectionId: row.id, error: error instanceof Error ? error.message : String(error) },
      'a check of a connection failed here',
    );
    return null;
  }
}

function toChanges(row: StoredConnection, error: RunError | null, at: Date): ConnectionChanges {
  if (error === null) {
    return {
      ...afterHealthy(row, { at, by: 'poll' }),
      ...(row.status === 'error' && { status: 'active', statusReason: null }),
      // What a test found is over: schedules go by it.
      ...(row.lastTestStatus !== 'success' && {
        lastTestStatus: 'success',
        lastTestMessage: worksMessage,
        lastTestAt: at,
      }),
    };
  }
  const message = withNextStep(error.message, error.nextStep);
  if (error.class === 'rate_limited' || error.class === 'quota_exhausted')
    return afterFailure(row, { at, message, isBroken: row.status === 'error', isCounted: false });
  const isRefused = error.class === 'auth_invalid' || error.class === 'auth_expired';
  const isBroken = isRefused || row.status === 'error' || row.healthFailures + 1 >= failuresUntilError;
  return {
    ...afterFailure(row, { at, message, isBroken }),
    ...(isBroken && row.status !== 'error' && { status: 'error', statusReason: isRefused ? message : again(message) }),
  };
}

function again(message: string): string {
  return `Checks failed ${failuresUntilError} times one after the other. ${message}`;
}

function isAfter(one: Date | null, other: Date): boolean {
  return one !== null && one > other;
}
