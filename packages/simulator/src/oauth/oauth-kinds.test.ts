import { type ManifestInput, parseManifest } from '@patchbay/schema';
import { expect, test } from 'vitest';
import { startSimulatedWorld } from '../testing/simulated-tree.ts';
import type { OAuthMethod } from './grants.ts';

type Method = Extract<ManifestInput['auth'][number], { type: 'oauth2' }>;
type Config = Partial<Method['config']>;

const issuer = '{settings.baseUrl}';
const kinds: [name: string, config: Config][] = [
  ['OpenID Connect', { issuer, scopes: ['openid', 'read'] }],
  ['OpenID Connect, hybrid', { issuer, scopes: ['openid'], grant: 'hybrid' }],
  ['implicit', { grant: 'implicit', scopes: ['read'], tokenTtlSeconds: 60 }],
  ['a client that proves itself with a key', { clientAuthMethod: 'private_key_jwt' }],
  ['a public client', { clientAuthMethod: 'none' }],
  [
    'forms and other units',
    {
      tokenRequestFormat: 'json',
      tokenResponseFormat: 'form',
      refresh: {},
      tokenResponse: { expiresIn: 'until', expiresInUnit: 'epoch' },
    },
  ],
  [
    'nested tokens',
    {
      refresh: { rotates: true },
      scopes: ['a', 'b'],
      scopeSeparator: ',',
      tokenResponse: {
        success: 'ok',
        accessToken: 'user.token || token',
        refreshToken: 'user."refresh.token"',
        scope: 'user.scope',
        metadata: { team: 'team.id' },
      },
      callbackMetadata: { realm: 'realmId' },
    },
  ],
];

test.each(kinds)('%s', async (_, config) => {
  const parsed = parseManifest({
    ...{
      schema: 1,
      id: 'acme',
      version: '1.0.0',
      name: 'Acme',
      description: 'Things behind a sign-in.',
      category: 'Development',
    },
    ...{
      owners: ['@acme/team'],
      links: { homepage: 'https://acme.example', apiReference: 'https://acme.example/api' },
    },
    capabilities: [],
    settings: { baseUrl: { type: 'url', label: 'Server URL', required: true } },
    hosts: ['{settings.baseUrl}'],
    auth: [
      {
        ...{ id: 'oauth', type: 'oauth2' },
        config: { authorizeUrl: '{settings.baseUrl}/authorize', tokenUrl: '{settings.baseUrl}/token', ...config },
      },
    ],
    http: { baseUrl: '{settings.baseUrl}/api' },
    operations: { me: { description: 'Who am I.', request: 'GET /me', safety: 'read' } },
    test: { operation: 'me' },
  } as ManifestInput);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const { manifest } = parsed;
  const method = manifest.auth[0] as OAuthMethod;
  const world = await startSimulatedWorld({ providers: [{ manifest, fixtures: [], vectors: [] }] });
  try {
    const [work] = world.simulator.providers;
    if (!work) throw new Error('it is not simulated');
    const { credentials: _none, ...target } = world.target(manifest, method, {
      settings: { baseUrl: 'https://id.acme.example' },
    });
    const client = work.oauth.client(method);
    const app = { ...client, ...(method.config.clientAuthMethod === 'none' && { clientSecret: null }), settings: {} };
    const [redirectUri, state] = ['http://127.0.0.1:3000/callback', 'a-state'];
    const begun = await world.runtime.oauth.authorize({ ...target, app }, { redirectUri, state });
    const back = await fetch(begun.url, {
      method: 'POST',
      body: new URLSearchParams({ decision: 'allow' }),
      redirect: 'manual',
    });
    const location = new URL(back.headers.get('location') ?? redirectUri);
    const posted = [...(await back.text()).matchAll(/name="(\w+)" value="([^"]*)"/g)].map(
      ([, name = '', value = '']) => [name, value] as [string, string],
    );
    const parameters = new URLSearchParams(location.hash.slice(1) || location.search || posted);
    const tokens = await world.runtime.oauth.exchange(
      { ...target, app },
      { parameters, redirectUri, state, codeVerifier: begun.codeVerifier, nonce: begun.nonce },
    );
    expect(work.oauth.tokenState(tokens.accessToken, method)).toBe('good');
    expect(tokens.scopes ?? []).toEqual(method.config.scopes);
    expect(tokens.idToken === null).toBe(config.issuer === undefined);
    expect(tokens.refreshToken === null).toBe(config.refresh === undefined);
    if (config.refresh !== undefined || config.tokenTtlSeconds !== undefined) {
      const lifetimeMs = (tokens.expiresAt ?? 0) - world.clock.clock.now();
      expect([60_000, 3_600_000]).toContain(Math.round(lifetimeMs / 1000) * 1000);
      await world.clock.sleep(lifetimeMs);
      expect(work.oauth.tokenState(tokens.accessToken, method)).toBe('expired');
    }
    if (config.callbackMetadata)
      expect(tokens.metadata).toEqual({ team: 'simulated-team', realm: 'simulated-realmId' });
  } finally {
    await world.close();
  }
});
