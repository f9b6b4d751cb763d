import {
  type CredentialVersion,
  deleteCredentialVersions,
  getCurrentCredential,
  type Connection as StoredConnection,
} from '@patchbay/db';
import { z } from 'zod';
import { revokeCredential } from '../credentials/revoke.ts';
import type { Connection } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { cancelUnfinishedRuns } from '../runs/cancel-unfinished.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { removeHooksOfConnection } from '../webhooks/remove-hooks.ts';
import { changeConnection } from './change.ts';
import { requireConnection } from './require-connection.ts';

const inputSchema = z.strictObject({ id: idSchema });

/** Wipes the credentials, all versions, ends them at the provider where it knows how, and keeps the connection with its history. New credentials bring it back. */
export async function disconnectConnection(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<Connection> {
  const { actor } = context;
  requirePermission(actor, 'connections.disconnect');
  const { id } = parseInput(inputSchema, input);
  await requireConnection(context, id);
  // While there are credentials to remove them with.
  await removeHooksOfConnection(context, id);
  const ended: { connection: StoredConnection; credential: CredentialVersion | null }[] = [];
  const connection = await changeConnection(context, { id, action: 'connection.disconnect' }, async (row, tx) => {
    const key = { organizationId: actor.organizationId, connectionId: id };
    ended.push({ connection: row, credential: await getCurrentCredential(tx, key) });
    await deleteCredentialVersions(tx, { organizationId: actor.organizationId, connectionId: id });
    await cancelUnfinishedRuns(tx, context, id);
    if (row.status === 'disconnected') return null;
    return {
      status: 'disconnected',
      statusCode: null,
      statusReason: 'The credentials were removed. Give new ones to connect again.',
      healthStatus: 'unknown',
      healthCheckedAt: null,
      healthMessage: null,
      healthFailures: 0,
      healthNextAt: null,
    };
  });
  for (const { connection: before, credential } of ended) await revokeCredential(context, before, credential);
  return connection;
}
