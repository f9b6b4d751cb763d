import { generateKeyPairSync, sign } from 'node:crypto';
import type { Manifest, ManifestInput } from '@patchbay/schema';
import {
  type OidcProvider,
  type OidcProviderOptions,
  signInAtOidcProvider,
  startOidcProvider,
} from '@patchbay/testing';
import { afterEach, expect, test } from 'vitest';
import { createTestManifest } from '../testing/test-manifest.ts';
import { createTestRuntime, type TestRuntime } from '../testing/test-runtime.ts';
import type { Target } from '../types.ts';
import type { OAuthTarget } from './types.ts';

type Config = Extract<ManifestInput['auth'][number], { type: 'oauth2' }>['config'];

const redirectUri = 'http://127.0.0.1:9/callback';
const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

interface World extends TestRuntime {
  peer: OidcProvider;
  manifest: Manifest;
  target: OAuthTarget;
}

/** A runtime and the real authorization server, whose userinfo endpoint is the API. */
async function start(config: Partial<Config> = {}, options: OidcProviderOptions = {}): Promise<World> {
  const peer = await startOidcProvider({ redirectUris: [redirectUri], ...options });
  const testRuntime = createTestRuntime();
  testRuntime.clock.advance(Date.now() - testRuntime.clock.now());
  open.push(
    () => peer.stop(),
    () => testRuntime.close(),
  );
  const manifest = createTestManifest({
    operations: { getUser: { description: 'Read the user.', request: 'GET /me', safety: 'read' } },
    test: { operation: 'getUser', account: { id: 'sub', label: 'sub' } },
    auth: [
      {
        id: 'oauth',
        type: 'oauth2',
        config: {
          authorizeUrl: '{settings.baseUrl}/auth',
          tokenUrl: '{settings.baseUrl}/token',
          revokeUrl: '{settings.baseUrl}/token/revocation',
          scopes: ['openid', 'offline_access'],
          authorizeParams: { prompt: 'consent' },
          refresh: { rotates: true },
          ...config,
        },
      },
    ],
  });
  const target: OAuthTarget = {
    manifest,
    connectionId: 'con_1',
    organizationId: 'org_1',
    authMethod: 'oauth',
    settings: { baseUrl: peer.issuer },
    verifyTls: true,
    timeoutMs: 2_000,
    app: { clientId: peer.clientId, clientSecret: peer.clientSecret, settings: {} },
  };
  return { ...testRuntime, peer, manifest, target };
}

async function signIn({ runtime, target }: World) {
  const authorization = await runtime.oauth.authorize(target, { redirectUri, state: 'state-1' });
  const { parameters } = await signInAtOidcProvider(authorization.url);
  const { codeVerifier, nonce } = authorization;
  return runtime.oauth.exchange(target, { parameters, redirectUri, state: 'state-1', codeVerifier, nonce });
}

function asConnection({ app: _app, ...target }: OAuthTarget, accessToken: string): Target {
  return { ...target, credentials: { get: async () => ({ accessToken }) } };
}

test.each(['header', 'body'] as const)(
  'a person signs in with PKCE, the client proves itself in the %s',
  async (clientAuthMethod) => {
    const world = await start(
      { clientAuthMethod },
      {
        clients: [
          {
            client_id: 'a-client.with+odd~chars',
            client_secret: 'so/secret+with=signs',
            redirect_uris: [redirectUri],
            grant_types: ['authorization_code', 'refresh_token'],
            response_types: ['code'],
            application_type: 'native',
            token_endpoint_auth_method: clientAuthMethod === 'header' ? 'client_secret_basic' : 'client_secret_post',
          },
        ],
      },
    );
    world.target.app = { clientId: 'a-client.with+odd~chars', clientSecret: 'so/secret+with=signs', settings: {} };
    const { url } = await world.runtime.oauth.authorize(world.target, { redirectUri, state: 's' });
    expect(Object.fromEntries(new URL(url).searchParams)).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      scope: 'openid offline_access',
      prompt: 'consent',
    });
    const tokens = await signIn(world);
    expect(tokens).toMatchObject({ scopes: ['openid', 'offline_access'], refreshToken: expect.any(String) });
    expect((tokens.expiresAt ?? 0) - world.clock.now()).toBeGreaterThan(3_590_000);
    const tested = await world.runtime.testConnection(asConnection(world.target, tokens.accessToken));
    expect(tested).toMatchObject({ ok: true, account: { id: 'ada' } });
  },
);

