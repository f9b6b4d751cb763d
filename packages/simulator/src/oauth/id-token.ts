import { createHash, createPublicKey, sign } from 'node:crypto';
import { samplePrivateKey } from '../samples/sample-keys.ts';

const keyId = 'simulator';

export interface IdTokenClaims {
  issuer: string;
  clientId: string;
  nonce: string | null;
  /** Beside which the token is given out, in an answer that holds both. */
  code?: string;
  /** Milliseconds since 1970. */
  now: number;
}

/** An ID token of OpenID Connect, signed with the RSA key of this process. */
export function makeIdToken({ issuer, clientId, nonce, code, now }: IdTokenClaims): string {
  const issuedAt = Math.floor(now / 1000);
  const claims = {
    iss: issuer,
    sub: 'simulated-person',
    aud: clientId,
    iat: issuedAt,
    exp: issuedAt + 3600,
    ...(nonce !== null && { nonce }),
    ...(code !== undefined && { c_hash: halfHash(code) }),
  };
  const text = [{ alg: 'RS256', typ: 'JWT', kid: keyId }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${text}.${sign('sha256', Buffer.from(text), samplePrivateKey('rsa')).toString('base64url')}`;
}

/** The keys ID tokens are signed with, as RFC 7517 has them. */
export function publicKeys(): object {
  const key = createPublicKey(samplePrivateKey('rsa')).export({ format: 'jwk' });
  return { keys: [{ ...key, kid: keyId, alg: 'RS256', use: 'sig' }] };
}

/** OpenID Connect Core, 3.3.2.11. */
function halfHash(text: string): string {
  return createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url');
}
