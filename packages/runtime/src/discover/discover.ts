import { type Manifest, PatchbayError, type Resource } from '@patchbay/schema';
import { type Call, createCall } from '../call/call.ts';
import type { RuntimeContext } from '../call/runtime-context.ts';
import { ProviderError } from '../errors/provider-error.ts';
import { offlineError } from '../operations/offline.ts';
import { select, selectText } from '../select/expressions.ts';
import { readCollection } from '../sync/read-collection.ts';
import type { CallOptions, DiscoveredResource, Discovery, Target } from '../types.ts';
import { compileGlob, matchAll } from './glob.ts';

const defaultLimit = 1_000;

/** Lists what there is of a resource type. Throws ProviderError when the provider fails: half a list is none. */
export async function discover(
  runtime: RuntimeContext,
  target: Target,
  wantedType: string,
  filter: { namePattern?: string },
  options: CallOptions,
): Promise<Discovery> {
  const call = createCall(runtime, target, options);
  const { type, resource } = requireResource(target.manifest, wantedType);
  const names = filter.namePattern ? compileGlob(filter.namePattern) : matchAll;
  if (runtime.offline) throw offlineError(call);
  const limit = options.limit ?? defaultLimit;
  const parentName = resource.forEach?.name;
  let truncated = false;
  const onCapped = () => {
    truncated = true;
  };
  const isWanted = ({ item }: { item: unknown }) => {
    const name = parentName === undefined ? null : selectText(parentName, item);
    return name === null || names.mayMatchBelow(name);
  };
  const resources: DiscoveredResource[] = [];
  reading: for await (const { items } of readCollection(call, resource, { isWanted, onCapped })) {
    for (const item of items) {
      const found = toResource(resource, item, call);
      if (!names.matches(found.name)) continue;
      if (resources.length >= limit) {
        truncated = true;
        break reading;
      }
      resources.push(found);
    }
  }
  return { resourceType: type, resources, truncated, requests: call.requests };
}

/** A resource by its type or another word for it, whatever its case. Throws `unsupported` with the supported types. */
export function requireResource(manifest: Manifest, wanted: string): { type: string; resource: Resource } {
  const word = normalize(wanted);
  for (const [type, resource] of Object.entries(manifest.resources)) {
    if ([type, ...resource.aliases].some((name) => normalize(name) === word)) return { type, resource };
  }
  const supported = Object.keys(manifest.resources);
  throw new PatchbayError(
    'unsupported',
    supported.length === 0
      ? `${manifest.name} has nothing to discover.`
      : `${manifest.name} has no resources of the type "${wanted.slice(0, 80)}"; there are ${supported.join(', ')}.`,
    { data: { supportedResourceTypes: supported } },
  );
}

function normalize(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-');
}

function toResource(resource: Resource, item: unknown, call: Call): DiscoveredResource {
  const mapped = select(resource.item, item);
  const facts = typeof mapped === 'object' && mapped !== null ? (mapped as Record<string, unknown>) : {};
  const { id, name, url, ...others } = facts;
  if ((typeof id !== 'string' && typeof id !== 'number') || id === '')
    throw new ProviderError(
      'bug',
      `An item of "${resource.operation}" of ${call.target.manifest.name} has no id, so it cannot be listed.`,
    );
  return {
    ...others,
    id: String(id),
    name: typeof name === 'string' && name !== '' ? name : String(id),
    ...(typeof url === 'string' ? { url } : {}),
  };
}
