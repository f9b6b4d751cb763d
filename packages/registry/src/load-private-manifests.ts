import { readdir, readFile } from 'node:fs/promises';
import { registerHooks } from 'node:module';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ManifestInput } from '@patchbay/schema';
import type { ManifestSource, RegistryProblem } from './create-registry.ts';

const MAX_BYTES = 1_048_576;

/**
 * Reads the operator's own manifests: `<id>.manifest.ts` (exporting `manifest`) or canonical JSON `<id>.manifest.json`, in the
 * folder itself or one folder below it, with an optional `logo.svg` or `<id>.svg` beside. A broken file is reported and skipped.
 *
 * A `.ts` manifest is code of the operator, run with the rights of the server; JSON is data only.
 */
export async function loadPrivateManifests(
  folder: string,
): Promise<{ manifests: ManifestSource[]; problems: RegistryProblem[] }> {
  const root = resolve(folder);
  const hooks = resolveSchemaFor(root);
  try {
    return await loadFolder(folder, root);
  } finally {
    hooks.deregister();
  }
}

/** A private folder has no node_modules: its manifests get the schema package of this server. */
function resolveSchemaFor(root: string): { deregister(): void } {
  const parent = pathToFileURL(`${root}/`).href;
  const schema = import.meta.resolve('@patchbay/schema');
  return registerHooks({
    resolve: (specifier, context, next) =>
      specifier === '@patchbay/schema' && context.parentURL?.startsWith(parent)
        ? { url: schema, shortCircuit: true }
        : next(specifier, context),
  });
}

async function loadFolder(
  folder: string,
  root: string,
): Promise<{ manifests: ManifestSource[]; problems: RegistryProblem[] }> {
  const manifests: ManifestSource[] = [];
  const problems: RegistryProblem[] = [];
  let files: string[];
  try {
    files = await manifestFiles(root);
  } catch (error) {
    return {
      manifests,
      problems: [
        {
          source: folder,
          message: `the folder of private manifests cannot be read (${reason(error)}); check PATCHBAY_MANIFESTS`,
        },
      ],
    };
  }
  for (const file of files) {
    const name = file.slice(root.length + 1);
    try {
      manifests.push({ manifest: await readManifest(file), logo: await readLogo(file), source: name, isPrivate: true });
    } catch (error) {
      problems.push({ source: name, message: reason(error) });
    }
  }
  return { manifests, problems };
}

async function manifestFiles(root: string): Promise<string[]> {
  const isManifest = (name: string) => /\.manifest\.(ts|json)$/.test(name);
  const files: string[] = [];
  for (const entry of (await readdir(root, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.isFile() && isManifest(entry.name)) files.push(join(root, entry.name));
    if (!entry.isDirectory() || entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    for (const name of (await readdir(join(root, entry.name))).sort())
      if (isManifest(name)) files.push(join(root, entry.name, name));
  }
  return files;
}

async function readManifest(file: string): Promise<ManifestInput> {
  if (file.endsWith('.json')) {
    const text = await readFile(file, 'utf8');
    if (text.length > MAX_BYTES) throw new Error('the file is larger than 1 MiB');
    return JSON.parse(text) as ManifestInput;
  }
  const module = (await import(pathToFileURL(file).href)) as { manifest?: ManifestInput };
  if (typeof module.manifest !== 'object' || module.manifest === null)
    throw new Error('it has no export named "manifest"');
  return module.manifest;
}

async function readLogo(file: string): Promise<string | null> {
  const id = basename(file).replace(/\.manifest\.(ts|json)$/, '');
  for (const name of [`${id}.svg`, 'logo.svg']) {
    const text = await readFile(join(file, '..', name), 'utf8').catch(() => null);
    if (text !== null) return text.length <= MAX_BYTES ? text : null;
  }
  return null;
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
