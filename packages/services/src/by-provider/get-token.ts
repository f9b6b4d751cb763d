import { z } from 'zod';
import type { ProviderToken } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { findOnlyConnection } from './find-only-connection.ts';
import { toProviderToken } from './to-provider-token.ts';
import { requireTokenMethod } from './token-method.ts';

const inputSchema = z.strictObject({ slug: idSchema });

/** Whether there is a token of the provider, and what may be told of it. */
export async function getProviderToken(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<ProviderToken> {
  requirePermission(context.actor, 'tokens.get');
  const { slug } = parseInput(inputSchema, input);
  const { method } = requireTokenMethod(context.deps.registry.require(slug));
  const { connection } = await findOnlyConnection(context, slug, { authMethod: method.id });
  return toProviderToken(context, connection);
}
