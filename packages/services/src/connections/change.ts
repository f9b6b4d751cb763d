import type { Executor } from '@patchbay/db';
import {
  type ConnectionChanges,
  getCurrentCredential,
  lockConnection,
  type Connection as StoredConnection,
  updateConnection,
} from '@patchbay/db';
import { appendAuditNote } from '../audit/append.ts';
import type { Connection } from '../dto/index.ts';
import { emitConnectionChange } from '../events/emit-connection-change.ts';
import type { ServiceContext } from '../types.ts';
import { announceChange } from './announce-change.ts';
import { connectionNotFound } from './require-connection.ts';
import { toAuditDifference, toAuditView } from './to-audit-view.ts';
import { toConnection } from './to-connection.ts';

/**
 * Changes a connection in one transaction with its line in the audit log, and lets every process know. `decide` sees the row as it
 * is, locked, and gives the columns to set; it throws to refuse, and gives null when there is nothing to do.
 */
export async function changeConnection(
  context: ServiceContext,
  { id, action }: { id: string; action: string },
  decide: (row: StoredConnection, tx: Executor) => Promise<ConnectionChanges | null> | ConnectionChanges | null,
): Promise<Connection> {
  const { deps, actor } = context;
  const key = { organizationId: actor.organizationId, id };
  const connection = await deps.db.orm.transaction(async (tx) => {
    const before = await lockConnection(tx, key);
    if (!before) throw connectionNotFound();
    const changes = await decide(before, tx);
    const after =
      changes === null ? before : await updateConnection(tx, { ...key, changes: { ...changes, updatedBy: actor.id } });
    if (!after) throw connectionNotFound();
    if (changes !== null) {
      await appendAuditNote(tx, context, {
        action,
        target: { type: 'connection', id, label: after.name },
        ...toAuditDifference(toAuditView(before), toAuditView(after)),
      });
      await emitConnectionChange(tx, { before, after });
    }
    const { organizationId } = actor;
    return toConnection(deps.settings, after, await getCurrentCredential(tx, { organizationId, connectionId: id }));
  });
  await announceChange(deps, id);
  return connection;
}
