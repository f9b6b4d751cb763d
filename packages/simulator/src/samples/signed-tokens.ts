import { createPublicKey, verify } from 'node:crypto';
import { samplePrivateKey } from './sample-keys.ts';

/** What a token says that was signed with a key of this process. */
export interface SignedToken {
  header: unknown;
  claims: unknown;
}

const compact = /[\w-]+\.[\w-]+\.[\w-]+/g;

/** Reads a compact JWS (RFC 7515). Null when it is none, or none of the keys of this process signed it. */
export function readSignedToken(text: string): SignedToken | null {
  const parts = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(text);
  if (!parts) return null;
  const [, head = '', payload = '', signature = ''] = parts;
  const header = parseJson(head);
  const algorithm = header && typeof header === 'object' && 'alg' in header ? header.alg : null;
  const isGood = holds(algorithm, Buffer.from(`${head}.${payload}`), Buffer.from(signature, 'base64url'));
  return isGood ? { header, claims: parseJson(payload) } : null;
}

/** Signatures differ from process to process, so a body is compared with what its tokens say. */
export function openTokens(body: unknown): unknown {
  if (typeof body === 'string') return readSignedToken(body) ?? body;
  if (Array.isArray(body)) return body.map(openTokens);
  if (body === null || typeof body !== 'object') return body;
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, openTokens(value)]));
}

/** A header with `{signed}` in place of each token that a key of this process signed. */
export function maskTokens(header: string): string {
  return header.replace(compact, (text) => (readSignedToken(text) ? '{signed}' : text));
}

function holds(algorithm: unknown, text: Buffer, signature: Buffer): boolean {
  switch (algorithm) {
    case 'RS256':
      return verify('sha256', text, createPublicKey(samplePrivateKey('rsa')), signature);
    case 'ES256':
      return verify(
        'sha256',
        text,
        { key: createPublicKey(samplePrivateKey('p256')), dsaEncoding: 'ieee-p1363' },
        signature,
      );
    case 'EdDSA':
      return verify(null, text, createPublicKey(samplePrivateKey('ed25519')), signature);
    default:
      return false;
  }
}

function parseJson(base64url: string): unknown {
  try {
    return JSON.parse(Buffer.from(base64url, 'base64url').toString('utf8')) as unknown;
  } catch {
    return null;
  }
}
