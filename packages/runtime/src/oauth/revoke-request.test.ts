import { text } from 'node:stream/consumers';
import type { ManifestInput } from '@patchbay/schema';
import { type Handler, startServer } from '@patchbay/testing';
import { afterEach, expect, test } from 'vitest';
import { createTestManifest } from '../testing/test-manifest.ts';
import { createTestRuntime } from '../testing/test-runtime.ts';
import type { OAuthTarget } from './types.ts';

type Config = Extract<ManifestInput['auth'][number], { type: 'oauth2' }>['config'];

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

const secrets = ['the-client-secret', 'the-access-token', 'the-refresh-token'];
const tokens = { accessToken: 'the-access-token', refreshToken: 'the-refresh-token' };

/** A local server and what it was sent, with a manifest that declares how tokens are ended. */
async function start(revokeRequest: NonNullable<Config['revokeRequest']>, handler: Handler) {
  const bodies: string[] = [];
  const server = await startServer(async (request, response) => {
    bodies.push(await text(request));
    await handler(request, response);
  });
  const testRuntime = createTestRuntime();
  open.push(
    () => server.stop(),
    () => testRuntime.close(),
  );
  const config = {
    ...{ authorizeUrl: '{settings.baseUrl}/authorize', tokenUrl: '{settings.baseUrl}/token', refresh: {} },
    revokeRequest,
  };
  const target: OAuthTarget = {
    manifest: createTestManifest({ auth: [{ id: 'oauth', type: 'oauth2', config }] }),
    ...{ connectionId: 'con_1', organizationId: 'org_1', authMethod: 'oauth' },
    ...{ settings: { baseUrl: server.url }, verifyTls: true, timeoutMs: 2_000 },
    app: { clientId: 'Iv1.8a/61?f9', clientSecret: 'the-client-secret', settings: {} },
  };
  return { ...testRuntime, server, bodies, target };
}

const asJson = {
  method: 'DELETE',
  url: '{settings.baseUrl}/applications/{app.clientId}/token',
  params: { access_token: '{credentials.accessToken}' },
} as const;

test('the client ends a token by the request that is declared', async () => {
  const world = await start(asJson, (_request, response) => void response.writeHead(204).end());
  expect(await world.runtime.oauth.revoke(world.target, tokens)).toBe(true);
  expect(world.server.requests).toEqual([
    expect.objectContaining({ method: 'DELETE', url: '/applications/Iv1.8a%2F61%3Ff9/token' }),
  ]);
  expect(world.server.requests[0]?.headers).toMatchObject({
    authorization: `Basic ${Buffer.from('Iv1.8a%2F61%3Ff9:the-client-secret').toString('base64')}`,
    'content-type': 'application/json',
  });
  expect(world.bodies.map((body) => JSON.parse(body))).toEqual([{ access_token: 'the-access-token' }]);
});

test('as a form, with the client in the body; what there is no value for is left out', async () => {
  const world = await start(
    {
      url: '{settings.baseUrl}/end',
      clientAuthMethod: 'body',
      format: 'form',
      params: { token: '{credentials.refreshToken}', also: '{credentials.accessToken}' },
    },
    (_request, response) => void response.writeHead(200).end(),
  );
  await world.runtime.oauth.revoke(world.target, tokens);
  await world.runtime.oauth.revoke(world.target, { ...tokens, refreshToken: null });
  expect(world.server.requests.every(({ headers }) => headers.authorization === undefined)).toBe(true);
  const client = { client_id: 'Iv1.8a/61?f9', client_secret: 'the-client-secret' };
  expect(world.bodies.map((body) => Object.fromEntries(new URLSearchParams(body)))).toEqual([
    { token: 'the-refresh-token', also: 'the-access-token', ...client },
    { also: 'the-access-token', ...client },
  ]);
});

test.each([
  [401, 'auth_invalid', /OAuth app/],
  [404, 'not_found', /no sign-in at/],
  [503, 'transient', /./],
])('a %i is told as that, and no secret is in it', async (status, errorClass, message) => {
  const world = await start(asJson, async (request, response) => {
    // Servers that echo what they were sent must not bring it into our errors.
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ message: `${request.headers.authorization} the-access-token the-client-secret` }));
  });
  const failure = await world.runtime.oauth.revoke(world.target, tokens).catch((error: unknown) => error);
  expect(failure).toMatchObject({ class: errorClass, message: expect.stringMatching(message) });
  const told = `${String(failure)} ${JSON.stringify(failure)} ${JSON.stringify(world.logged)}`;
  for (const secret of secrets) expect(told).not.toContain(secret);
  expect(told).not.toContain('Basic ');
});

test('a host that is not declared gets nothing', async () => {
  const world = await start({ ...asJson, url: 'https://ends-tokens.example.net/token' }, () => {});
  await expect(world.runtime.oauth.revoke(world.target, tokens)).rejects.toMatchObject({ name: 'ProviderError' });
  expect(world.server.requests).toEqual([]);
});

test.each([301, 302, 303, 304, 307])('a redirect (%i) has ended nothing, and is not followed', async (status) => {
  const world = await start(asJson, (request, response) => {
    if (request.url === '/sign-in') response.writeHead(200).end('a page');
    else response.writeHead(status, { location: '/sign-in' }).end();
  });
  await expect(world.runtime.oauth.revoke(world.target, tokens)).rejects.toThrow(`redirect (status ${status})`);
  expect(world.server.requests).toHaveLength(1);
});
