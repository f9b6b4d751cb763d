import { createPrivateKey, type KeyObject } from 'node:crypto';
import type { MethodOf } from './auth-strategy.ts';
import { badKey, readPrivateKey } from './private-key.ts';

type Config = Pick<MethodOf<'jwt'>['config'], 'algorithm' | 'keyEncoding'>;

const wanted = {
  RS256: 'an RSA key of at least 2048 bits',
  ES256: 'an EC key on the curve P-256',
  EdDSA: 'an Ed25519 key',
};

/** The key a token is signed with, as declared. Throws `auth_invalid` for one that is broken or of the wrong kind. */
export function readSigningKey(config: Config, text: string, label: string): KeyObject | Uint8Array {
  const { algorithm, keyEncoding } = config;
  if (algorithm === 'HS256') return readBytes(keyEncoding, text, label);
  const key = readAsymmetricKey(keyEncoding, text, label);
  if (isOfKind(algorithm, key)) return key;
  throw badKey(
    `The ${label} is ${describe(key)}, but tokens are signed with ${algorithm}, which needs ${wanted[algorithm]}.`,
    'Make a key of that kind at the provider, and enter it here.',
  );
}

function readAsymmetricKey(encoding: Config['keyEncoding'], text: string, label: string): KeyObject {
  if (encoding === 'pem' || encoding === 'utf8') return readPrivateKey(text, label);
  const bytes = readBytes(encoding, text, label);
  if (bytes.includes('-----BEGIN')) return readPrivateKey(bytes.toString('utf8'), label);
  try {
    return createPrivateKey({ key: bytes, format: 'der', type: 'pkcs8' });
  } catch {
    throw badKey(`The ${label} is not a valid private key.`, 'Copy it again from the file the provider gave.');
  }
}

function readBytes(encoding: Config['keyEncoding'], text: string, label: string): Buffer {
  if (encoding === 'pem' || encoding === 'utf8') return Buffer.from(text, 'utf8');
  const compact = text.replace(/\s+/g, '');
  const isValid = encoding === 'hex' ? /^([0-9a-f]{2})+$/i.test(compact) : /^[A-Za-z0-9+/_-]+={0,2}$/.test(compact);
  if (!isValid)
    throw badKey(
      `The ${label} is not written in ${encoding}.`,
      'Copy the whole value again, without anything around it.',
    );
  return Buffer.from(compact, encoding);
}

function isOfKind(algorithm: keyof typeof wanted, key: KeyObject): boolean {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (algorithm === 'RS256') return type === 'rsa' && (details?.modulusLength ?? 0) >= 2048;
  if (algorithm === 'ES256') return type === 'ec' && details?.namedCurve === 'prime256v1';
  return type === 'ed25519';
}

function describe({ asymmetricKeyType: type, asymmetricKeyDetails: details }: KeyObject): string {
  if (type === 'rsa') return `an RSA key of ${details?.modulusLength ?? 'unknown'} bits`;
  if (type === 'ec') return `an EC key on the curve ${details?.namedCurve ?? 'unknown'}`;
  return `a key of the kind ${type ?? 'unknown'}`;
}
