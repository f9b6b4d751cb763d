import { createDecipheriv } from 'node:crypto';

/** How older systems stored a secret: hex of AES-256-CBC. Without `iv`, `value` is `<iv>:<ciphertext>`. */
export interface LegacySecret {
  iv?: string | null | undefined;
  value: string;
}

export type LegacyResult = { data: string; success: true } | { data: null; success: false };

const failure: LegacyResult = { data: null, success: false };
const ivPattern = /^[0-9a-f]{32}$/i;
const ciphertextPattern = /^(?:[0-9a-f]{32})+$/i;

/**
 * Reads a secret of an older system, to be sealed anew at once: nothing is ever written this way. `key` is that system's key, 32
 * bytes as they are, as text, or in hex. Whatever does not open is `success: false`, never an exception. Such secrets carry no
 * authentication: one wrong key in some hundreds gives a wrong text of a few characters, so test what was imported.
 */
export function decryptLegacy(secret: LegacySecret, key: string | Uint8Array): LegacyResult {
  const [iv, ciphertext] = secret.iv ? [secret.iv, secret.value] : splitOnce(secret.value);
  const keyBytes = toKey(key);
  if (keyBytes === null || !ivPattern.test(iv) || !ciphertextPattern.test(ciphertext)) return failure;
  const decipher = createDecipheriv('aes-256-cbc', keyBytes, Buffer.from(iv, 'hex'));
  try {
    const bytes = Buffer.concat([decipher.update(ciphertext, 'hex'), decipher.final()]);
    return { data: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), success: true };
  } catch {
    return failure;
  }
}

function splitOnce(text: string): [string, string] {
  const colon = text.indexOf(':');
  return [text.slice(0, Math.max(colon, 0)), text.slice(colon + 1)];
}

function toKey(key: string | Uint8Array): Uint8Array | null {
  const isHex = typeof key === 'string' && /^[0-9a-f]{64}$/i.test(key);
  const bytes = typeof key === 'string' ? Buffer.from(key, isHex ? 'hex' : 'utf8') : key;
  return bytes.length === 32 ? bytes : null;
}
