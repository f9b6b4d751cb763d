import type { CredentialVersion } from '@patchbay/db';
import { type KeyRing, open } from '@patchbay/secrets';
import { credentialAad } from './credential-aad.ts';
import type { CredentialValues } from './credential-values.ts';

/** Opens the sealed part of a version; references are given as they are. Throws when no key of the ring fits. */
export function openCredentialVersion(keyRing: KeyRing, row: CredentialVersion): CredentialValues {
  const sealed =
    row.envelope === null
      ? {}
      : (JSON.parse(open(keyRing, row.envelope, credentialAad(row))) as Record<string, string>);
  return { sealed, authRefs: row.authRefs };
}
