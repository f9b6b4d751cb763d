import type { ConnectionChanges, Connection as StoredConnection } from '@patchbay/db';
import { z } from 'zod';
import type { Connection } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { changeConnection } from './change.ts';
import { requireConnected } from './require-usable.ts';

const inputSchema = z.strictObject({ id: idSchema });

/** Stops everything that would run through the connection until it is resumed. What runs now is let finish. */
export async function pauseConnection(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<Connection> {
  requirePermission(context.actor, 'connections.pause');
  const { id } = parseInput(inputSchema, input);
  return changeConnection(context, { id, action: 'connection.pause' }, toPaused);
}

/** What pausing changes; null when it is paused already. */
export function toPaused(row: StoredConnection): ConnectionChanges | null {
  requireConnected(row);
  return row.status === 'paused' ? null : { status: 'paused', statusReason: null };
}
