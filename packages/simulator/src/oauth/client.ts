import type { SimulatedRequest } from '../http/simulated-request.ts';
import { samplePrivateKey } from '../samples/sample-keys.ts';
import { readSignedToken } from '../samples/signed-tokens.ts';
import type { OAuthMethod } from './grants.ts';

/** The OAuth app a simulated provider knows. */
export interface OAuthClient {
  clientId: string;
  /** A private key in PEM where the client proves itself with one. */
  clientSecret: string;
}

/** The app for a method: what the connection types in for client credentials, else one for the whole provider. */
export function clientOf(
  provider: string,
  method: OAuthMethod,
  credentials: Readonly<Record<string, string>>,
): OAuthClient {
  const { grant, clientAuthMethod } = method.config;
  const own = grant === 'client_credentials' ? credentials : {};
  return {
    clientId: own.clientId ?? `simulator-${provider}`,
    clientSecret:
      clientAuthMethod === 'private_key_jwt'
        ? samplePrivateKey('rsa').export({ type: 'pkcs8', format: 'pem' }).toString()
        : (own.clientSecret ?? `simulator-${provider}-secret`),
  };
}

/** Whether a client proves itself in the declared way, and in no other. */
export function isClient(
  client: OAuthClient,
  way: OAuthMethod['config']['clientAuthMethod'],
  request: Pick<SimulatedRequest, 'headers'>,
  members: Readonly<Record<string, unknown>>,
): boolean {
  const { clientId, clientSecret } = client;
  switch (way) {
    case 'header': {
      const [, encoded = ''] = /^basic (.+)$/i.exec(request.headers.authorization ?? '') ?? [];
      const [id, secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':', 2).map(decode);
      return id === clientId && secret === clientSecret;
    }
    case 'body':
      return members.client_id === clientId && members.client_secret === clientSecret;
    case 'none':
      return members.client_id === clientId;
    case 'private_key_jwt': {
      const token = readSignedToken(String(members.client_assertion ?? ''));
      const claims = token?.claims as { sub?: unknown } | null | undefined;
      return claims?.sub === clientId;
    }
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
