import { git } from './git.ts';

/** Git could not tell what was changed. */
export class UnknownChangesError extends Error {}

/**
 * Ids of the manifests that differ from where this branch left `base`, what is not committed included. A change outside manifests/ may
 * concern every manifest: then null. Throws UnknownChangesError outside a clone or for a base there is none of.
 */
export async function changedManifests(root: string, base: string): Promise<readonly string[] | null> {
  let names: string[];
  try {
    const fork = (await git(root, 'merge-base', '--end-of-options', 'HEAD', base)).trim();
    const changed = await git(root, 'diff', '--name-only', '-z', fork);
    const added = await git(root, 'ls-files', '--others', '--exclude-standard', '-z');
    names = `${changed}${added}`.split('\0').filter((name) => name !== '');
  } catch {
    throw new UnknownChangesError(
      `Git does not know what was changed against "${base}". Fetch that branch, or name another with --changed BASE.`,
    );
  }
  // What is generated from manifests changes with them.
  const concernsAll = (name: string) => /^packages\/(schema|runtime|registry|verify)\/src\/(?!.*\.gen\.ts$)/.test(name);
  if (names.some(concernsAll)) return null;
  const ids = names.flatMap((name) => /^manifests\/([^/]+)\//.exec(name)?.[1] ?? []);
  return [...new Set(ids)].sort();
}
