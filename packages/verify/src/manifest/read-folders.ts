import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { ManifestFolder } from './context.ts';

/** Reads every folder of manifests/ that does not begin with an underscore. */
export async function readManifestFolders(root: string): Promise<ManifestFolder[]> {
  const entries = await readdir(join(root, 'manifests'), { withFileTypes: true }).catch(() => []);
  const ids = entries.filter((entry) => entry.isDirectory() && !/^[_.]/.test(entry.name)).map((entry) => entry.name);
  return Promise.all(
    ids.sort().map(async (id) => ({ id, folder: `manifests/${id}`, files: await readFiles(root, id) })),
  );
}

async function readFiles(root: string, id: string): Promise<Map<string, string>> {
  const folder = join(root, 'manifests', id);
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !relative(folder, path).split('/').includes('node_modules'));
  const files = new Map<string, string>();
  for (const path of paths.sort()) files.set(relative(folder, path), await readFile(path, 'utf8'));
  return files;
}
