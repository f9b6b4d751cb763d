import { countConnectionsByProvider } from '@patchbay/db';
import { capabilitySchema, categorySchema, interfaceIdSchema, type Manifest } from '@patchbay/schema';
import { z } from 'zod';
import type { Page, ProviderInfo } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { toProviderInfo } from './to-provider-info.ts';

const inputSchema = z.strictObject({
  includeTestOnly: z.boolean().default(false),
  category: categorySchema.optional(),
  capability: capabilitySchema.optional(),
  interface: interfaceIdSchema.optional(),
  q: z.string().max(200).optional(),
});

/**
 * The catalog: every provider that matches, in one page, by name. Those that only serve tests are left out unless asked for, and so are
 * those nothing is proven of, unless they are the operator's own or connected already.
 */
export async function listProviders(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<Page<ProviderInfo>> {
  const { deps, actor } = context;
  requirePermission(actor, 'providers.list');
  const { includeTestOnly, category, capability, interface: served, q } = parseInput(inputSchema, input);
  const counts = await countConnectionsByProvider(deps.db.orm, { organizationId: actor.organizationId });
  const data = deps.registry
    .list()
    .filter((manifest) => includeTestOnly || !manifest.testOnly)
    .filter(({ id }) => includeTestOnly || counts.has(id) || isListed(deps, id))
    .filter((manifest) => category === undefined || manifest.category === category)
    .filter((manifest) => capability === undefined || manifest.capabilities.includes(capability))
    .filter((manifest) => served === undefined || manifest.implements[served] !== undefined)
    .filter((manifest) => q === undefined || hasWords(manifest, q))
    .map((manifest) => toProviderInfo(deps, manifest, counts.get(manifest.id) ?? 0));
  return { data, nextCursor: null };
}

/** Private manifests are not verified here: they are the business of whoever runs the server. */
function isListed({ registry, settings }: ServiceContext['deps'], id: string): boolean {
  return settings.levels === undefined || registry.isPrivate(id) || (settings.levels[id] ?? 'unlisted') !== 'unlisted';
}

/** Whether each word stands somewhere in the name, id, description, category or tags. */
function hasWords(manifest: Manifest, q: string): boolean {
  const text = [manifest.name, manifest.id, manifest.description, manifest.category, ...manifest.tags]
    .join(' ')
    .toLowerCase();
  return q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
