import type { ConnectionChanges, Connection as StoredConnection } from '@patchbay/db';
import { z } from 'zod';
import type { Connection } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { changeConnection } from './change.ts';
import { reauthReason } from './reauth-reason.ts';
import { requireConnected } from './require-usable.ts';

const inputSchema = z.strictObject({ id: idSchema });

/** Ends a pause. The connection is active again when its last test succeeded, else it waits for one. */
export async function resumeConnection(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<Connection> {
  requirePermission(context.actor, 'connections.resume');
  const { id } = parseInput(inputSchema, input);
  return changeConnection(context, { id, action: 'connection.resume' }, toResumed);
}

/** What ending a pause changes; null when there is none. */
export function toResumed(row: StoredConnection): ConnectionChanges | null {
  requireConnected(row);
  if (row.status !== 'paused') return null;
  if (row.statusCode === 'reauth_required') return { status: 'error', statusReason: reauthReason(row) };
  if (row.lastTestStatus === 'error') return { status: 'error', statusReason: row.lastTestMessage };
  return { status: row.lastTestStatus === 'success' ? 'active' : 'pending', statusReason: null };
}
