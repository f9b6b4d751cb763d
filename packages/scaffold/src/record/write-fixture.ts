import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FixtureInput } from '@patchbay/schema';
import { writeAtomically } from '@patchbay/verify';
import { ScaffoldError } from '../scaffold-error.ts';

/** Where a fixture of a manifest belongs. Throws ScaffoldError for a name that is none, or one that is taken. */
export async function fixtureFile(
  root: string,
  folder: string,
  name: string,
  { isReplaced }: { isReplaced: boolean },
): Promise<string> {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name))
    throw new ScaffoldError(`A fixture cannot be called "${name}". Use small letters, digits and single dashes.`);
  const file = `${folder}/fixtures/${name}.json`;
  const found = await lstat(join(root, file)).catch(() => null);
  if (found !== null && !isReplaced)
    throw new ScaffoldError(
      `${file} is there already. Choose another name with --name, or replace it with --overwrite.`,
    );
  return file;
}

export async function writeFixture(root: string, file: string, fixture: FixtureInput): Promise<void> {
  await writeAtomically(root, file, `${JSON.stringify(fixture, null, 2)}\n`);
}
