import { createSecretKey, type KeyObject } from 'node:crypto';
import { type ErrorDetail, PatchbayError } from '@patchbay/schema';

/** Keys by id. New secrets are sealed with `current`, old ones open with the key their envelope names. */
export interface KeyRing {
  current: SealingKey;
  get(id: string): KeyObject | null;
  /** Newest first. */
  ids: readonly string[];
}

export interface SealingKey {
  id: string;
  key: KeyObject;
}

const idPattern = /^[A-Za-z0-9_-]{1,32}$/;
const keyBytes = 32;

/**
 * Reads `id:base64` pairs, newest first, separated by commas or line breaks. Each key is 32 random bytes. Throws
 * invalid_input with one detail for each bad entry, `path` being its place; no message repeats a key.
 */
export function createKeyRing(spec: string): KeyRing {
  const entries = spec
    .split(/[,\n]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  const keys = new Map<string, KeyObject>();
  const details: ErrorDetail[] = [];
  for (const [index, entry] of entries.entries()) {
    const read = readEntry(entry, keys);
    if (typeof read === 'string') details.push({ path: String(index + 1), message: read });
    else keys.set(read.id, read.key);
  }
  const [first] = keys;
  if (details.length > 0 || first === undefined) throw badKeys(details);
  const [id, key] = first;
  return { current: { id, key }, get: (wanted) => keys.get(wanted) ?? null, ids: [...keys.keys()] };
}

/** The key of an entry, or what is wrong with it. */
function readEntry(entry: string, keys: ReadonlyMap<string, KeyObject>): SealingKey | string {
  const colon = entry.indexOf(':');
  if (colon === -1) return 'has no id: write id:base64';
  const id = entry.slice(0, colon);
  if (!idPattern.test(id)) return 'has a bad id: use 1 to 32 letters, digits, - and _';
  if (keys.has(id)) return `repeats the id ${id}: each key needs its own`;
  const bytes = decodeBase64(entry.slice(colon + 1).trim());
  if (bytes === null) return `(${id}) is not base64`;
  if (bytes.length !== keyBytes) return `(${id}) has ${bytes.length} bytes instead of ${keyBytes}`;
  return { id, key: createSecretKey(bytes) };
}

/** Buffer.from skips what it cannot read; a mistyped key must not become another key. */
function decodeBase64(text: string): Buffer | null {
  const standard = text.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '');
  const bytes = Buffer.from(standard, 'base64');
  return bytes.toString('base64').replace(/=+$/, '') === standard ? bytes : null;
}

function badKeys(details: ErrorDetail[]): PatchbayError {
  const what =
    details.length === 0
      ? 'There is no encryption key'
      : `Encryption keys cannot be read: ${details.map(({ path, message }) => `entry ${path} ${message}`).join('; ')}`;
  return new PatchbayError(
    'invalid_input',
    `${what}. PATCHBAY_ENCRYPTION_KEYS holds id:base64 pairs, newest first; make a key with: openssl rand -base64 32`,
    { details },
  );
}
