import { z } from 'zod';
import { deleteConnection } from '../connections/delete.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { findOnlyConnection } from './find-only-connection.ts';
import { requireTokenMethod } from './token-method.ts';
import { tokenNotFound } from './token-not-found.ts';

const inputSchema = z.strictObject({ slug: idSchema });

/** Wipes the token of a provider and takes its connection out of sight. What was read with it is kept. */
export async function deleteProviderToken(context: ServiceContext, input: z.input<typeof inputSchema>): Promise<void> {
  requirePermission(context.actor, 'connections.delete');
  const { slug } = parseInput(inputSchema, input);
  const { manifest, method } = requireTokenMethod(context.deps.registry.require(slug));
  const { connection } = await findOnlyConnection(context, slug, { authMethod: method.id });
  if (!connection) throw tokenNotFound(manifest);
  await deleteConnection(context, { id: connection.id });
}
