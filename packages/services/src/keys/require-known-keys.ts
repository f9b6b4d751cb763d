import { countCredentialsByKey } from '@patchbay/db';
import { PatchbayError } from '@patchbay/schema';
import { toWordsList } from '../support/to-words-list.ts';
import type { ServiceDeps } from '../types.ts';

export interface RequireKnownKeysOptions {
  /** Ids of keys the operator gave up, with the credentials they sealed. */
  lost: readonly string[];
}

/** Refuses to start without a key that still seals credentials: found now, and not when the first of them is used. */
export async function requireKnownKeys(
  { db, keyRing }: Pick<ServiceDeps, 'db' | 'keyRing'>,
  { lost }: RequireKnownKeysOptions,
): Promise<void> {
  const used = await countCredentialsByKey(db.orm);
  const missing = [...used].filter(([id]) => keyRing.get(id) === null && !lost.includes(id));
  if (missing.length === 0) return;
  const ids = missing.map(([id]) => id).sort();
  const total = missing.reduce((sum, [, count]) => sum + count, 0);
  const [key, them] = ids.length === 1 ? ['key', 'it'] : ['keys', 'them'];
  throw new PatchbayError(
    'invalid_input',
    `The encryption ${key} ${toWordsList(ids)} cannot be taken out yet: ${total} stored ${total === 1 ? 'credential needs' : 'credentials need'} ${them}. ` +
      `Put ${them} back behind the newest one (PATCHBAY_ENCRYPTION_KEYS, or the key file in the data folder) and run "patchbay keys rotate" before removing ${them}. ` +
      `If ${them === 'it' ? 'it is' : 'they are'} lost, set PATCHBAY_LOST_KEYS=${ids.join(',')}: Patchbay then starts, and those credentials have to be entered anew.`,
    { data: { missing: ids } },
  );
}
