import { hkdfSync, type KeyObject } from 'node:crypto';
import { PatchbayError } from '@patchbay/schema';

/** The part of a key ring this needs. */
interface Keys {
  /** Newest first. */
  ids: readonly string[];
  get(id: string): KeyObject | null;
}

/**
 * What signs session cookies where BETTER_AUTH_SECRET is not set: derived from the oldest encryption key, so that adding a new
 * key signs nobody out. Knowing it does not give the key away.
 */
export function deriveSessionSecret({ ids, get }: Keys): string {
  const oldest = get(ids.at(-1) ?? '');
  if (!oldest) throw new PatchbayError('internal', 'The key ring holds no key.');
  return Buffer.from(hkdfSync('sha256', oldest, '', 'patchbay session cookies', 32)).toString('base64url');
}
