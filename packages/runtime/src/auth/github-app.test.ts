import { generateKeyPairSync, verify } from 'node:crypto';
import type { ManifestInput } from '@patchbay/schema';
import { createCanary, type Handler } from '@patchbay/testing';
import { expect, test } from 'vitest';
import { expectNoSecret } from '../testing/expect-no-secret.ts';
import { createServe, json, type Served } from '../testing/serve.ts';
import { withOperation } from '../testing/test-manifest.ts';
import { createTarget } from '../testing/test-runtime.ts';

const serve = createServe();
const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const privateKey = pair.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
const secrets = { appId: '4711', privateKey, installationId: '99' };
const start = Date.UTC(2026, 0, 1) / 1000;

const method: ManifestInput['auth'][number] = {
  id: 'app',
  type: 'github_app',
  config: { apiUrl: '{settings.baseUrl}/api/', installUrl: 'https://forge.example.com/apps/new' },
};
const manifest = withOperation({}, { auth: [method] });

function call(served: Served, parts: Partial<typeof secrets> = {}) {
  return served.runtime.execute(createTarget(manifest, served.url, { secrets: { ...secrets, ...parts } }), 'call');
}

/** The claims of an assertion whose signature holds; null otherwise. */
function readAssertion(header: string | undefined): Record<string, unknown> | null {
  const [head = '', payload = '', signature = ''] = (header ?? '').replace('Bearer ', '').split('.');
  const parse = (text: string) => JSON.parse(Buffer.from(text, 'base64url').toString()) as Record<string, unknown>;
  const isGood = verify(
    'sha256',
    Buffer.from(`${head}.${payload}`),
    pair.publicKey,
    Buffer.from(signature, 'base64url'),
  );
  return isGood && parse(head).alg === 'RS256' ? parse(payload) : null;
}

/** Gives tokens to the app with the right key, and answers to the tokens it gave until they are revoked. */
function forge() {
  const tokens = new Set<string>();
  const assertions: (Record<string, unknown> | null)[] = [];
  const clock = { now: () => start * 1000 };
  const handler: Handler = (request, response) => {
    const sent = request.headers.authorization;
    if (request.method === 'POST') {
      const claims = readAssertion(sent);
      assertions.push(claims);
      if (claims?.iss !== '4711') return json({ message: `no ${sent}` }, 401)(request, response);
      if (request.url !== '/api/app/installations/99/access_tokens')
        return json({ message: 'Not Found' }, 404)(request, response);
      const token = createCanary();
      tokens.add(token);
      return json({ token, expires_at: new Date(clock.now() + 3_600_000).toISOString() }, 201)(request, response);
    }
    const isKnown = tokens.has(sent?.replace('Bearer ', '') ?? '');
    return json({ message: `you sent ${sent}` }, isKnown ? 200 : 401)(request, response);
  };
  return { handler, tokens, assertions, clock };
}

test('an assertion of the app is traded once for all who wait, and again shortly before the token ends', async () => {
  const state = forge();
  const served = await serve(state.handler);
  state.clock.now = () => served.clock.now();
  const results = await Promise.all(Array.from({ length: 8 }, () => call(served)));
  for (const result of results) expect(result).toMatchObject({ success: true });
  expect(state.assertions).toEqual([{ iat: start - 60, exp: start + 540, iss: '4711' }]);
  served.clock.advance(3_530_000);
  expect(await call(served)).toMatchObject({ success: true });
  served.clock.advance(15_000);
  expect(await call(served)).toMatchObject({ success: true });
  expect(state.assertions).toHaveLength(2);
});

test('a token that was revoked is replaced within the same call', async () => {
  const state = forge();
  const served = await serve(state.handler);
  await call(served);
  state.tokens.clear();
  expect(await call(served)).toMatchObject({ success: true });
  expect(state.assertions).toHaveLength(2);
});

test('a key in PKCS#8, on one line, with line breaks written out, is the same key', async () => {
  const served = await serve(forge().handler);
  const pkcs8 = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  expect(await call(served, { privateKey: pkcs8 })).toMatchObject({ success: true });
  expect(await call(served, { privateKey: privateKey.replaceAll('\n', '\\n') })).toMatchObject({ success: true });
});

test.each<[string, Partial<typeof secrets>, RegExp]>([
  ['an app ID of another app', { appId: '1' }, /app ID and the private key do not belong together/],
  ['an installation of another app', { installationId: '98' }, /knows no installation 98 of this app/],
  ['no installation', { installationId: '' }, /not installed yet/],
  ['an installation that is a path', { installationId: '../../user' }, /not a number/],
  ['a key that is none', { privateKey: 'rubbish-rubbish' }, /not PEM text/],
])('%s: whose fault it is, what next, and no secret', async (_case, parts, sentence) => {
  const state = forge();
  const served = await serve(state.handler);
  const { error } = await call(served, parts);
  expect(error).toMatchObject({ class: 'auth_invalid', whoseFault: 'you', message: expect.stringMatching(sentence) });
  if ('installationId' in parts)
    expect(error?.nextStep).toContain('Install the app at https://forge.example.com/apps/new');
  const keyLine = privateKey.split('\n')[1] ?? '';
  expectNoSecret([keyLine, ...state.tokens, ...(parts.privateKey ? [parts.privateKey] : [])], served, error);
});

test('a suspended installation is told from other refusals and from a rate limit', async () => {
  const suspended = await serve(json({ message: 'This installation has been suspended' }, 403));
  expect((await call(suspended)).error).toMatchObject({
    class: 'auth_invalid',
    message: expect.stringMatching(/suspended/),
  });
  const outside = await serve(json({ message: 'Your address is not on the list' }, 403));
  const { error } = await call(outside);
  expect(error).toMatchObject({ class: 'auth_invalid', message: expect.stringContaining('refused the sign-in') });
  expect(error?.message).not.toContain('suspended');
  const limited = await serve(json({ message: 'slow down' }, 403, { 'retry-after': '5' }));
  expect((await call(limited)).error).toMatchObject({ class: 'rate_limited' });
});
