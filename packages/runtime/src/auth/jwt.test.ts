import { generateKeyPairSync, verify } from 'node:crypto';
import type { ManifestInput } from '@patchbay/schema';
import { createCanary, type Handler } from '@patchbay/testing';
import { expect, test } from 'vitest';
import { expectNoSecret } from '../testing/expect-no-secret.ts';
import { readRequestBody } from '../testing/read-request-body.ts';
import { createServe, json, type Served } from '../testing/serve.ts';
import { withOperation } from '../testing/test-manifest.ts';
import { createTarget } from '../testing/test-runtime.ts';

type JwtInput = Extract<ManifestInput['auth'][number], { type: 'jwt' }>;
type Exchange = NonNullable<JwtInput['config']['exchange']>;

const serve = createServe();
const pair = generateKeyPairSync('ed25519');
const privateKey = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const secrets = { privateKey, issuer: 'robot@example.com' };
const start = Date.UTC(2026, 0, 1) / 1000;
/** The lines of the key between its first and last. */
const keyLines = privateKey.split('\n').filter((line) => line !== '' && !line.startsWith('---'));

function createManifest(config: Partial<JwtInput['config']> = {}, parts: Partial<ManifestInput> = {}) {
  const method: JwtInput = {
    id: 'service',
    type: 'jwt',
    fields: {
      privateKey: { type: 'secret', label: 'Private key', required: true },
      issuer: { type: 'text', required: true },
    },
    config: {
      ...{ algorithm: 'EdDSA', keyField: 'privateKey', keyId: 'key-1', ttlSeconds: 300 },
      claims: { iss: '{credentials.issuer}', aud: ['{settings.baseUrl}'], admin: true },
      ...config,
    },
  };
  return withOperation({}, { auth: [method], ...parts });
}

/** The claims of a token whose signature holds; null otherwise. */
function readToken(token: string): Record<string, unknown> | null {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const isGood = verify(null, Buffer.from(`${header}.${payload}`), pair.publicKey, Buffer.from(signature, 'base64url'));
  const parse = (text: string) => JSON.parse(Buffer.from(text, 'base64url').toString()) as Record<string, unknown>;
  return isGood ? { header: parse(header), ...parse(payload) } : null;
}

function call(served: Served, manifest = createManifest(), parts: object = {}) {
  return served.runtime.execute(createTarget(manifest, served.url, { secrets, ...parts }), 'call');
}

const echo: Handler = (request, response) =>
  json({ claims: readToken(request.headers.authorization?.replace('Bearer ', '') ?? '') })(request, response);

test('a token with the claims of the manifest, kept until shortly before it expires', async () => {
  const served = await serve(echo);
  const claims = { iss: 'robot@example.com', aud: [served.url], admin: true, iat: start, exp: start + 300 };
  const header = { alg: 'EdDSA', typ: 'JWT', kid: 'key-1' };
  expect((await call(served)).result).toEqual({ claims: { header, ...claims } });
  served.clock.advance(230_000);
  expect((await call(served)).result).toMatchObject({ claims: { iat: start } });
  served.clock.advance(15_000);
  expect((await call(served)).result).toMatchObject({ claims: { iat: start + 245, exp: start + 545 } });
});

test('another header and prefix; no key id where its setting has no value', async () => {
  const served = await serve((request, response) => json({ token: request.headers['x-jwt'] })(request, response));
  const manifest = createManifest({ header: 'X-Jwt', prefix: 'JWT ', keyId: '{settings.keyId}' });
  const { result } = await call(served, manifest);
  const { token } = result as { token: string };
  expect(readToken(token.replace('JWT ', ''))).toMatchObject({ header: { alg: 'EdDSA', typ: 'JWT' }, admin: true });
  expect(readToken(token.replace('JWT ', ''))?.header).not.toHaveProperty('kid');
});

test('a bad key is the fault of whoever entered it, and nothing is sent', async () => {
  const served = await serve(echo);
  const { error } = await call(served, createManifest(), { secrets: { ...secrets, privateKey: 'rubbish-rubbish' } });
  expect(error).toMatchObject({
    class: 'auth_invalid',
    whoseFault: 'you',
    message: 'The Private key is not PEM text.',
  });
  expect(served.server.requests).toEqual([]);
  expectNoSecret(['rubbish-rubbish'], served, error);
});

const exchange: Exchange = {
  tokenUrl: '{settings.baseUrl}/token',
  params: {
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    assertion: '{assertion}',
    note: 'for {settings.baseUrl}: {assertion}',
    missing: '{settings.nothing}',
  },
};

/** A token URL that takes assertions, and the page that takes its tokens. */
function provider() {
  const tokens = new Set<string>();
  const assertions: string[] = [];
  const forms: URLSearchParams[] = [];
  const handler: Handler = async (request, response) => {
    if (request.url === '/token') {
      const form = new URLSearchParams(await readRequestBody(request));
      forms.push(form);
      assertions.push(form.get('assertion') ?? '');
      if (!readToken(form.get('assertion') ?? '')) return json({ error: 'invalid_grant' }, 400)(request, response);
      const token = createCanary();
      tokens.add(token);
      return json({ access_token: token, expires_in: 600 })(request, response);
    }
    const isKnown = tokens.has(request.headers.authorization?.replace('Bearer ', '') ?? '');
    return json({ message: `you sent ${request.headers.authorization}` }, isKnown ? 200 : 401)(request, response);
  };
  return { handler, tokens, assertions, forms };
}

