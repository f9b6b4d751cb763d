import { UnknownChangesError } from './changed-manifests.ts';
import { git } from './git.ts';

/** The commit where what is checked out left `base`. Throws UnknownChangesError with what to do when there is none. */
export async function forkOf(root: string, base: string): Promise<string> {
  try {
    // What is named is never an option of git.
    return (await git(root, 'merge-base', '--end-of-options', 'HEAD', base)).trim();
  } catch {
    throw new UnknownChangesError(await whyThereIsNone(root, base));
  }
}

async function whyThereIsNone(root: string, base: string): Promise<string> {
  const isThere = (...args: string[]) =>
    git(root, 'rev-parse', '--verify', '--quiet', '--end-of-options', ...args).then(
      () => true,
      () => false,
    );
  const name = base.slice(0, 100);
  if (!(await isThere('HEAD')))
    return 'There is no commit here to compare with. Run this in a clone, with git installed.';
  if (!(await isThere(`${base}^{commit}`))) return `Git knows no "${name}" here. Fetch that branch, or name another.`;
  return `"${name}" and what is checked out have no commit in common here. In a shallow clone, run "git fetch --unshallow" first; else name another branch.`;
}
