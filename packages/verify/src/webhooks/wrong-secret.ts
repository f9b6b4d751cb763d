import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { WebhookVerify } from '@patchbay/schema';
import type { Attempt } from './attempt.ts';

const PUBLIC_KEY_PREFIX = 'whpk_';

/** The attempt with another secret or key of the same form, so that it is refused for being wrong, not for being unreadable. */
export function withWrongSecret(scheme: WebhookVerify, attempt: Attempt): Attempt {
  if (scheme.type === 'ed25519')
    return {
      ...attempt,
      settings: { ...attempt.settings, [scheme.publicKey.setting]: newEd25519Key().toString('hex') },
    };
  return { ...attempt, secrets: attempt.secrets.map((secret) => otherSecret(scheme, secret)) };
}

/** The attempt without anything to check it with. */
export function withoutSecret(scheme: WebhookVerify, attempt: Attempt): Attempt {
  return scheme.type === 'ed25519' ? { ...attempt, settings: {} } : { ...attempt, secrets: [] };
}

function otherSecret(scheme: WebhookVerify, secret: string): string {
  if (scheme.type === 'standard_webhooks') {
    if (secret.startsWith(PUBLIC_KEY_PREFIX)) return PUBLIC_KEY_PREFIX + newEd25519Key().toString('base64');
    return otherKey(secret, 'base64', 'whsec_');
  }
  if (scheme.type === 'jws' && secret.includes('-----BEGIN '))
    return writePem(
      (createPublicKey(secret).asymmetricKeyType === 'rsa'
        ? generateKeyPairSync('rsa', { modulusLength: 2048 })
        : generateKeyPairSync('ec', { namedCurve: 'P-256' })
      ).publicKey,
    );
  if (scheme.type === 'hmac' || scheme.type === 'jws')
    return otherKey(secret, scheme.key.encoding, scheme.key.stripPrefix);
  return `${secret}x`;
}

function otherKey(secret: string, encoding: 'utf8' | 'base64' | 'hex', prefix: string): string {
  if (encoding === 'utf8') return `${secret}x`;
  const isPrefixed = secret.startsWith(prefix);
  const bytes = Buffer.from(isPrefixed ? secret.slice(prefix.length) : secret, encoding);
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  return `${isPrefixed ? prefix : ''}${bytes.toString(encoding)}`;
}

function newEd25519Key(): Buffer {
  return Buffer.from(generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
}

function writePem(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'pem' }).toString();
}
