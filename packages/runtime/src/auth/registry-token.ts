import { classOfStatus } from '../errors/classify-answer.ts';
import { ProviderError } from '../errors/provider-error.ts';
import type { OutgoingRequest } from '../http/outgoing-request.ts';
import type { AuthContext } from './auth-strategy.ts';
import { basicCredentials } from './basic.ts';
import type { AuthChallenge } from './challenge.ts';

export interface RegistryToken {
  value: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

export interface TokenAccount {
  username: string;
  password: string;
}

/** Tokens without a lifetime live this long, as the specification says. */
const defaultLifetimeSeconds = 60;
/** A token about to expire is not worth sending. */
const marginMs = 5_000;

/**
 * Asks the token service a challenge names. Only a service on the declared hosts is asked, so that a hostile registry cannot
 * send our password somewhere else.
 */
export async function fetchRegistryToken(
  challenge: AuthChallenge,
  account: TokenAccount | null,
  realmHosts: readonly string[],
  context: AuthContext,
): Promise<RegistryToken> {
  const realm = readRealm(challenge);
  const isRealmHost = context.hostCheck(realmHosts);
  const isAllowed = (url: URL) => isRealmHost(url) || context.isAllowedHost(url);
  if (!isAllowed(realm))
    throw new ProviderError(
      'auth_invalid',
      `${context.providerName} sends sign-ins to ${realm.host}, which this connection does not allow, so the credentials were not sent there.`,
      {
        // A setting is wrong, not the credentials.
        code: 'upstream_failed',
        nextStep: `When ${realm.host} is right, enter it as the token server of the connection; else check the server URL.`,
      },
    );
  const answer = await context.send(tokenRequest(realm, challenge, account), isAllowed);
  if (answer.status >= 400) throw refused(answer.status, realm.host);
  return readToken(answer.bytes, realm.host, context.now());
}

function readRealm(challenge: AuthChallenge): URL {
  const realm = challenge.parameters.realm ?? '';
  if (URL.canParse(realm)) return new URL(realm);
  throw new ProviderError('bug', 'The registry asks for a token but does not name its token service.', {
    whoseFault: 'provider',
    nextStep: 'Check the configuration of the registry (auth.token.realm).',
  });
}

function tokenRequest(realm: URL, challenge: AuthChallenge, account: TokenAccount | null): OutgoingRequest {
  const query = new URLSearchParams(realm.search);
  const { service, scope } = challenge.parameters;
  if (service !== undefined) query.set('service', service);
  // Several scopes come separated by spaces and are asked for one by one.
  for (const one of (scope ?? '').split(' ')) if (one !== '') query.append('scope', one);
  if (account) query.set('account', account.username);
  return {
    method: 'GET',
    origin: realm.origin,
    path: realm.pathname,
    query: query.toString(),
    headers: {
      accept: 'application/json',
      ...(account ? { authorization: basicCredentials(account.username, account.password) } : {}),
    },
    body: null,
  };
}

function readToken(bytes: Buffer, host: string, now: number): RegistryToken {
  const body = parse(bytes);
  const value = typeof body.token === 'string' ? body.token : body.access_token;
  if (typeof value !== 'string' || value === '' || /[^\x21-\x7e]/.test(value))
    throw new ProviderError('bug', `The token service ${host} answered without a token.`, { whoseFault: 'provider' });
  const seconds = typeof body.expires_in === 'number' && body.expires_in > 0 ? body.expires_in : defaultLifetimeSeconds;
  return { value, expiresAt: now + seconds * 1000 - marginMs };
}

function parse(bytes: Buffer): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(bytes.toString('utf8'));
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function refused(status: number, host: string): ProviderError {
  const errorClass = status === 403 ? 'auth_invalid' : classOfStatus(status);
  const message =
    errorClass === 'auth_invalid'
      ? `The token service ${host} refused the user name or password.`
      : `The token service ${host} answered with status ${status}.`;
  return new ProviderError(errorClass, message, { status });
}
