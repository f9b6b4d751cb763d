import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CommandError } from './command.ts';

/** The nearest folder upwards that holds manifests/, or null. */
export function findRoot(folder: string): string | null {
  if (existsSync(join(folder, 'manifests'))) return folder;
  const parent = dirname(folder);
  return parent === folder ? null : findRoot(parent);
}

/** The same for a command that makes no sense elsewhere. Throws a CommandError. */
export function requireRoot(folder: string): string {
  const root = findRoot(folder);
  if (root !== null) return root;
  throw new CommandError(`There is no manifests folder in ${folder} or above it. Run this inside a clone of Patchbay.`);
}
