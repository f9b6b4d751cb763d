import { randomBytes } from 'node:crypto';
import { lstat, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ScaffoldError } from './scaffold-error.ts';

/**
 * Writes a folder of manifests/ whole or not at all: beside its place under a name nobody reads, then moved there. Throws ScaffoldError
 * when there is one already.
 */
export async function writeFolder(manifests: string, id: string, files: ReadonlyMap<string, string>): Promise<void> {
  const target = join(manifests, id);
  const draft = join(manifests, `.${id}-${randomBytes(6).toString('hex')}`);
  try {
    for (const [name, text] of files) {
      const path = join(draft, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text, { flag: 'wx' });
    }
    // An empty folder would be replaced without a word.
    await refuseExisting(target, id);
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

/** Whatever is there, a link that leads nowhere included, is left alone. */
export async function refuseExisting(target: string, id: string): Promise<void> {
  const found = await lstat(target).catch(() => null);
  if (found !== null)
    throw new ScaffoldError(
      `manifests/${id} is there already, and was left as it is. Choose another id, or move it away first.`,
    );
}