test('a server URL with a slash at its end is the same server', async () => {
  const world = await start();
  world.target.settings = { baseUrl: `${world.peer.issuer}/` };
  const { accessToken } = await signIn(world);
  const tested = await world.runtime.testConnection(asConnection(world.target, accessToken));
  expect(tested).toMatchObject({ ok: true, account: { id: 'ada' } });
});

test('a refresh rotates the refresh token; the one it used ends everything when it comes again', async () => {
  const world = await start();
  const first = await signIn(world);
  const second = await world.runtime.oauth.refresh(world.target, first.refreshToken ?? '');
  expect(second.refreshToken).not.toBe(first.refreshToken);
  expect(second.accessToken).not.toBe(first.accessToken);
  await expect(world.runtime.oauth.refresh(world.target, first.refreshToken ?? '')).rejects.toMatchObject({
    class: 'auth_expired',
    code: 'reauth_required',
    data: { oauthError: 'invalid_grant' },
  });
});

test('without rotation the refresh token stays', async () => {
  const world = await start({ refresh: {} }, { rotatesRefreshTokens: false });
  const first = await signIn(world);
  const second = await world.runtime.oauth.refresh(world.target, first.refreshToken ?? '');
  expect([second.refreshToken, null]).toContain(first.refreshToken);
  expect(await world.runtime.oauth.refresh(world.target, first.refreshToken ?? '')).toBeDefined();
});

test.each([
  ['a refresh token that stays is sent once more when the answer was lost', false, 2],
  ['one that a use ends is not: it may be spent', true, 1],
])('%s', async (_what, rotates, requests) => {
  const world = await start({ refresh: { rotates } }, { rotatesRefreshTokens: false });
  const { refreshToken } = await signIn(world);
  let count = 0;
  world.peer.intercept((request) => {
    if (request.url !== '/token') return false;
    count += 1;
    if (count > 1) return false;
    request.socket.destroy();
    return true;
  });
  const refreshed = await world.runtime.oauth
    .refresh(world.target, refreshToken ?? '')
    .catch((error: unknown) => error);
  expect(count).toBe(requests);
  expect(refreshed).toMatchObject(rotates ? { class: 'transient' } : { accessToken: expect.any(String) });
});

test.each([
  ['everything', ['openid', 'read', 'write'], 'passed', []],
  ['less than was asked for', ['read'], 'failed', ['write']],
  ['nobody knows what', null, 'skipped', []],
])('a test tells of a sign-in that granted %s', async (_what, grantedScopes, status, missingScopes) => {
  const world = await start();
  const { accessToken } = await signIn(world);
  const [method] = world.manifest.auth;
  if (method?.type !== 'oauth2') throw new TypeError('no sign-in');
  // What the server's own client may ask for does not matter here: the granted scopes are those that were stored.
  const manifest = {
    ...world.manifest,
    auth: [{ ...method, config: { ...method.config, scopes: ['offline_access', 'read', 'write'] } }],
  };
  const connection = { ...asConnection(world.target, accessToken), manifest, grantedScopes };
  const tested = await world.runtime.testConnection(connection);
  expect(tested).toMatchObject({ ok: true, scopes: grantedScopes, missingScopes });
  expect(tested.steps.find(({ id }) => id === 'scopes')?.status).toBe(status);
});

