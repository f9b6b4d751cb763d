import type { ManifestInput } from './manifest.ts';

/** Marks plain data as a manifest, so that the editor checks and explains every field. It validates nothing: `verify` and the registry do. */
export function defineManifest(manifest: ManifestInput): ManifestInput {
  return manifest;
}
