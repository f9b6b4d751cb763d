import { type CredentialVersion, lockConnection, saveRefreshedCredential, updateConnection } from '@patchbay/db';
import { appendAuditNote } from '../audit/append.ts';
import { announceChange } from '../connections/announce-change.ts';
import { reauthReason } from '../connections/reauth-reason.ts';
import { emitEvent } from '../events/emit.ts';
import { emitConnectionChange, toEventSubject } from '../events/emit-connection-change.ts';
import type { ServiceDeps } from '../types.ts';

/**
 * Keeps that only a person can bring a connection back: its status says so, an event tells subscribers, and nobody asks the provider
 * again. False when newer tokens were stored meanwhile: then there is nothing to mark.
 */
export async function markReauthRequired(
  deps: ServiceDeps,
  row: CredentialVersion,
  refusal: { code: string | null; description: string | null },
): Promise<boolean> {
  const { organizationId, connectionId, id, revision } = row;
  const isMarked = await deps.db.orm.transaction(async (tx) => {
    const connection = await lockConnection(tx, { organizationId, id: connectionId });
    if (!connection) return false;
    const ended = await saveRefreshedCredential(tx, { organizationId, id, revision, values: { isRefreshable: false } });
    if (ended === null) return false;
    if (connection.statusCode === 'reauth_required') return true;
    const isPaused = connection.status === 'paused';
    const after = await updateConnection(tx, {
      organizationId,
      id: connectionId,
      changes: {
        statusCode: 'reauth_required',
        ...(!isPaused && { status: 'error', statusReason: reauthReason(connection) }),
        healthStatus: 'unhealthy',
        healthCheckedAt: new Date(deps.clock.now()),
      },
    });
    if (after) await emitConnectionChange(tx, { before: connection, after });
    await emitEvent(tx, {
      organizationId,
      type: 'connection.reauth_required',
      data: {
        ...toEventSubject(connection),
        code: refusal.code ?? 'reauth_required',
        message: refusal.description ?? reauthReason(connection),
      },
    });
    const actor = { type: 'system', id: 'credentials', organizationId, role: 'owner', scopes: null } as const;
    await appendAuditNote(
      tx,
      { deps, actor },
      {
        action: 'connection.reauth_required',
        target: { type: 'connection', id: connectionId, label: connection.name },
        after: refusal,
      },
    );
    return true;
  });
  if (isMarked) await announceChange(deps, connectionId);
  return isMarked;
}