test('a refusal is no lost answer: it is not asked about again', async () => {
  const world = await start({ refresh: {} }, { rotatesRefreshTokens: false });
  await expect(world.runtime.oauth.refresh(world.target, 'never-given')).rejects.toMatchObject({
    code: 'reauth_required',
  });
  expect(world.peer.count('/token')).toBe(1);
});

test('revoked tokens are refused by the server', async () => {
  const world = await start();
  const tokens = await signIn(world);
  expect(await world.runtime.oauth.revoke(world.target, tokens)).toBe(true);
  expect(world.peer.count('/token/revocation')).toBe(2);
  const tested = await world.runtime.testConnection(asConnection(world.target, tokens.accessToken));
  expect(tested).toMatchObject({ ok: false, error: { class: 'auth_invalid' } });
  await expect(world.runtime.oauth.refresh(world.target, tokens.refreshToken ?? '')).rejects.toMatchObject({
    code: 'reauth_required',
  });
});

test.each([
  ['the access token that went with the refresh token is ended', [200, 400], true],
  ['a refresh token the server does not know is told', [400], false],
])('%s', async (_what, statuses, isRevoked) => {
  const world = await start();
  let count = 0;
  world.peer.intercept((request, response) => {
    if (!request.url?.startsWith('/token/revocation')) return false;
    response.writeHead(statuses[count++] ?? 500, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ error: 'invalid_token', error_description: 'Token expired or revoked' }));
    return true;
  });
  const ended = await world.runtime.oauth
    .revoke(world.target, { accessToken: 'the-access', refreshToken: 'the-refresh' })
    .catch(() => false);
  expect(ended).toBe(isRevoked);
  expect(count).toBe(statuses.length);
});

test('a client gets a token for itself, once for all calls, and a new one after a refusal', async () => {
  const world = await start({ grant: 'client_credentials', scopes: [] });
  const { app, ...target } = world.target;
  const credentials = { clientId: app.clientId, clientSecret: app.clientSecret ?? '' };
  const connection: Target = { ...target, credentials: { get: async () => credentials } };
  const call = () => world.runtime.execute(connection, 'getUser');
  // The userinfo endpoint refuses a token nobody signed in for: what counts here is which token was sent.
  await Promise.all([call(), call(), call()]);
  expect(world.peer.count('/token')).toBe(2);
  const sent = world.peer.server.requests
    .filter(({ url }) => url === '/me')
    .map(({ headers }) => headers.authorization);
  expect(new Set(sent).size).toBe(2);
  expect(sent.every((header) => header?.startsWith('Bearer '))).toBe(true);
});

test('a client secret that is wrong is told as that, and the secret is in no error', async () => {
  const world = await start();
  world.target.app = { ...world.target.app, clientSecret: 'not-the-secret-of-the-app' };
  const failure = await signIn(world).catch((error: unknown) => error);
  expect(failure).toMatchObject({
    class: 'auth_invalid',
    data: { oauthError: 'invalid_client' },
    nextStep: expect.stringContaining('client secret'),
  });
  expect(JSON.stringify([failure, world.logged])).not.toContain('not-the-secret-of-the-app');
});

test('a sign-in that was cancelled is told with the words of the protocol', async () => {
  const { runtime, target } = await start();
  const { url, codeVerifier, nonce } = await runtime.oauth.authorize(target, { redirectUri, state: 'state-1' });
  const { parameters } = await signInAtOidcProvider(url, { cancels: true });
  const failure = runtime.oauth.exchange(target, { parameters, redirectUri, state: 'state-1', codeVerifier, nonce });
  await expect(failure).rejects.toMatchObject({ class: 'auth_invalid', data: { oauthError: 'access_denied' } });
});

