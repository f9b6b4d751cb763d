import { deleteCredentialVersions } from '@patchbay/db';
import { z } from 'zod';
import type { Connection } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { cancelUnfinishedRuns } from '../runs/cancel-unfinished.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { changeConnection } from './change.ts';

const inputSchema = z.strictObject({ id: idSchema });

/** Wipes the credentials, all versions, and keeps the connection with its history. New credentials bring it back. */
export async function disconnectConnection(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<Connection> {
  const { actor } = context;
  requirePermission(actor, 'connections.disconnect');
  const { id } = parseInput(inputSchema, input);
  return changeConnection(context, { id, action: 'connection.disconnect' }, async (row, tx) => {
    await deleteCredentialVersions(tx, { organizationId: actor.organizationId, connectionId: id });
    await cancelUnfinishedRuns(tx, context, id);
    if (row.status === 'disconnected') return null;
    return {
      status: 'disconnected',
      statusReason: 'The credentials were removed. Give new ones to connect again.',
      healthStatus: 'unknown',
      healthCheckedAt: null,
    };
  });
}
