import { stat } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import type { ManifestFolder } from './manifest/context.ts';
import { readManifestFolders, readOutsideFolders } from './manifest/read-folders.ts';
import { withEarlierTexts } from './repository/with-earlier-texts.ts';
import { suggest } from './support/suggest.ts';

/** No manifest of a name that was asked for. */
export class UnknownManifestError extends Error {}

/** What is verified: manifests of a clone, or of a folder outside of one. */
export interface VerifyTarget {
  /** What the paths of places are relative to. */
  base: string;
  /** Those to verify; empty: all. Others are read too, since manifests are held against each other. */
  ids: readonly string[];
  /** The clone, whose own rules run when all of it is verified; null outside of one. */
  root: string | null;
  read(): Promise<ManifestFolder[]>;
  /** Folders to watch. */
  watched: string;
}

/** Manifests of a clone: all of them, or those of the given ids. */
export function cloneTarget(root: string, ids: readonly string[] = []): VerifyTarget {
  return {
    base: root,
    ids,
    root,
    read: async () => withEarlierTexts(root, await readManifestFolders(root)),
    watched: join(root, 'manifests'),
  };
}

/** Manifests of any other folder: one or several, in the shape of decision 0007. `from` is the folder the command was called in. */
export function outsideTarget(folder: string, from: string): VerifyTarget {
  const path = resolve(from, folder);
  return {
    base: from,
    ids: [],
    root: null,
    read: async () => {
      const found = await readOutsideFolders(path, relative(from, path) || '.').catch((error: unknown) => {
        throw new UnknownManifestError(`The folder ${folder} cannot be read (${reasonOf(error)}).`);
      });
      if (found.length > 0) return found;
      throw new UnknownManifestError(
        `There is no manifest in ${folder}. It takes <id>.manifest.ts or <id>.manifest.json, there or one folder below.`,
      );
    },
    watched: path,
  };
}

/**
 * What was named on a command line: ids of a clone, or one folder. A folder of the clone's own manifests/ is its id. Throws
 * UnknownManifestError when it is neither.
 */
export async function targetOf(root: string | null, named: readonly string[], from: string): Promise<VerifyTarget> {
  const paths = named.filter((name) => /[\\/]|^\.+$/.test(name));
  if (root !== null && paths.every((path) => isOwnFolder(root, path, from)))
    return cloneTarget(
      root,
      named.map((name) => (paths.includes(name) ? idOf(name, from) : name)),
    );
  const [folder, ...others] = named;
  if (folder === undefined || paths.length === 0)
    throw new UnknownManifestError(
      `There is no manifests folder in ${from} or above it. Run this inside a clone of Patchbay, or name a folder of manifests of your own: patchbay verify ./folder`,
    );
  if (others.length > 0) throw new UnknownManifestError('Name one folder, or ids of the clone.');
  const isFolder = await stat(resolve(from, folder)).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) throw new UnknownManifestError(`There is no folder ${folder}.`);
  return outsideTarget(folder, from);
}

/** Throws UnknownManifestError for the first id there is none of. */
export function requireKnown(ids: readonly string[], known: readonly string[]): void {
  for (const id of ids)
    if (!known.includes(id))
      throw new UnknownManifestError(`There is no manifest "${id}" in manifests/; ${suggest(id, known)}`);
}

function isOwnFolder(root: string, path: string, from: string): boolean {
  return dirname(resolve(from, path)) === join(root, 'manifests');
}

function idOf(path: string, from: string): string {
  return relative(dirname(resolve(from, path)), resolve(from, path));
}

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
