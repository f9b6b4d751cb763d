import { getCurrentCredential } from '@patchbay/db';
import { z } from 'zod';
import type { Connection } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { requireConnection } from './require-connection.ts';
import { toConnection } from './to-connection.ts';

const inputSchema = z.strictObject({ id: idSchema });

/** One connection. */
export async function getConnection(context: ServiceContext, input: z.input<typeof inputSchema>): Promise<Connection> {
  const { deps, actor } = context;
  requirePermission(actor, 'connections.get');
  const { id } = parseInput(inputSchema, input);
  const row = await requireConnection(context, id);
  const { organizationId } = actor;
  return toConnection(
    deps.settings,
    row,
    await getCurrentCredential(deps.db.orm, { organizationId, connectionId: id }),
  );
}
