import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { PatchbayError } from '@patchbay/schema';
import type { KeyRing } from './key-ring.ts';

const algorithm = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;

/**
 * Encrypts with the newest key: `v1:keyId:iv:tag:ciphertext`, the last three base64url. `aad` names the row the
 * envelope belongs to (organization, connection, version); it opens nowhere else.
 */
export function seal(keyRing: KeyRing, plaintext: string, aad: string): string {
  const { id, key } = keyRing.current;
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv(algorithm, key, iv, { authTagLength: tagBytes });
  cipher.setAAD(bindAad(id, aad));
  const ciphertext = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
  return ['v1', id, ...[iv, cipher.getAuthTag(), ciphertext].map((part) => part.toString('base64url'))].join(':');
}

/** Decrypts what `seal` made. Throws `internal`, naming the likely cause and never any content. */
export function open(keyRing: KeyRing, envelope: string, aad: string): string {
  const { keyId, iv, tag, ciphertext } = parseEnvelope(envelope);
  const key = keyRing.get(keyId);
  if (key === null) {
    throw new PatchbayError(
      'internal',
      `A secret is sealed with the key ${keyId}, which PATCHBAY_ENCRYPTION_KEYS does not hold. Add that key again, or enter the secret anew.`,
    );
  }
  const decipher = createDecipheriv(algorithm, key, iv, { authTagLength: tagBytes });
  decipher.setAAD(bindAad(keyId, aad));
  decipher.setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8');
  } catch {
    throw new PatchbayError(
      'internal',
      `A sealed secret does not open: it was changed, moved from another row, or the key ${keyId} is not the one that sealed it. Enter the secret anew.`,
    );
  }
}

/** Id of the key that sealed the envelope; a rotation re-seals those of old keys. */
export function readKeyId(envelope: string): string {
  return parseEnvelope(envelope).keyId;
}

interface Envelope {
  keyId: string;
  iv: Buffer;
  tag: Buffer;
  ciphertext: Buffer;
}

function parseEnvelope(envelope: string): Envelope {
  const [version, keyId, ...rest] = envelope.split(':');
  if (version !== 'v1' || !keyId || rest.length !== 3) throw damaged();
  const [iv, tag, ciphertext] = rest.map(decode);
  if (iv?.length !== ivBytes || tag?.length !== tagBytes || ciphertext === undefined) throw damaged();
  return { keyId, iv, tag, ciphertext };
}

/** Only the one spelling `seal` writes, so that no two envelopes mean the same. */
function decode(part: string): Buffer {
  const bytes = Buffer.from(part, 'base64url');
  if (bytes.toString('base64url') !== part) throw damaged();
  return bytes;
}

/** The key id is bound too: changing the label of an envelope is noticed even if two ids share a key. */
function bindAad(keyId: string, aad: string): Buffer {
  return Buffer.from(`v1:${keyId}:${aad}`, 'utf8');
}

function damaged(): PatchbayError {
  return new PatchbayError(
    'internal',
    'A sealed secret is damaged or cut off. Restore it from a backup, or enter it anew.',
  );
}
