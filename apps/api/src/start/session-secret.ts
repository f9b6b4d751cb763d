import { hkdfSync, type KeyObject } from 'node:crypto';

/**
 * What signs session cookies where BETTER_AUTH_SECRET is not set: derived from the oldest encryption key, so that adding a new
 * key signs nobody out. Knowing it does not give the key away.
 */
export function deriveSessionSecret(oldestKey: KeyObject): string {
  return Buffer.from(hkdfSync('sha256', oldestKey, '', 'patchbay session cookies', 32)).toString('base64url');
}
