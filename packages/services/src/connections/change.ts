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

/** Gives the columns to set of the row as it is, locked; null when there is nothing to do. Throws to refuse. */
type Decide = (row: StoredConnection, tx: Executor) => Promise<ConnectionChanges | null> | ConnectionChanges | null;

interface ConnectionChange {
  id: string;
  /** In the audit log. */
  action: string;
}

/** Changes a connection in one transaction with its line in the audit log, and lets every process know. */
export async function changeConnection(
  context: ServiceContext,
  change: ConnectionChange,
  decide: Decide,
): Promise<Connection> {
  const { deps, actor } = context;
  const { organizationId } = actor;
  const connection = await deps.db.orm.transaction(async (tx) => {
    const row = await changeConnectionIn(tx, context, change, decide);
    return toConnection(
      deps.settings,
      row,
      await getCurrentCredential(tx, { organizationId, connectionId: change.id }),
    );
  });
  await announceChange(deps, change.id);
  return connection;
}

/** The same in a transaction of the caller's, who announces the change once it is committed. */
export async function changeConnectionIn(
  tx: Executor,
  context: ServiceContext,
  { id, action }: ConnectionChange,
  decide: Decide,
): Promise<StoredConnection> {
  const { actor } = context;
  const key = { organizationId: actor.organizationId, id };
  const before = await lockConnection(tx, key);
  if (!before) throw connectionNotFound();
  const changes = await decide(before, tx);
  if (changes === null) return before;
  const after = await updateConnection(tx, { ...key, changes: { ...changes, updatedBy: actor.id } });
  if (!after) throw connectionNotFound();
  await appendAuditNote(tx, context, {
    action,
    target: { type: 'connection', id, label: after.name },
    ...toAuditDifference(toAuditView(before), toAuditView(after)),
  });
  await emitConnectionChange(tx, { before, after });
  return after;
}
