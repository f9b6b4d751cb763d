import { loadContexts } from '../manifest/load-contexts.ts';
import { readManifestFolders } from '../manifest/read-folders.ts';
import { UnknownChangesError } from '../repository/changed-manifests.ts';
import { forkOf } from '../repository/fork-of.ts';
import { git } from '../repository/git.ts';
import { suggest } from '../support/suggest.ts';
import { UnknownManifestError } from '../target.ts';
import { type Bump, bumpBetween, compareManifests, type ManifestChange, requiredBump } from './compare-manifests.ts';

export interface ManifestDiff {
  changes: ManifestChange[];
  /** How the version has to rise. */
  required: Bump;
  /** How it did; null when it fell. */
  given: Bump | null;
  versions: { before: string; after: string };
  /** What the manifest says to those who use it already, about its version of now. */
  notes: readonly string[];
}

/** What a manifest is otherwise than in `base`. Null when it is new there. Throws UnknownManifestError and UnknownChangesError. */
export async function diffManifest({
  root,
  id,
  base,
}: {
  root: string;
  id: string;
  base: string;
}): Promise<ManifestDiff | null> {
  const folders = await readManifestFolders(root);
  const folder = folders.find((one) => one.id === id);
  if (!folder)
    throw new UnknownManifestError(
      `There is no manifest "${id}" in manifests/; ${suggest(
        id,
        folders.map((one) => one.id),
      )}`,
    );
  const name = `${id}.manifest.ts`;
  const text = await readOld(root, base, `${folder.folder}/${name}`);
  if (text === null) return null;
  const [now] = await loadContexts([folder]);
  const [then] = await loadContexts([{ ...folder, files: new Map([...folder.files, [name, text]]) }]);
  if (!now?.parsed?.ok)
    throw new UnknownManifestError(`The manifest "${id}" is not valid: run "patchbay verify ${id}".`);
  if (!then?.parsed?.ok)
    throw new UnknownChangesError(
      `The manifest "${id}" of ${base} cannot be read, or is not valid by the schema of today, so there is nothing to compare with. Name another branch or commit.`,
    );
  const [before, after] = [then.parsed.manifest, now.parsed.manifest];
  const changes = compareManifests(before, after);
  return {
    changes,
    required: requiredBump(changes),
    given: bumpBetween(before.version, after.version),
    versions: { before: before.version, after: after.version },
    notes: after.migrations[after.version] ?? [],
  };
}

/** The file as it was where this branch left `base`; null when it was not there. */
async function readOld(root: string, base: string, path: string): Promise<string | null> {
  const fork = await forkOf(root, base);
  try {
    return await git(root, 'show', `${fork}:${path}`);
  } catch {
    return null;
  }
}
