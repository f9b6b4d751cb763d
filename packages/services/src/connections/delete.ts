import { z } from 'zod';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { removeConnection } from './remove.ts';

const inputSchema = z.strictObject({
  id: idSchema,
  /** Remove runs and records too. */
  purge: z.boolean().default(false),
});

/** Deletes a connection: its secrets are wiped here and its access is ended at the provider, its runs and records kept, unless they are to be purged. */
export async function deleteConnection(context: ServiceContext, input: z.input<typeof inputSchema>): Promise<void> {
  requirePermission(context.actor, 'connections.delete');
  await removeConnection(context, parseInput(inputSchema, input));
}
