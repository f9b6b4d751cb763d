import { hash, randomUUID } from 'node:crypto';
import { readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { PatchbayError } from '@patchbay/schema';
import { explainFileError } from './explain-file-error.ts';

interface Holder {
  token: string;
  pid: number;
  host: string;
  /** When the process began, in the kernel's own count; tells a reused pid apart. Null where it is not known. */
  processStart: string | null;
}

const touchEveryMs = 10_000;
/** For a holder on another host (another container on the same volume), whose process cannot be asked. */
const untouchedMs = 30_000;
const halfWrittenMs = 2_000;

/**
 * Takes `<folder>.lock`, because PGlite lets two processes open one folder and damage it. A lock left by a killed
 * process is taken over at once. Throws when the folder is in use. Answers how to give it back.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const file = `${folder}.lock`;
  const own: Holder = {
    token: randomUUID(),
    pid: process.pid,
    host: os.hostname(),
    processStart: await readProcessStart(process.pid),
  };
  for (let attempt = 0; attempt < 30; attempt++) {
    if (await tryWrite(file, own)) return keep(file, own.token);
    const text = await readFile(file, 'utf8').catch(() => null);
    if (text === null) continue;
    const holder = parseHolder(text);
    if (holder && (await isAlive(file, holder, own))) {
      throw new PatchbayError(
        'conflict',
        `The data folder ${folder} is in use by process ${holder.pid}${holder.host === own.host ? '' : ` on ${holder.host}`}. Stop that one, or set PATCHBAY_DATA_DIR to another folder.`,
      );
    }
    // Made but not yet written: its maker is about to.
    if (holder === null && (await ageMs(file)) < halfWrittenMs) await delay(100);
    else if (await takeOver(file, text, own)) return keep(file, own.token);
  }
  throw new PatchbayError('conflict', `The data folder ${folder} is being opened by another process. Try again.`);
}

async function tryWrite(file: string, own: Holder): Promise<boolean> {
  try {
    await writeFile(file, JSON.stringify(own), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === 'EEXIST') return false;
    throw new PatchbayError('internal', `The lock ${file} cannot be written: ${explainFileError(error)}`, {
      cause: error,
    });
  }
}

function keep(file: string, token: string): () => Promise<void> {
  const timer = setInterval(() => void utimes(file, new Date(), new Date()).catch(() => {}), touchEveryMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    const text = await readFile(file, 'utf8').catch(() => null);
    if (text !== null && parseHolder(text)?.token === token) await rm(file, { force: true });
  };
}

async function isAlive(file: string, holder: Holder, own: Holder): Promise<boolean> {
  if (holder.host !== own.host) return (await ageMs(file)) < untouchedMs;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    // EPERM: alive, and another user's.
    if ((error as { code?: string }).code !== 'EPERM') return false;
  }
  return holder.processStart === (await readProcessStart(holder.pid));
}

/** Since the file was last touched; endless when it is gone. */
async function ageMs(file: string): Promise<number> {
  const touched = await stat(file).catch(() => null);
  return touched === null ? Number.POSITIVE_INFINITY : Date.now() - touched.mtimeMs;
}

/**
 * Replaces a stale lock with ours; false when someone else was faster. Whoever makes the claim file, which is named
 * after what the stale lock says, is the only one to replace that lock; the others read again.
 */
async function takeOver(file: string, staleText: string, own: Holder): Promise<boolean> {
  const claim = `${file}.${hash('sha256', staleText, 'hex').slice(0, 16)}`;
  if (!(await tryWrite(claim, own))) {
    // Its maker died half-way, or is at it right now.
    if ((await ageMs(claim)) > halfWrittenMs) await rm(claim, { force: true });
    await delay(50);
    return false;
  }
  if ((await readFile(file, 'utf8').catch(() => null)) === staleText) {
    await rename(claim, file);
    return true;
  }
  await rm(claim, { force: true });
  return false;
}

async function readProcessStart(pid: number): Promise<string | null> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8');
    // Field 22, counted after the command, which may itself hold spaces and parentheses.
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

function parseHolder(text: string): Holder | null {
  try {
    const value = JSON.parse(text) as Partial<Holder>;
    return typeof value.pid === 'number' && typeof value.host === 'string' ? (value as Holder) : null;
  } catch {
    return null;
  }
}
