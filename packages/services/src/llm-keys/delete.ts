import { z } from 'zod';
import { deleteConnection } from '../connections/delete.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { requireLlmConnection } from './require-llm-connection.ts';

const inputSchema = z.strictObject({ id: idSchema });

/** Wipes a key. What was done with it is kept. */
export async function deleteLlmKey(context: ServiceContext, input: z.input<typeof inputSchema>): Promise<void> {
  requirePermission(context.actor, 'connections.delete');
  const { id } = parseInput(inputSchema, input);
  await requireLlmConnection(context, id);
  await deleteConnection(context, { id });
}
