import type { ManifestFolder } from '../manifest/context.ts';
import { git } from './git.ts';

/** Where a branch usually left from; the first there is. */
const usualBases = ['origin/main', 'main'];

/**
 * Adds to each manifest that differs from where this branch left its base the text it had there. Without git, or without a base, nothing
 * is known of earlier texts, and nothing is added.
 */
export async function withEarlierTexts(root: string, folders: readonly ManifestFolder[]): Promise<ManifestFolder[]> {
  const fork = await findFork(root);
  if (fork === null) return [...folders];
  // With --relative names are those below the root, which may be a folder of a larger clone.
  const changed = await git(root, 'diff', '--name-only', '--relative', '-z', fork, '--', 'manifests').catch(() => '');
  const names = new Set(changed.split('\0'));
  return Promise.all(
    folders.map(async (folder) => {
      const file = `${folder.folder}/${folder.id}.manifest.ts`;
      if (!names.has(file)) return folder;
      const before = await git(root, 'show', `${fork}:./${file}`).catch(() => null);
      return before === null ? folder : { ...folder, before };
    }),
  );
}

async function findFork(root: string): Promise<string | null> {
  for (const base of usualBases) {
    const fork = await git(root, 'merge-base', 'HEAD', base).catch(() => null);
    if (fork !== null) return fork.trim();
  }
  return null;
}
