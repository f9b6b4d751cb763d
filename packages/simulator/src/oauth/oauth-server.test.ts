import type { OAuthTarget, TokenSet } from '@patchbay/runtime';
import type { Manifest } from '@patchbay/schema';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readTree, type SimulatedWorld, startSimulatedWorld } from '../testing/simulated-tree.ts';
import type { OAuthMethod } from './grants.ts';

const tree = await readTree();
let world: SimulatedWorld;
beforeAll(async () => {
  world = await startSimulatedWorld({ providers: tree });
});
afterAll(() => world.close());

const redirectUri = 'http://127.0.0.1:3000/callback';
const state = 'a-state-nobody-guesses';
const methods = tree.flatMap(({ manifest }) =>
  manifest.auth
    .filter((method): method is OAuthMethod => method.type === 'oauth2')
    .map((method) => [`${manifest.id} ${method.id}`, manifest, method] as const),
);
const signIns = methods.filter(([, , { config }]) => config.grant !== 'client_credentials');

function appOf(manifest: Manifest, method: OAuthMethod): OAuthTarget {
  const { credentials: _none, ...target } = world.target(manifest, method);
  const work = world.simulator.providers.find((one) => one.manifest.id === manifest.id);
  if (!work) throw new Error('it is not simulated');
  return { ...target, app: { ...work.oauth.client(method), settings: {} } };
}

/** Goes where the runtime sends a person, reads the page and presses a button. */
async function decide(target: OAuthTarget, decision: 'allow' | 'deny') {
  const begun = await world.runtime.oauth.authorize(target, { redirectUri, state });
  const page = await fetch(begun.url);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('This is the simulator, not the provider.');
  const back = await fetch(begun.url, {
    method: 'POST',
    body: new URLSearchParams({ decision }),
    redirect: 'manual',
  });
  expect(back.status).toBe(302);
  const { parameters } = { parameters: new URL(back.headers.get('location') ?? '').searchParams };
  return { parameters, redirectUri, state, codeVerifier: begun.codeVerifier, nonce: begun.nonce };
}

async function signIn(target: OAuthTarget): Promise<TokenSet> {
  return world.runtime.oauth.exchange(target, await decide(target, 'allow'));
}

async function testWith(manifest: Manifest, method: OAuthMethod, { accessToken }: Pick<TokenSet, 'accessToken'>) {
  await world.clock.sleep(1);
  const own = world.target(manifest, method);
  const given = { ...(await own.credentials.get()), accessToken };
  const { error } = await world.runtime.testConnection({ ...own, credentials: { get: async () => given } }, {});
  return error?.class ?? null;
}

describe.each(signIns)('%s', (_, manifest, method) => {
  const { config } = method;

  test('a person allows, and the tokens open the API', async () => {
    const tokens = await signIn(appOf(manifest, method));
    expect(tokens.scopes ?? config.scopes).toEqual(config.scopes);
    expect(Object.keys(tokens.metadata)).toEqual(Object.keys(config.tokenResponse.metadata));
    expect(tokens.expiresAt === null).toBe(config.refresh === 'none');
    expect(await testWith(manifest, method, tokens)).toBeNull();
  });

  test('a person denies', async () => {
    const target = appOf(manifest, method);
    await expect(world.runtime.oauth.exchange(target, await decide(target, 'deny'))).rejects.toMatchObject({
      data: { oauthError: 'access_denied' },
    });
  });

  test('a code opens once, for its own callback URL and for who asked', async () => {
    const target = appOf(manifest, method);
    const given = await decide(target, 'allow');
    const other = { ...given, redirectUri: 'http://127.0.0.1:3000/other' };
    await expect(world.runtime.oauth.exchange(target, other)).rejects.toMatchObject({
      data: { oauthError: 'invalid_grant' },
    });
    const second = await decide(target, 'allow');
    const tokens = await world.runtime.oauth.exchange(target, second);
    await expect(world.runtime.oauth.exchange(target, second)).rejects.toMatchObject({
      data: { oauthError: 'invalid_grant' },
    });
    expect(await testWith(manifest, method, tokens)).toMatch(/^auth_/);
    if (second.codeVerifier === null) return;
    const stolen = { ...(await decide(target, 'allow')), codeVerifier: 'x'.repeat(43) };
    await expect(world.runtime.oauth.exchange(target, stolen)).rejects.toMatchObject({
      data: { oauthError: 'invalid_grant' },
    });
  });

  test('a client with another secret gets nothing', async () => {
    const target = appOf(manifest, method);
    const wrong = { ...target, app: { ...target.app, clientSecret: 'another secret' } };
    await expect(world.runtime.oauth.exchange(wrong, await decide(target, 'allow'))).rejects.toMatchObject({
      data: { oauthError: 'invalid_client' },
    });
  });

  test.runIf(config.refresh !== 'none')('tokens expire with the clock, and are refreshed', async () => {
    const target = appOf(manifest, method);
    const tokens = await signIn(target);
    await world.clock.sleep((tokens.expiresAt ?? 0) - world.clock.clock.now());
    expect(await testWith(manifest, method, tokens)).toMatch(/^auth_(expired|invalid)$/);
    const refreshed = await world.runtime.oauth.refresh(target, tokens.refreshToken ?? '');
    expect(await testWith(manifest, method, refreshed)).toBeNull();
    const again = world.runtime.oauth.refresh(target, tokens.refreshToken ?? '');
    if (config.refresh !== 'none' && config.refresh.rotates) {
      expect(refreshed.refreshToken).not.toBe(tokens.refreshToken);
      await expect(again).rejects.toMatchObject({ code: 'reauth_required' });
    } else expect(await testWith(manifest, method, await again)).toBeNull();
  });

  test('what is revoked opens nothing', async () => {
    const target = appOf(manifest, method);
    const tokens = await signIn(target);
    const hasWay = [config.revokeUrl, config.revokeOperation, config.revokeRequest].some((way) => way !== undefined);
    expect(await world.runtime.oauth.revoke(target, tokens)).toBe(hasWay);
    if (!hasWay) return;
    expect(await testWith(manifest, method, tokens)).toMatch(/^auth_/);
    if (tokens.refreshToken === null || config.revokeUrl === undefined) return;
    await expect(world.runtime.oauth.refresh(target, tokens.refreshToken)).rejects.toMatchObject({
      code: 'reauth_required',
    });
  });
});

test('the tree has sign-ins of every kind this is about', () => {
  expect(signIns.length).toBeGreaterThan(5);
  expect(methods.length).toBeGreaterThan(signIns.length);
});
