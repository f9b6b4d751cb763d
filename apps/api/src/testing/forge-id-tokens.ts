import { generateKeyPairSync, sign } from 'node:crypto';
import type { OidcProvider } from '@patchbay/testing';

/** What an answer of the token endpoint holds in the place of an honest ID token. */
export interface ForgedAnswer {
  /** Of the ID token. Null: there is none in the answer. */
  claims: Record<string, unknown> | null;
  /** Default: RS256. `none` leaves the signature out. */
  algorithm?: 'RS256' | 'none';
  /** Signed with a key the issuer does not publish. */
  isForeignKey?: boolean;
  /** What the userinfo endpoint answers. */
  userInfo: Record<string, unknown>;
}

/** Has a server answer for tokens, keys and userinfo what it is told; each part may be wrong on purpose. */
export function forgeIdTokens(peer: OidcProvider): (answer: ForgedAnswer) => void {
  const [published, foreign] = [makeKey(), makeKey()];
  let current: ForgedAnswer | null = null;
  peer.intercept((request, response) => {
    if (current === null) return false;
    const bodies: Record<string, object> = {
      '/jwks': {
        keys: [{ ...published.publicKey.export({ format: 'jwk' }), kid: 'forged', alg: 'RS256', use: 'sig' }],
      },
      '/token': { access_token: 'x', token_type: 'Bearer', expires_in: 60, ...toIdToken(current) },
      '/me': current.userInfo,
    };
    const body = bodies[new URL(request.url ?? '/', peer.issuer).pathname];
    if (body === undefined) return false;
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    return true;
  });
  function toIdToken({ claims, algorithm = 'RS256', isForeignKey }: ForgedAnswer): { id_token?: string } {
    if (claims === null) return {};
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
    const signed = `${encode({ alg: algorithm, typ: 'JWT', kid: 'forged' })}.${encode(claims)}`;
    if (algorithm === 'none') return { id_token: `${signed}.` };
    const { privateKey } = isForeignKey ? foreign : published;
    return { id_token: `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}` };
  }
  return (answer) => {
    current = answer;
  };
}

function makeKey() {
  return generateKeyPairSync('rsa', { modulusLength: 2048 });
}
