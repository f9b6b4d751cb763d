import { generateKeyPairSync } from 'node:crypto';
import { text } from 'node:stream/consumers';
import type { ManifestInput } from '@patchbay/schema';
import type { Handler } from '@patchbay/testing';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { expect, test } from 'vitest';
import { createServe } from '../testing/serve.ts';
import { createTestManifest } from '../testing/test-manifest.ts';
import type { OAuthTarget } from './types.ts';

type Config = Extract<ManifestInput['auth'][number], { type: 'oauth2' }>['config'];

const serve = createServe();
const redirectUri = 'https://patchbay.example.com/callback';

/** A token endpoint that answers as told. */
async function start(config: Partial<Config>, handler: Handler, app: Partial<OAuthTarget['app']> = {}) {
  const bodies: string[] = [];
  const world = await serve(async (request, response) => {
    bodies.push(await text(request));
    await handler(request, response);
  });
  const manifest = createTestManifest({
    errors: [
      { status: 400, class: 'validation' },
      {
        body: "suberror == 'consent_required'",
        class: 'permission',
        message: 'Nobody has allowed the app.',
      },
    ],
    auth: [
      {
        id: 'oauth',
        type: 'oauth2',
        config: {
          authorizeUrl: '{settings.baseUrl}/authorize',
          tokenUrl: '{settings.baseUrl}/token',
          scopes: ['read', 'write'],
          refresh: { endedErrors: ['token_dead'] },
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
    settings: { baseUrl: world.url },
    verifyTls: true,
    timeoutMs: 300,
    app: { clientId: 'client', clientSecret: 'client-secret-value', settings: {}, ...app },
  };
  const { oauth } = world.runtime;
  return {
    ...world,
    bodies,
    target,
    authorize: () => oauth.authorize(target, { redirectUri, state: 's' }),
    exchange: (parameters: Record<string, string> = { code: 'c0de' }) =>
      oauth.exchange(target, {
        parameters: new URLSearchParams({ state: 's', ...parameters }),
        ...{ redirectUri, state: 's', codeVerifier: 'v'.repeat(43), nonce: null },
      }),
    refresh: () => oauth.refresh(target, 'refresh-token-1'),
  };
}

const answer =
  (body: unknown, status = 200, type = 'application/json'): Handler =>
  (_request, response) =>
    void response
      .writeHead(status, { 'content-type': type })
      .end(typeof body === 'string' ? body : JSON.stringify(body));

test('an answer written as a form', async () => {
  const form = 'access_token=a1&scope=repo%2Cgist&token_type=bearer&expires_in=60';
  const world = await start({}, answer(form, 200, 'application/x-www-form-urlencoded; charset=utf-8'));
  expect(await world.exchange()).toMatchObject({
    accessToken: 'a1',
    scopes: ['repo', 'gist'],
    expiresAt: world.clock.now() + 60_000,
  });
  const unmarked = await start({ tokenResponseFormat: 'form' }, answer(form, 200, 'text/plain'));
  expect(await unmarked.exchange()).toMatchObject({ accessToken: 'a1' });
});

test('tokens deeper in the answer, scopes as a list, the end of life in other units, and facts to keep', async () => {
  const world = await start(
    {
      tokenResponse: {
        accessToken: 'data.token',
        refreshToken: 'data.next',
        expiresIn: 'data.endsAt',
        expiresInUnit: 'epoch_milliseconds',
        scope: 'data.scopes',
        success: 'ok',
        metadata: { team: 'data.team.id', hook: 'data.hook' },
      },
      callbackMetadata: { realm: 'realmId' },
    },
    answer({
      ok: true,
      data: {
        token: 'a1',
        next: 'r1',
        endsAt: 1_900_000_000_000,
        scopes: ['a', 'b'],
        team: { id: 7 },
        hook: 'https://hooks.example.com/secret',
      },
    }),
  );
  expect(await world.exchange({ code: 'c', realmId: '99' })).toEqual({
    accessToken: 'a1',
    refreshToken: 'r1',
    idToken: null,
    expiresAt: 1_900_000_000_000,
    scopes: ['a', 'b'],
    metadata: { team: '7', hook: 'https://hooks.example.com/secret', realm: '99' },
  });
});

test('a 200 that is a refusal, in the words of the provider', async () => {
  const world = await start(
    { tokenResponse: { success: 'ok', errorDescription: 'hint' } },
    answer({ ok: false, error: 'invalid_code', hint: 'The code is\u0000old.' }),
  );
  await expect(world.exchange()).rejects.toMatchObject({
    class: 'auth_invalid',
    status: 200,
    data: { oauthError: 'invalid_code', oauthDescription: 'The code is old.' },
  });
});

test.each([
  ['a 500', answer('broken', 500), 'transient'],
  ['a 500 with an error of the protocol', answer({ error: 'invalid_grant' }, 500), 'transient'],
  ['busy', answer({ error: 'invalid_grant' }, 429), 'rate_limited'],
  ['a web page', answer('<!DOCTYPE html><h1>Sign in</h1>', 200, 'text/html'), 'not_found'],
  ['an empty answer', answer('', 200), 'bug'],
  ['a token that is no header', answer({ access_token: 'a\r\nb' }), 'bug'],
  ['nothing', () => {}, 'transient'],
  ['a closed connection', (request) => void request.socket.destroy(), 'transient'],
  ['something passing', answer({ error: 'temporarily_unavailable' }, 400), 'transient'],
] satisfies [string, Handler, string][])(
  'a refresh answered with %s does not end the access',
  async (_what, handler, errorClass) => {
    const world = await start({}, handler);
    const failure = await world.refresh().catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'ProviderError', class: errorClass });
    expect(failure).not.toMatchObject({ code: 'reauth_required' });
    expect(JSON.stringify([failure, world.logged])).not.toMatch(/refresh-token-1|client-secret-value/);
  },
);

test.each(['invalid_grant', 'token_dead'])('a refresh answered with %s does', async (error) => {
  const world = await start({}, answer({ error, error_description: 'Token refresh-token-1 is dead' }, 400));
  const failure = await world.refresh().catch((caught: unknown) => caught);
  expect(failure).toMatchObject({ code: 'reauth_required', data: { oauthError: error } });
  expect(JSON.stringify(failure)).not.toContain('refresh-token-1');
});

test("a refusal the manifest's rules know by its body means what they say, and stays one of the protocol", async () => {
  const refused = { error: 'invalid_grant', error_description: 'No consent', suberror: 'consent_required' };
  const world = await start({}, answer(refused, 400));
  await expect(world.exchange()).rejects.toMatchObject({
    class: 'permission',
    message: 'Nobody has allowed the app. It says: invalid_grant: No consent',
    nextStep: 'Give the credentials the missing permission, or use those of an account that has it.',
    data: { oauthError: 'invalid_grant' },
  });
  await expect(world.refresh()).rejects.toMatchObject({ code: 'reauth_required' });
  const unknown = await start({}, answer({ error: 'invalid_client' }, 400));
  await expect(unknown.exchange()).rejects.toMatchObject({
    class: 'auth_invalid',
    nextStep: expect.stringContaining('client secret'),
  });
});

test('parameters, separators and the form of the request are those of the manifest', async () => {
  const world = await start(
    {
      scopeSeparator: ',',
      pkce: { disabled: true, reason: 'It does not know it.', source: 'https://example.com/docs' },
      clientAuthMethod: 'body',
      tokenRequestFormat: 'json',
      authorizeParams: { access_type: 'offline', tenant: '{app.tenant}', missing: '{app.nothing}' },
      tokenParams: { audience: '{settings.baseUrl}/api' },
      appFields: { tenant: { type: 'text' } },
    },
    answer({ access_token: 'a1' }),
    { settings: { tenant: 'acme' } },
  );
  const { url, codeVerifier } = await world.authorize();
  expect(codeVerifier).toBeNull();
  expect(Object.fromEntries(new URL(url).searchParams)).toEqual({
    ...{ client_id: 'client', redirect_uri: redirectUri, response_type: 'code', state: 's' },
    ...{ scope: 'read,write', access_type: 'offline', tenant: 'acme' },
  });
  await world.exchange();
  expect(world.server.requests[0]?.headers['content-type']).toBe('application/json');
  expect(JSON.parse(world.bodies[0] ?? '')).toMatchObject({
    ...{ grant_type: 'authorization_code', code: 'c0de', audience: `${world.url}/api`, redirect_uri: redirectUri },
    ...{ client_id: 'client', client_secret: 'client-secret-value' },
  });
});

test('a client proves itself with a key: signed for the token URL, and no secret is sent', async () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const clientSecret = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const world = await start({ clientAuthMethod: 'private_key_jwt' }, answer({ access_token: 'a1' }), { clientSecret });
  await world.exchange();
  const assertion = new URLSearchParams(world.bodies[0]).get('client_assertion') ?? '';
  expect(decodeProtectedHeader(assertion).alg).toBe('ES256');
  expect(decodeJwt(assertion)).toMatchObject({ iss: 'client', sub: 'client', aud: `${world.url}/token` });
  expect(world.bodies[0]).not.toContain('PRIVATE');
});

test('the implicit grant of older systems: the token stands in the way back', async () => {
  const world = await start({ grant: 'implicit' }, answer({}));
  expect(new URL((await world.authorize()).url).searchParams.get('response_type')).toBe('token');
  expect(await world.exchange({ access_token: 'a1', token_type: 'bearer', expires_in: '60' })).toMatchObject({
    accessToken: 'a1',
    expiresAt: world.clock.now() + 60_000,
  });
  await expect(world.exchange({ access_token: 'a1', state: 'other' })).rejects.toMatchObject({ class: 'bug' });
  await expect(world.exchange({})).rejects.toMatchObject({ class: 'bug' });
  expect(world.server.requests).toEqual([]);
});

test('a token URL outside the declared hosts gets nothing', async () => {
  const world = await start({ tokenUrl: 'https://elsewhere.example.net/token' }, answer({ access_token: 'a1' }));
  await expect(world.exchange()).rejects.toMatchObject({ name: 'ProviderError' });
  const outside = await start({ authorizeUrl: 'https://elsewhere.example.net/authorize' }, answer({}));
  await expect(outside.authorize()).rejects.toMatchObject({ code: 'invalid_input' });
});
