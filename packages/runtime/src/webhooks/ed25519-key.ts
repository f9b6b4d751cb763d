import { createPublicKey, type KeyObject, verify } from 'node:crypto';

/** Bytes of a signature. */
export const ED25519_SIGNATURE_BYTES = 64;

/** A public key of 32 bytes; null when it is none. */
export function readEd25519Key(bytes: Buffer | null): KeyObject | null {
  if (bytes?.length !== 32) return null;
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: bytes.toString('base64url') }, format: 'jwk' });
}

export function isSignedBy(key: KeyObject, message: readonly Uint8Array[], signature: Uint8Array): boolean {
  return verify(null, Buffer.concat(message), key, signature);
}
