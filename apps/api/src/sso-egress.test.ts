import { type OidcProvider, signInAtOidcProvider, startOidcProvider } from '@patchbay/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestApp, origin, type TestApp } from './testing/create-test-app.ts';
import { createSsoBrowser, endOf } from './testing/sso-browser.ts';

/** What DNS answers for a name, one answer after the other; the last one stays. */
const names = new Map<string, string[]>();
const asked: string[] = [];
const here = '127.0.0.1';
const metadata = '169.254.169.254';

let tested: TestApp;
let owner: { apiKey: string };
beforeAll(async () => {
  tested = await createTestApp({
    resolveHost: async (hostname) => {
      asked.push(hostname);
      const answers = names.get(hostname) ?? [];
      const next = answers.length > 1 ? answers.shift() : answers[0];
      if (next === undefined) throw Object.assign(new Error(`${hostname} is unknown`), { code: 'ENOTFOUND' });
      return [next];
    },
  });
  owner = await tested.addOrganization('Mine');
});
afterAll(() => tested?.close());

/** The endpoints of an issuer, each on a name of its own, and the path behind it. */
const endpoints = {
  token_endpoint: { host: 'token.acme.test', path: '/token' },
  jwks_uri: { host: 'keys.acme.test', path: '/jwks' },
  userinfo_endpoint: { host: 'userinfo.acme.test', path: '/me' },
};

describe('identity providers are called at addresses that were checked', () => {
  let peer: OidcProvider;
  beforeEach(async () => {
    await tested.db.orm.execute('delete from sso_providers');
    await tested.db.orm.execute(`delete from users where email like '%@vouched.example'`);
    names.clear();
    names.set('login.acme.test', [here]);
    for (const { host } of Object.values(endpoints)) names.set(host, [here]);
    peer = await startOidcProvider({
      accounts: [{ id: 'ada', claims: { email: 'ada@vouched.example' } }],
      redirectUris: [`${origin}/later`],
    });
    peer.intercept((request, response) => {
      if (request.url !== '/.well-known/openid-configuration') return false;
      const at = (host: string, path: string) => `http://${host}:${peer.server.port}${path}`;
      response.writeHead(200, { 'content-type': 'application/json' }).end(
        JSON.stringify({
          issuer: peer.issuer,
          authorization_endpoint: `${peer.issuer}/auth`,
          ...Object.fromEntries(Object.entries(endpoints).map(([name, { host, path }]) => [name, at(host, path)])),
        }),
      );
      return true;
    });
    return () => peer.stop();
  });

  async function addProvider(issuer = peer.issuer) {
    const { clientId, clientSecret } = peer;
    const added = await tested.call(owner.apiKey, 'POST', '/sso-providers', {
      ...{ name: 'Login', domain: 'vouched.example' },
      oidc: { issuer, clientId, clientSecret, scopes: ['openid', 'email'] },
    });
    if (added.status !== 201) return added;
    await tested.call(owner.apiKey, 'POST', `/sso-providers/${added.body.id}/verify-domain`);
    const client = await peer.provider.Client.find(clientId);
    Object.assign(client ?? {}, { redirectUris: [`${origin}/api/auth/sso/callback/${added.body.id}`] });
    return added;
  }

  async function signIn() {
    const browser = createSsoBrowser(tested);
    const { body } = await browser.start('ada@vouched.example');
    const { url } = await signInAtOidcProvider(body.url, { login: 'ada' });
    const end = endOf(await browser.go(`${url.pathname}${url.search}`));
    return { ...end, isSignedIn: (await browser.me()).status === 200 };
  }

  test('names that only the checked look-up knows lead there, so every call goes by it', async () => {
    names.set(new URL(peer.issuer).hostname, [here]);
    expect((await addProvider()).status).toBe(201);
    expect(await signIn()).toEqual({ path: '/', error: null, isSignedIn: true });
    for (const { path } of Object.values(endpoints)) expect([path, peer.count(path)]).toEqual([path, 1]);
  });

  test.each(
    Object.values(endpoints).flatMap(({ host, path }) =>
      [metadata, '10.0.0.7'].map((address) => [path, address, host]),
    ),
  )('%s is not asked at %s, to which its name leads only when it is dialled', async (path, address, host) => {
    names.set(new URL(peer.issuer).hostname, [here]);
    expect((await addProvider()).status).toBe(201);
    asked.length = 0;
    // Looked up when the sign-in begins, when the browser comes back, and then to be dialled.
    names.set(host, [here, here, address]);
    expect(await signIn()).toEqual({ path: '/sign-in', error: expect.stringMatching(/^\w+$/), isSignedIn: false });
    expect(asked.filter((name) => name === host)).toHaveLength(3);
    expect(peer.count(path)).toBe(0);
  });

  test('an issuer whose name leads to a forbidden address is not read', async () => {
    names.set('login.acme.test', [metadata]);
    const refused = await addProvider(`http://login.acme.test:${peer.server.port}`);
    expect([refused.status, refused.body.error.message]).toEqual([400, expect.stringContaining('never calls')]);
    expect(peer.server.requests).toEqual([]);
  });
});