test('the assertion is traded for an access token, once for all who wait, until it expires', async () => {
  const state = provider();
  const served = await serve(state.handler);
  const manifest = createManifest({ exchange });
  const results = await Promise.all(Array.from({ length: 8 }, () => call(served, manifest)));
  for (const result of results) expect(result).toMatchObject({ success: true });
  expect(state.forms).toHaveLength(1);
  const form = state.forms[0];
  expect(form?.get('note')).toBe(`for ${served.url}: ${form?.get('assertion')}`);
  expect(form?.has('missing')).toBe(false);
  served.clock.advance(545_000);
  expect(await call(served, manifest)).toMatchObject({ success: true, requests: 2 });
});

test('a token that was revoked is traded anew, once', async () => {
  const state = provider();
  const served = await serve(state.handler);
  const manifest = createManifest({ exchange });
  await call(served, manifest);
  state.tokens.clear();
  expect(await call(served, manifest)).toMatchObject({ success: true, requests: 3 });
});

test.each([
  [
    'a refusal in the words of OAuth',
    json({ error: 'invalid_grant', error_description: 'unknown issuer' }, 400),
    {
      class: 'auth_invalid',
      whoseFault: 'you',
      message: 'Example Forge refused the sign-in. It says: invalid_grant: unknown issuer',
    },
  ],
  [
    'a refusal with a status of 200',
    json({ error: 'nope' }),
    { class: 'auth_invalid', message: expect.stringContaining('nope') },
  ],
  [
    'a token URL that is busy',
    json({ error: 'slow_down' }, 429, { 'retry-after': '7200' }),
    { class: 'rate_limited', retryAfterSeconds: 7200 },
  ],
  ['a token URL that is broken', json({}, 502), { class: 'transient', whoseFault: 'provider' }],
  ['an answer without a token', json({}), { class: 'bug', whoseFault: 'provider' }],
  ['a token that is no header', json({ access_token: 'a\r\nb' }), { class: 'bug', whoseFault: 'provider' }],
])('%s', async (_name, answer, error) => {
  const served = await serve((request, response) => {
    response.sendDate = false;
    return answer(request, response);
  });
  expect((await call(served, createManifest({ exchange }))).error).toMatchObject(error);
});

test('an assertion the provider calls expired is blamed on the clock, when the clocks differ', async () => {
  const at =
    (offsetMs: number): Handler =>
    (request, response) => {
      response.sendDate = false;
      const date = new Date(Date.UTC(2026, 0, 1) + offsetMs).toUTCString();
      const body = { error: 'invalid_grant', error_description: 'Token must be in a reasonable timeframe' };
      return json(body, 400, { date })(request, response);
    };
  const skewed = await call(await serve(at(-120_000)), createManifest({ exchange }));
  expect(skewed.error).toMatchObject({
    message: expect.stringContaining('The clock of this server is 2 minutes ahead of that of Example Forge.'),
    nextStep: expect.stringContaining('NTP'),
  });
  const right = await call(await serve(at(1_000)), createManifest({ exchange }));
  expect(right.error?.message).not.toContain('clock');
});

test('a token URL on a host that is not declared gets no assertion', async () => {
  const foreign = await serve(json({ access_token: 't' }));
  const served = await serve(echo);
  const manifest = createManifest({ exchange: { ...exchange, tokenUrl: `${foreign.url}/token` } });
  expect((await call(served, manifest)).error).toMatchObject({
    message: expect.stringContaining('not one of the declared hosts'),
  });
  expect(foreign.server.requests).toEqual([]);
});

test('key, assertion and token appear nowhere, whatever the provider repeats', async () => {
  const state = provider();
  const served = await serve(async (request, response) => {
    if (request.url === '/token') return state.handler(request, response);
    const message = `you sent ${request.headers.authorization} for ${state.assertions.at(-1)}`;
    return json({ message }, 400)(request, response);
  });
  const http = { baseUrl: '{settings.baseUrl}', errorMessage: 'message' };
  const results = [await call(served, createManifest({ exchange }, { http }))];
  expect(results[0]?.error?.message).toContain('[redacted]');
  // A token signed here is a secret as well.
  const direct = await serve((request, response) => {
    state.assertions.push(request.headers.authorization?.replace('Bearer ', '') ?? '');
    return json({ message: `bad ${request.headers.authorization}` }, 400)(request, response);
  });
  results.push(await call(direct, createManifest({}, { http })));
  expect(state.assertions).toHaveLength(2);
  for (const { logged } of [served, direct])
    expectNoSecret([...keyLines, ...state.tokens, ...state.assertions], { logged }, results);
});
