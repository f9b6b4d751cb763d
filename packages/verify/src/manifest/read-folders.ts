import { lstat, readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { ManifestFolder } from './context.ts';
import { type FileText, limitFiles, whyTooLarge } from './limit-files.ts';

const manifestFile = /\.manifest\.(ts|json)$/;

/** Reads every folder of manifests/ that does not begin with an underscore. */
export async function readManifestFolders(root: string): Promise<ManifestFolder[]> {
  const entries = await readdir(join(root, 'manifests'), { withFileTypes: true }).catch(() => []);
  const ids = entries.filter((entry) => entry.isDirectory() && !/^[_.]/.test(entry.name)).map((entry) => entry.name);
  return Promise.all(
    ids.sort().map(async (id) => ({
      id,
      folder: `manifests/${id}`,
      ...limitFiles(await readFiles(join(root, 'manifests', id))),
    })),
  );
}

/**
 * Reads manifests outside of a clone, in the shape a server takes them from its folder of private ones: `<id>.manifest.ts` or
 * `<id>.manifest.json` in the folder itself or one folder below, with `logo.svg` or `<id>.svg` beside. Contract and fixtures stand
 * beside a manifest that has its folder to itself. `shown` is how the folder is called in messages.
 */
export async function readOutsideFolders(path: string, shown: string): Promise<ManifestFolder[]> {
  const entries = await readdir(path, { withFileTypes: true });
  const below = entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .map(({ name }) => name)
    .sort();
  const places = [{ path, shown }, ...below.map((name) => ({ path: join(path, name), shown: join(shown, name) }))];
  const found = await Promise.all(places.map((place) => readOutsideFolder(place.path, place.shown)));
  return found.flat();
}

async function readOutsideFolder(path: string, shown: string): Promise<ManifestFolder[]> {
  const names = (await readdir(path)).filter((name) => manifestFile.test(name)).sort();
  if (names.length === 0) return [];
  const isAlone = names.length === 1;
  const all = isAlone ? await readFiles(path, { followsLinks: true }) : new Map<string, FileText>();
  return Promise.all(
    names.map(async (name): Promise<ManifestFolder> => {
      const id = name.replace(manifestFile, '');
      const given = new Map([...all, [name, await readText(join(path, name))] as const]);
      const called = new Map<string, string>();
      for (const logo of [`${id}.svg`, 'logo.svg']) {
        if (given.has('logo.svg')) break;
        if (!(await isThere(join(path, logo)))) continue;
        const text = await readText(join(path, logo));
        given.delete(logo);
        given.set('logo.svg', text);
        called.set('logo.svg', logo);
      }
      return { id, folder: shown, isOutside: true, names: called, ...limitFiles(given) };
    }),
  );
}

/**
 * Every file below a folder by its path in it, in order, without what is installed there. Links of a clone are not followed: what they
 * lead to is not what is reviewed. Folders of others may be mounted as links.
 */
async function readFiles(folder: string, { followsLinks } = { followsLinks: false }): Promise<Map<string, FileText>> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const found = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => ({ path: join(entry.parentPath, entry.name), isLink: entry.isSymbolicLink() }))
    .filter(({ path }) => !relative(folder, path).split('/').includes('node_modules'));
  const files = new Map<string, FileText>();
  for (const { path, isLink } of found.sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const name = relative(folder, path);
    if (!isLink) files.set(name, await readText(path));
    else if (!followsLinks) files.set(name, { unread: 'it is a link; a manifest folder holds its files itself' });
    // A link to a folder is how a whole folder is mounted: its files are linked as well.
    else if (!(await isFolder(path))) files.set(name, await readText(path));
  }
  return files;
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

async function readText(path: string): Promise<FileText> {
  const found = await stat(path).catch(() => null);
  if (found === null) return { unread: 'it is a link that leads nowhere' };
  // Whoever opens a pipe waits for somebody to write.
  if (!found.isFile())
    return { unread: `it is a ${found.isDirectory() ? 'folder' : 'pipe, socket or device'}, no file` };
  const unread = whyTooLarge(found.size);
  return unread === null ? { text: await readFile(path, 'utf8') } : { unread };
}