test.each([
  ['the verifier of another sign-in', { codeVerifier: 'x'.repeat(43) }],
  ['the state of another sign-in', { state: 'state-2' }],
])('a code with %s gives nothing', async (_what, change) => {
  const { runtime, target } = await start();
  const { url, codeVerifier, nonce } = await runtime.oauth.authorize(target, { redirectUri, state: 'state-1' });
  const { parameters } = await signInAtOidcProvider(url);
  const given = { parameters, redirectUri, state: 'state-1', codeVerifier, nonce, ...change };
  await expect(runtime.oauth.exchange(target, given)).rejects.toMatchObject({ name: 'ProviderError' });
});

test('a code works once', async () => {
  const world = await start();
  const { runtime, target } = world;
  const { url, codeVerifier, nonce } = await runtime.oauth.authorize(target, { redirectUri, state: 'state-1' });
  const { parameters } = await signInAtOidcProvider(url);
  const given = { parameters, redirectUri, state: 'state-1', codeVerifier, nonce };
  await runtime.oauth.exchange(target, given);
  await expect(runtime.oauth.exchange(target, given)).rejects.toMatchObject({ data: { oauthError: 'invalid_grant' } });
});

const openid: Partial<Config> = { issuer: '{settings.baseUrl}', scopes: ['openid', 'offline_access'] };

test('OpenID Connect: the ID token is checked by the keys of the issuer', async () => {
  const world = await start(openid);
  const tokens = await signIn(world);
  expect(tokens.idToken).toEqual(expect.any(String));
  expect(world.peer.count('/jwks')).toBe(1);
});

test.each([
  ['the nonce of another sign-in', {}, { nonce: 'another-nonce' }],
  ['another issuer', { issuer: '{settings.baseUrl}/elsewhere' }, {}],
])('OpenID Connect: %s is refused', async (_what, config, change) => {
  const { runtime, target } = await start({ ...openid, ...config });
  const { url, codeVerifier, nonce } = await runtime.oauth.authorize(target, { redirectUri, state: 'state-1' });
  const { parameters } = await signInAtOidcProvider(url);
  const given = { parameters, redirectUri, state: 'state-1', codeVerifier, nonce, ...change };
  await expect(runtime.oauth.exchange(target, given)).rejects.toMatchObject({ name: 'ProviderError' });
});

interface Forgery {
  claims?: Record<string, unknown>;
  algorithm?: 'RS256' | 'none';
  /** How far this server's clock is from the provider's. */
  clockMs?: number;
}

/** Signs in where the token endpoint gives an ID token that is right but for what is told. */
async function signInWithForgedToken({ claims, algorithm = 'RS256', clockMs = 0 }: Forgery) {
  const world = await start(openid);
  const { runtime, target, peer } = world;
  const { url, codeVerifier, nonce } = await runtime.oauth.authorize(target, { redirectUri, state: 'state-1' });
  const { parameters } = await signInAtOidcProvider(url);
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const seconds = Math.floor(Date.now() / 1_000);
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const signed = [
    encode({ alg: algorithm, typ: 'JWT', kid: 'forged' }),
    encode({
      ...{ iss: peer.issuer, sub: 'ada', aud: peer.clientId, nonce, iat: seconds, exp: seconds + 3_600 },
      ...claims,
    }),
  ].join('.');
  const signature = algorithm === 'none' ? '' : sign('sha256', Buffer.from(signed), privateKey).toString('base64url');
  const answers: Record<string, object> = {
    '/jwks': { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'forged', alg: 'RS256', use: 'sig' }] },
    '/token': { access_token: 'the-access', token_type: 'Bearer', id_token: `${signed}.${signature}` },
  };
  peer.intercept((request, response) => {
    const body = answers[request.url ?? ''];
    if (body === undefined) return false;
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    return true;
  });
  world.clock.advance(clockMs);
  return runtime.oauth.exchange(target, { parameters, redirectUri, state: 'state-1', codeVerifier, nonce });
}

const minuteMs = 60_000;
const inSeconds = (seconds: number) => Math.floor(Date.now() / 1_000) + seconds;

