import type { AuthMethod } from '@patchbay/schema';
import type { OutgoingRequest } from '../http/outgoing-request.ts';
import type { AuthContext, AuthStrategies } from './auth-strategy.ts';
import { basicCredentials } from './basic.ts';
import { type AuthChallenge, parseChallenges } from './challenge.ts';
import { readCredential } from './credential.ts';
import { fetchRegistryToken, type RegistryToken, type TokenAccount } from './registry-token.ts';

type Context = AuthContext<Extract<AuthMethod, { type: 'registry_bearer' }>>;

/**
 * A 401 challenge names a token service, and its token opens the request; a Basic challenge is answered with the user name and
 * password. What a registry asked for is remembered, so that the next call need not be refused first.
 */
export const registryBearer: AuthStrategies['registry_bearer'] = {
  credentialHeaders: () => ['authorization'],

  apply(request, context) {
    if (context.cache.get(basicKey(request, context))) {
      const account = readAccount(context);
      if (account) request.headers.authorization = basicCredentials(account.username, account.password);
      return;
    }
    const known = context.cache.get(placeKey(request, context)) as { tokenKey: string } | undefined;
    const token = known && readToken(known.tokenKey, context);
    if (token) request.headers.authorization = `Bearer ${token.value}`;
  },

  async answerChallenge({ headers }, request, context) {
    const challenges = parseChallenges(headers['www-authenticate'] ?? '');
    const account = readAccount(context);
    const bearer = challenges.find(({ scheme }) => scheme === 'bearer');
    if (bearer) return answerBearer(bearer, account, request, context);
    // Basic was tried already when the request carried it.
    if (!account || request.headers.authorization?.startsWith('Basic ')) return false;
    if (!challenges.some(({ scheme }) => scheme === 'basic')) return false;
    context.cache.set(basicKey(request, context), {});
    return true;
  },
};

async function answerBearer(
  challenge: AuthChallenge,
  account: TokenAccount | null,
  request: OutgoingRequest,
  context: Context,
): Promise<boolean> {
  const { anonymous, realmHosts } = context.method.config;
  if (!account && !anonymous) return false;
  const tokenKey = keyOfToken(challenge, context);
  const used = readToken(tokenKey, context);
  // The very token this challenge asks for was refused: asking again would go round in circles.
  if (used && request.headers.authorization === `Bearer ${used.value}`) {
    context.cache.delete(tokenKey);
    if (challenge.parameters.error !== 'invalid_token') return false;
  }
  const token = readToken(tokenKey, context) ?? (await fetchRegistryToken(challenge, account, realmHosts, context));
  const ttl = Math.max(1, token.expiresAt - context.now());
  context.cache.set(tokenKey, token, { ttl });
  context.cache.set(placeKey(request, context), { tokenKey });
  return true;
}

function readAccount(context: Context): TokenAccount | null {
  const { usernameField, passwordField } = context.method.config;
  const username = readCredential(usernameField, context);
  const password = readCredential(passwordField, context);
  return username === null && password === null ? null : { username: username ?? '', password: password ?? '' };
}

function readToken(key: string, context: Context): RegistryToken | null {
  const token = context.cache.get(key) as RegistryToken | undefined;
  return token && token.expiresAt > context.now() ? token : null;
}

function keyOfToken({ parameters }: AuthChallenge, { cacheKey }: Context): string {
  return JSON.stringify([cacheKey, 'token', parameters.realm, parameters.service, parameters.scope]);
}

function placeKey(request: OutgoingRequest, { cacheKey }: Context): string {
  // Reading and writing the same path need different scopes.
  const access = request.method === 'GET' || request.method === 'HEAD' ? 'read' : request.method;
  return JSON.stringify([cacheKey, 'place', access, request.origin, request.path]);
}

function basicKey(request: OutgoingRequest, { cacheKey }: Context): string {
  return JSON.stringify([cacheKey, 'basic', request.origin]);
}
