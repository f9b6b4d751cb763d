import type { ClientAuth, PrivateKey } from 'oauth4webapi';
import type { MethodOf } from '../auth/auth-strategy.ts';
import { readPrivateKey } from '../auth/private-key.ts';
import { loadProtocol } from './protocol.ts';
import type { OAuthApp } from './types.ts';

/** How the client proves itself, as declared. A client without a secret is a public one. */
export async function clientAuthentication(
  config: Pick<MethodOf<'oauth2'>['config'], 'clientAuthMethod'>,
  { clientId, clientSecret }: OAuthApp,
  tokenUrl: URL,
): Promise<ClientAuth> {
  const { ClientSecretPost, None, PrivateKeyJwt, modifyAssertion } = await loadProtocol();
  if (clientSecret === null || config.clientAuthMethod === 'none') return None();
  switch (config.clientAuthMethod) {
    case 'body':
      return ClientSecretPost(clientSecret);
    case 'header':
      return (_server, _client, _body, headers) => headers.set('authorization', basicHeader(clientId, clientSecret));
    case 'private_key_jwt':
      return PrivateKeyJwt(await readClientKey(clientSecret), {
        // RFC 7523 names the token URL; servers that take their issuer's name instead take this one too.
        [modifyAssertion]: (_header: unknown, payload: Record<string, unknown>) => {
          payload.aud = tokenUrl.href;
        },
      });
  }
}

/**
 * RFC 6749 has both parts form-encoded. Only what must be is encoded: many servers do not decode, and ids with a hyphen or a dot
 * would be unknown to them.
 */
export function basicHeader(clientId: string, clientSecret: string): string {
  const pair = `${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}

/** Algorithm by kind of key. */
const algorithms: Readonly<Record<string, string>> = { rsa: 'RS256', ec: 'ES256', ed25519: 'EdDSA' };

async function readClientKey(text: string): Promise<PrivateKey['key']> {
  const key = readPrivateKey(text, 'private key of the OAuth app');
  const { importPKCS8 } = await import('jose');
  const algorithm = algorithms[key.asymmetricKeyType ?? ''] ?? 'RS256';
  return importPKCS8(key.export({ type: 'pkcs8', format: 'pem' }).toString(), algorithm);
}
