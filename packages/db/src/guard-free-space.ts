import { statfsSync } from 'node:fs';
import type { PGlite } from '@electric-sql/pglite';
import { PatchbayError } from '@patchbay/schema';

/** Below this nothing is written: the write-ahead log alone grows by files of 16 MB. */
const leastFreeBytes = 96 * 1024 * 1024;
const checkEveryMs = 100;
const readOnly = /^\s*(select|show|explain|listen|unlisten|rollback)\b/i;

/**
 * Refuses writes while the disk is nearly full. PGlite does not survive running out of space in the middle of one: it
 * spins for ever. Reads go on, and so do writes once there is space again.
 */
export function guardFreeSpace(client: PGlite, folder: string): void {
  let checkedMs = 0;
  let hasSpace = true;

  function requireSpace(): void {
    const nowMs = performance.now();
    if (nowMs - checkedMs > checkEveryMs) {
      checkedMs = nowMs;
      hasSpace = freeBytes(folder) >= leastFreeBytes;
    }
    if (!hasSpace) throw diskFull(folder);
  }

  const { query, exec, transaction } = client;
  client.query = async (text, ...rest) => {
    if (!readOnly.test(text)) requireSpace();
    return query.call(client, text, ...rest) as never;
  };
  client.exec = async (text, ...rest) => {
    if (!readOnly.test(text)) requireSpace();
    return exec.call(client, text, ...rest);
  };
  client.transaction = async (work) => {
    requireSpace();
    return transaction.call(client, work) as never;
  };
}

/** Throws when a database in the folder would have no room to work. */
export function requireFreeSpace(folder: string): void {
  if (freeBytes(folder) < leastFreeBytes) throw diskFull(folder);
}

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

function diskFull(folder: string): PatchbayError {
  return new PatchbayError(
    'internal',
    `The disk of the data folder ${folder} is full: ${leastFreeBytes / 1024 / 1024} MB must be free. Free some space, or set PATCHBAY_DATA_DIR to another disk.`,
  );
}
