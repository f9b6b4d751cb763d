import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runVerifyCommand } from '@patchbay/verify';
import type { Command } from './command.ts';

export const verify: Command = {
  name: 'verify',
  summary: 'prove manifests correct without an account at the provider',
  async run(argv, { folder, out, error }) {
    const root = findRoot(folder);
    if (root === null) {
      error(`There is no manifests folder in ${folder} or above it. Run this inside a clone of Patchbay.\n`);
      return 2;
    }
    return runVerifyCommand(root, argv, { out, error });
  },
};

/** The nearest folder upwards that holds manifests/, or null. */
function findRoot(folder: string): string | null {
  if (existsSync(join(folder, 'manifests'))) return folder;
  const parent = dirname(folder);
  return parent === folder ? null : findRoot(parent);
}
