import { PatchbayError } from '@patchbay/schema';
import { z } from 'zod';
import { requirePermission } from '../permissions.ts';
import { parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';

const inputSchema = z.strictObject({ slug: z.string().min(1).max(100) });

/** The provider's logo as SVG text. Throws `not_found` when there is no such provider or it has none. */
export async function getProviderLogo(context: ServiceContext, input: z.input<typeof inputSchema>): Promise<string> {
  const { deps, actor } = context;
  requirePermission(actor, 'providers.get');
  const { slug } = parseInput(inputSchema, input);
  const { name } = deps.registry.require(slug);
  const logo = deps.registry.logo(slug);
  if (logo === null) throw new PatchbayError('not_found', `${name} has no logo. Show its first letter instead.`);
  return logo;
}
