import { countConnectionsByProvider } from '@patchbay/db';
import { z } from 'zod';
import type { ProviderDetail } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { toProviderDetail } from './to-provider-detail.ts';

const inputSchema = z.strictObject({ slug: z.string().min(1).max(100) });

/** One provider whole. Throws `not_found` with the nearest id. */
export async function getProvider(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<ProviderDetail> {
  const { deps, actor } = context;
  requirePermission(actor, 'providers.get');
  const { slug } = parseInput(inputSchema, input);
  const manifest = deps.registry.require(slug);
  const [counts, simulated] = await Promise.all([
    countConnectionsByProvider(deps.db.orm, { organizationId: actor.organizationId }),
    deps.simulated?.(slug) ?? null,
  ]);
  return toProviderDetail(deps, manifest, { connectionCount: counts.get(slug) ?? 0, simulated });
}
