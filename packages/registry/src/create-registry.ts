import { type Manifest, type ManifestInput, PatchbayError, parseManifest } from '@patchbay/schema';
import { closestName } from './closest-name.ts';

/** A manifest and where it came from. */
export interface ManifestSource {
  manifest: ManifestInput;
  /** The logo as SVG text; null when there is none. */
  logo: string | null;
  /** Shown in messages: a package or a file name. */
  source: string;
  /** True for manifests of the operator's own folder. */
  isPrivate: boolean;
}

/** A manifest that was left out, and why. */
export interface RegistryProblem {
  source: string;
  message: string;
}

export interface Registry {
  /** All providers by name, test-only ones included. */
  list(): readonly Manifest[];
  /** The manifest, or null when there is none of that id. */
  get(id: string): Manifest | null;
  /** The manifest; throws `not_found` with the nearest id when there is none. */
  require(id: string): Manifest;
  /** The logo as SVG text, or null. */
  logo(id: string): string | null;
  isPrivate(id: string): boolean;
  /** Manifests that were left out. A broken one never takes the others with it. */
  readonly problems: readonly RegistryProblem[];
}

/** Validates the manifests once and collects them by id. The first of an id wins: give built-in ones first. */
export function createRegistry(
  sources: readonly ManifestSource[],
  problems: readonly RegistryProblem[] = [],
): Registry {
  const entries = new Map<string, { manifest: Manifest; source: ManifestSource }>();
  const found: RegistryProblem[] = [...problems];
  for (const source of sources) {
    const parsed = parseManifest(source.manifest);
    if (!parsed.ok) {
      found.push({
        source: source.source,
        message: parsed.problems.map(({ path, message }) => `${path}: ${message}`).join('; '),
      });
      continue;
    }
    const { id } = parsed.manifest;
    const existing = entries.get(id);
    if (existing) {
      const owner = existing.source.isPrivate ? existing.source.source : 'a built-in provider';
      found.push({ source: source.source, message: `the id "${id}" is taken by ${owner}; choose another id` });
      continue;
    }
    entries.set(id, { manifest: parsed.manifest, source });
  }
  const list = [...entries.values()].map(({ manifest }) => manifest).sort((a, b) => a.name.localeCompare(b.name, 'en'));
  const get = (id: string) => entries.get(id)?.manifest ?? null;

  return {
    list: () => list,
    get,
    require(id) {
      const manifest = get(id);
      if (manifest) return manifest;
      const nearest = closestName(id, [...entries.keys()]);
      throw new PatchbayError(
        'not_found',
        `There is no provider "${id.slice(0, 64)}".${nearest ? ` Did you mean "${nearest}"?` : ' The catalog lists all of them.'}`,
      );
    },
    logo: (id) => entries.get(id)?.source.logo ?? null,
    isPrivate: (id) => entries.get(id)?.source.isPrivate ?? false,
    problems: found,
  };
}
