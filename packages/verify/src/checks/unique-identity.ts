import { builtInManifests } from '@patchbay/registry';
import type { Manifest } from '@patchbay/schema';
import type { ManifestCheck } from '../check.ts';

export const uniqueIdentity: ManifestCheck = {
  id: 'unique-identity',
  title: 'No two manifests share a name or an API base URL',
  scope: 'manifest',
  gates: 'unlisted',
  severity: 'error',
  reason: 'two entries for one system confuse the catalog and split its fixes',
  fix: 'extend the manifest that is there, or give this one its own name',
  samples: {
    passing: {
      siblings: [
        { id: 'other-forge', change: (manifest) => ({ ...manifest, id: 'other-forge', name: 'Other Forge' }) },
      ],
    },
    failing: {
      siblings: [
        { id: 'other-forge', change: (manifest) => ({ ...manifest, id: 'other-forge', name: 'example forge' }) },
      ],
    },
  },
  check({ id, manifest, siblings, isOutside, at }) {
    const findings = [];
    if (isOutside && builtInManifests.some((builtIn) => builtIn.manifest.id === id))
      findings.push({
        ...at('id'),
        message: `the id "${id}" is that of a built-in provider; a server would leave this manifest out`,
        fix: 'choose another id, and another file name with it',
      });
    for (const sibling of siblings) {
      if (sibling.id === id || !sibling.parsed?.ok) continue;
      const other = sibling.parsed.manifest;
      if (other.name.toLowerCase() === manifest.name.toLowerCase())
        findings.push({ ...at('name'), message: `name "${manifest.name}" is also that of ${sibling.file}` });
      const baseUrl = fixedBaseUrl(manifest);
      if (baseUrl !== null && baseUrl === fixedBaseUrl(other))
        findings.push({ ...at('http.baseUrl'), message: `http.baseUrl "${baseUrl}" is also that of ${sibling.file}` });
    }
    return findings;
  },
};

/** The base URL without trailing slash, or null when it comes from a setting. */
function fixedBaseUrl({ http }: Manifest): string | null {
  return http && !http.baseUrl.includes('{') ? http.baseUrl.replace(/\/$/, '').toLowerCase() : null;
}
