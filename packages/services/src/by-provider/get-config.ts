import { z } from 'zod';
import type { ProviderConfig } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { findOnlyConnection } from './find-only-connection.ts';
import { toProviderConfig } from './to-provider-config.ts';

const inputSchema = z.strictObject({ slug: idSchema });

/** How the provider is set up in the organization, without a secret. */
export async function getProviderConfig(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<ProviderConfig> {
  requirePermission(context.actor, 'connections.get');
  const { slug } = parseInput(inputSchema, input);
  const { manifest, connection } = await findOnlyConnection(context, slug);
  return toProviderConfig(context, manifest, connection);
}
