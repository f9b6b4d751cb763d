import { z } from 'zod';
import { loadTarget } from '../connections/load-target.ts';
import { requireUsable } from '../connections/require-usable.ts';
import type { Discovered } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { recordRun } from '../runs/record-run.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { normalizeResourceType } from './normalize-resource-type.ts';

const inputSchema = z.strictObject({
  connectionId: idSchema,
  resourceType: z.string().trim().min(1, 'is required').max(100),
  filter: z
    .strictObject({
      /** `*` stays within one path segment, `**` crosses them, `?` is one character. */
      namePattern: z.string().min(1).max(500).optional(),
    })
    .default({}),
});

/** Asks the provider for resources of a type whose names match, as a run. Throws `unsupported` with the types there are. */
export async function discoverResources(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<Discovered> {
  const { deps, actor } = context;
  requirePermission(actor, 'discovery.discover');
  const { connectionId, resourceType, filter } = parseInput(inputSchema, input);
  const loaded = await loadTarget(context, connectionId);
  requireUsable(loaded);
  const { manifest } = loaded.target;
  const type = normalizeResourceType(manifest, resourceType);
  const { namePattern } = filter;
  const run = {
    connection: { id: connectionId, providerSlug: manifest.id },
    ...{ kind: 'discover' as const, name: type, secrets: loaded.credentials, isWrittenAhead: false },
  };
  const found = await recordRun(context, run, async ({ callOptions }) => {
    const options = namePattern === undefined ? {} : { namePattern };
    const value = await deps.runtime.discover(loaded.target, type, options, callOptions);
    return { value, requests: value.requests, error: null };
  });
  deps.cache.noteUse('connection', connectionId, actor.organizationId, deps.clock.now());
  return {
    resourceType: type,
    supportedResourceTypes: Object.keys(manifest.resources),
    resources: found.resources,
    truncated: found.truncated,
  };
}
