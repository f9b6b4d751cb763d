import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { KeyField, KeyKind } from './key-fields.ts';
import { selfSign } from './self-sign.ts';

type PrivateKind = Exclude<KeyKind, 'certificate' | 'bytes'>;

const generate: Record<PrivateKind, () => KeyObject> = {
  rsa: () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
  p256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  ed25519: () => generateKeyPairSync('ed25519').privateKey,
};
const privateKeys = new Map<PrivateKind, KeyObject>();
let certificate: string | undefined;

/** A private key of this process: no key that anybody could use is written down, and none is made twice. */
export function samplePrivateKey(kind: PrivateKind): KeyObject {
  const known = privateKeys.get(kind);
  if (known) return known;
  const key = generate[kind]();
  privateKeys.set(kind, key);
  return key;
}

/** A key of the right kind, written as its field wants it. */
export function sampleKey({ kind, encoding }: KeyField): string {
  if (kind === 'bytes')
    return Buffer.from('canary-shared-secret-7f3d9b1c', 'utf8').toString(encoding === 'hex' ? 'hex' : 'base64');
  if (kind === 'certificate') {
    certificate ??= selfSign(samplePrivateKey('p256'));
    return certificate;
  }
  const key = samplePrivateKey(kind);
  if (encoding === 'pem') return key.export({ type: 'pkcs8', format: 'pem' }).toString();
  return key.export({ type: 'pkcs8', format: 'der' }).toString(encoding);
}

/** `{keys.rsa}` in the credentials of a fixture stands for the RSA key of this process, in PEM; null for other text. */
export function namedKey(text: string): string | null {
  const kind = /^\{keys\.(rsa|p256|ed25519|certificate)\}$/.exec(text)?.[1] as KeyKind | undefined;
  return kind === undefined ? null : sampleKey({ kind, encoding: 'pem' });
}
