import {
  deleteCredentialVersions,
  deleteEventSubscription,
  getCurrentCredential,
  listMessageSubscriptions,
  lockConnection,
  markConnectionDeleted,
  purgeConnection,
} from '@patchbay/db';
import { appendAuditNote } from '../audit/append.ts';
import { revokeCredential } from '../credentials/revoke.ts';
import { emitEvent } from '../events/emit.ts';
import { toEventSubject } from '../events/emit-connection-change.ts';
import { cancelUnfinishedRuns } from '../runs/cancel-unfinished.ts';
import type { ServiceContext } from '../types.ts';
import { removeHooksOfConnection } from '../webhooks/remove-hooks.ts';
import { announceChange } from './announce-change.ts';
import { connectionNotFound, requireConnection } from './require-connection.ts';
import { toAuditView } from './to-audit-view.ts';

export interface RemoveConnectionParams {
  id: string;
  /** Remove runs and records too. */
  purge: boolean;
}

/** Wipes the secrets of a connection, ends its access at the provider and removes it from sight. Asks for no permission: whoever calls it has. */
export async function removeConnection(context: ServiceContext, { id, purge }: RemoveConnectionParams): Promise<void> {
  const { deps, actor } = context;
  const { organizationId } = actor;
  await requireConnection(context, id);
  await removeHooksOfConnection(context, id);
  const ended = await deps.db.orm.transaction(async (tx) => {
    const before = await lockConnection(tx, { organizationId, id });
    if (!before) throw connectionNotFound();
    const credential = await getCurrentCredential(tx, { organizationId, connectionId: id });
    await deleteCredentialVersions(tx, { organizationId, connectionId: id });
    for (const subscription of await listMessageSubscriptions(tx, { organizationId, connectionIds: [id] }))
      await deleteEventSubscription(tx, { organizationId, id: subscription.id });
    await cancelUnfinishedRuns(tx, context, id);
    if (purge) await purgeConnection(tx, { organizationId, id });
    else await markConnectionDeleted(tx, { organizationId, id, now: new Date(deps.clock.now()) });
    await appendAuditNote(tx, context, {
      action: purge ? 'connection.purge' : 'connection.delete',
      target: { type: 'connection', id, label: before.name },
      before: toAuditView(before),
    });
    await emitEvent(tx, { organizationId, type: 'connection.deleted', data: toEventSubject(before) });
    return { connection: before, credential };
  });
  await announceChange(deps, id);
  await revokeCredential(context, ended.connection, ended.credential);
}