test.each<[string, () => Forgery, RegExp]>([
  ['for another client', () => ({ claims: { aud: 'another-client' } }), /"aud"/],
  ['for several clients that names no party', () => ({ claims: { aud: ['patchbay', 'another'] } }), /"azp"|"aud"/],
  ['that has ended', () => ({ claims: { iat: inSeconds(-7_200), exp: inSeconds(-3_600) } }), /"exp"/],
  ['nobody signed', () => ({ algorithm: 'none' }), /alg|algorithm/],
])('OpenID Connect: an ID token %s is refused', async (_what, forge, sentence) => {
  await expect(signInWithForgedToken(forge())).rejects.toMatchObject({
    ...{ name: 'ProviderError', class: 'bug', whoseFault: 'provider' },
    message: expect.stringMatching(sentence),
  });
});

test.each<[string, () => Forgery]>([
  ['ahead', () => ({ clockMs: minuteMs / 2, claims: { exp: inSeconds(0) } })],
  ['behind', () => ({ clockMs: -minuteMs / 2, claims: { nbf: inSeconds(0) } })],
])('OpenID Connect: a clock half a minute %s keeps nobody from signing in', async (_what, forge) => {
  expect(await signInWithForgedToken(forge())).toMatchObject({ idToken: expect.any(String) });
});

test.each<[string, () => Forgery, RegExp]>([
  ['ahead of', () => ({ clockMs: 5 * minuteMs, claims: { exp: inSeconds(60) } }), /5 minutes ahead of/],
  ['behind', () => ({ clockMs: -5 * minuteMs, claims: { nbf: inSeconds(0) } }), /5 minutes behind/],
])('OpenID Connect: a clock five minutes %s the provider is named in the refusal', async (_what, forge, sentence) => {
  await expect(signInWithForgedToken(forge())).rejects.toMatchObject({
    ...{ name: 'ProviderError', whoseFault: 'you' },
    message: expect.stringMatching(sentence),
    nextStep: expect.stringContaining('NTP'),
  });
});

test('OpenID Connect hybrid: code and ID token come by a form, and a changed ID token is refused', async () => {
  const world = await start({ ...openid, grant: 'hybrid' });
  const { runtime, target } = world;
  const { url, codeVerifier, nonce } = await runtime.oauth.authorize(target, { redirectUri, state: 'state-1' });
  const { parameters } = await signInAtOidcProvider(url);
  expect([...parameters.keys()].sort()).toEqual(expect.arrayContaining(['code', 'id_token', 'state']));
  const given = { redirectUri, state: 'state-1', codeVerifier, nonce };
  const [head = '', body = '', signature = ''] = (parameters.get('id_token') ?? '').split('.');
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as object;
  const forged = new URLSearchParams(parameters);
  forged.set(
    'id_token',
    [head, Buffer.from(JSON.stringify({ ...claims, sub: 'eve' })).toString('base64url'), signature].join('.'),
  );
  await expect(runtime.oauth.exchange(target, { ...given, parameters: forged })).rejects.toMatchObject({
    class: 'bug',
  });
  const tokens = await runtime.oauth.exchange(target, { ...given, parameters });
  expect((await runtime.testConnection(asConnection(target, tokens.accessToken))).account?.id).toBe('ada');
});

test('OpenID Connect hybrid: an ID token that has ended by a wrong clock only is no fault of the provider', async () => {
  const { runtime, target, clock } = await start({ ...openid, grant: 'hybrid' });
  const { url, codeVerifier, nonce } = await runtime.oauth.authorize(target, { redirectUri, state: 'state-1' });
  const { parameters } = await signInAtOidcProvider(url);
  clock.advance(120 * minuteMs);
  const failure = runtime.oauth.exchange(target, { parameters, redirectUri, state: 'state-1', codeVerifier, nonce });
  await expect(failure).rejects.toMatchObject({
    ...{ name: 'ProviderError', whoseFault: 'you' },
    message: expect.stringContaining('The clock of this server is 2 hours ahead of that of Example Forge.'),
  });
});
