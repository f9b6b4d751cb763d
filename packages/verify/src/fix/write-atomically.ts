import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** Writes beside the file and puts it in its place in one step: whoever reads it sees the old text or the new one, whole. Rights stay. */
export async function writeAtomically(base: string, file: string, text: string): Promise<void> {
  const path = resolve(base, file);
  const mode = (await stat(path).catch(() => null))?.mode;
  const draft = `${path}.${randomUUID()}.tmp`;
  await mkdir(dirname(path), { recursive: true });
  try {
    await writeFile(draft, text, mode === undefined ? {} : { mode });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
