import { type Manifest, PatchbayError } from '@patchbay/schema';
import { toWordsList } from '../support/to-words-list.ts';

/**
 * The manifest's own spelling of a resource type: case, hyphens and underscores, singular and plural, and declared aliases do not
 * matter. Throws `unsupported` with the supported types, in the manifest's order.
 */
export function normalizeResourceType(manifest: Manifest, given: string): string {
  const wanted = toKey(given);
  for (const [type, resource] of Object.entries(manifest.resources)) {
    if ([type, ...resource.aliases].some((name) => toKey(name) === wanted)) return type;
  }
  const supported = Object.keys(manifest.resources);
  const message =
    supported.length === 0
      ? `${manifest.name} lists no resources. Choose a provider whose capabilities name discovery.`
      : `${manifest.name} has no resources called "${given.slice(0, 100)}". Supported are ${toWordsList(supported)}.`;
  throw new PatchbayError('unsupported', message, {
    details: [
      {
        path: 'resourceType',
        message: supported.length === 0 ? 'nothing is supported' : `use one of ${toWordsList(supported)}`,
      },
    ],
    data: { supportedResourceTypes: supported },
  });
}

/** One spelling for all: `Repositories`, `repository` and `repo-sitories` … are reduced to letters and digits, singular. */
function toKey(name: string): string {
  const letters = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  if (letters.endsWith('ies') && letters.length > 4) return `${letters.slice(0, -3)}y`;
  if (/(ss|x|ch|sh)es$/.test(letters)) return letters.slice(0, -2);
  if (letters.endsWith('s') && !/(ss|us|is)$/.test(letters)) return letters.slice(0, -1);
  return letters;
}
