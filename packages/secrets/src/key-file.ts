import { randomBytes } from 'node:crypto';
import { chmod, link, open, readFile, rm, stat } from 'node:fs/promises';
import { PatchbayError } from '@patchbay/schema';

export interface KeyFile {
  /** What createKeyRing reads. */
  spec: string;
  /** True when the file was made now: tell the user to back it up. */
  isNew: boolean;
  /** Something the user should know, such as that the file was readable by others. */
  warning: string | null;
}

/**
 * Reads the key file, making it with one new key when there is none. It is made whole or not at all, with mode 0600,
 * and never overwritten: losing it is losing every sealed secret. A file others could read is closed, with a warning.
 */
export async function createKeyFile(path: string): Promise<KeyFile> {
  const existing = await readKeyFile(path);
  if (existing !== null) return existing;
  const spec = `k${randomBytes(3).toString('hex')}:${randomBytes(32).toString('base64')}\n`;
  try {
    if (await writeOnce(path, spec)) return { spec, isNew: true, warning: null };
  } catch (error) {
    const reason = (error as { code?: string }).code ?? String(error);
    throw new PatchbayError(
      'internal',
      `The key file ${path} cannot be made (${reason}). Make its folder writable, or set PATCHBAY_ENCRYPTION_KEYS.`,
      { cause: error },
    );
  }
  // Another process made it in the meantime.
  const made = await readKeyFile(path);
  if (made === null)
    throw new PatchbayError('internal', `The key file ${path} went away while it was read. Start again.`);
  return made;
}

async function readKeyFile(path: string): Promise<KeyFile | null> {
  let spec: string;
  let mode: number;
  try {
    spec = await readFile(path, 'utf8');
    mode = (await stat(path)).mode;
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'ENOENT') return null;
    throw new PatchbayError(
      'internal',
      `The key file ${path} cannot be read (${code ?? String(error)}). It must be readable by the user Patchbay runs as.`,
      { cause: error },
    );
  }
  // Windows knows no such modes.
  if ((mode & 0o077) === 0 || process.platform === 'win32') return { spec, isNew: false, warning: null };
  const isClosed = await chmod(path, 0o600).then(
    () => true,
    () => false,
  );
  const warning = `The key file ${path} could be read by other users of this machine.${
    isClosed ? ' Its mode is now 0600.' : ' Its mode could not be changed: run chmod 600 on it.'
  } Rotate the key if anyone may have copied it.`;
  return { spec, isNew: false, warning };
}

/** False when the file exists. Written aside and linked into place, so that nobody ever reads half of it. */
async function writeOnce(path: string, text: string): Promise<boolean> {
  const aside = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    const file = await open(aside, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await link(aside, path);
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(aside, { force: true });
  }
}
