import {
  type EnvelopeChange,
  listSealedCredentials,
  replaceEnvelopes,
  type SealedCredential,
  sealedTableNames,
} from '@patchbay/db';
import { isPatchbayError } from '@patchbay/schema';
import { type KeyRing, open, seal } from '@patchbay/secrets';
import type { ServiceDeps } from '../types.ts';
import { sealedRowAad } from './sealed-row-aad.ts';

/** Rows read, sealed and written together: some milliseconds of work between two turns of others. */
const batchSize = 200;

export interface ResealOptions {
  /** About how many to seal anew at most. */
  limit: number;
  signal?: AbortSignal | undefined;
}

/**
 * Seals what older keys sealed with the newest one, batch by batch. Each batch is one statement and is done or not: broken off
 * anywhere, the next call goes on with what is left. Credentials stay usable all the while, and those changed meanwhile stay as they are.
 */
export async function resealCredentials(
  { db, keyRing }: Pick<ServiceDeps, 'db' | 'keyRing'>,
  { limit, signal }: ResealOptions,
): Promise<{ resealed: number; undecryptable: number }> {
  const keyId = keyRing.current.id;
  const done = { resealed: 0, undecryptable: 0 };
  for (const table of sealedTableNames) {
    let after = '';
    while (done.resealed < limit) {
      signal?.throwIfAborted();
      const rows = await listSealedCredentials(db.orm, { table, after, exceptKeyId: keyId, limit: batchSize });
      const last = rows.at(-1);
      if (last === undefined) break;
      after = last.id;
      const changes = rows.flatMap((row) => reseal(keyRing, row) ?? []);
      done.undecryptable += rows.length - changes.length;
      done.resealed += await replaceEnvelopes(db.orm, { table, keyId, changes });
    }
  }
  return done;
}

/** Null when no key opens it: it stays, for the key may come back. */
function reseal(keyRing: KeyRing, row: SealedCredential): EnvelopeChange | null {
  const aad = sealedRowAad(row);
  try {
    return { id: row.id, from: row.envelope, to: seal(keyRing, open(keyRing, row.envelope, aad), aad) };
  } catch (error) {
    if (isPatchbayError(error)) return null;
    throw error;
  }
}
