import {
  deleteCredentialVersions,
  getCurrentCredential,
  lockConnection,
  markConnectionDeleted,
  purgeConnection,
} from '@patchbay/db';
import { z } from 'zod';
import { appendAuditNote } from '../audit/append.ts';
import { revokeCredential } from '../credentials/revoke.ts';
import { emitEvent } from '../events/emit.ts';
import { toEventSubject } from '../events/emit-connection-change.ts';
import { requirePermission } from '../permissions.ts';
import { cancelUnfinishedRuns } from '../runs/cancel-unfinished.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { removeHooksOfConnection } from '../webhooks/remove-hooks.ts';
import { announceChange } from './announce-change.ts';
import { connectionNotFound, requireConnection } from './require-connection.ts';
import { toAuditView } from './to-audit-view.ts';

const inputSchema = z.strictObject({
  id: idSchema,
  /** Remove runs and records too. */
  purge: z.boolean().default(false),
});

/** Deletes a connection: its secrets are wiped here and its access is ended at the provider, its runs and records kept, unless they are to be purged. */
export async function deleteConnection(context: ServiceContext, input: z.input<typeof inputSchema>): Promise<void> {
  const { deps, actor } = context;
  requirePermission(actor, 'connections.delete');
  const { id, purge } = parseInput(inputSchema, input);
  const { organizationId } = actor;
  await requireConnection(context, id);
  await removeHooksOfConnection(context, id);
  const ended = await deps.db.orm.transaction(async (tx) => {
    const before = await lockConnection(tx, { organizationId, id });
    if (!before) throw connectionNotFound();
    const credential = await getCurrentCredential(tx, { organizationId, connectionId: id });
    await deleteCredentialVersions(tx, { organizationId, connectionId: id });
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
