import {
  createSamlProvider,
  type OidcProvider,
  type SamlAssertion,
  type SamlProvider,
  signInAtOidcProvider,
  startOidcProvider,
} from '@patchbay/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestApp, origin, type TestApp, txtRecords } from './testing/create-test-app.ts';

let tested: TestApp;
let mine: { apiKey: string; organizationId: string; userId: string };
let other: { apiKey: string; organizationId: string; userId: string };
beforeAll(async () => {
  tested = await createTestApp();
  mine = await tested.addOrganization('Mine');
  other = await tested.addOrganization('Other');
});
afterAll(() => tested?.close());
beforeEach(async () => {
  txtRecords.clear();
  await tested.db.orm.execute('delete from sso_providers');
  await tested.db.orm.execute(`delete from users where email like '%@acme.example'`);
});

/** A browser as far as single sign-on needs one: it keeps cookies. */
function createBrowser() {
  const cookies = new Map<string, string>();
  const header = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  async function go(path: string, init: RequestInit = {}): Promise<Response> {
    const response = await tested.app.request(path, {
      ...init,
      headers: { cookie: header(), ...(init.headers as Record<string, string>) },
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (cookie.split(';', 1)[0] ?? '').split(/=(.*)/s);
      if (value === '' || /max-age=0/i.test(cookie)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  }
  return {
    go,
    header,
    async start(email: string) {
      const response = await go('/api/v1/sso/start', {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin },
        body: JSON.stringify({ email }),
      });
      return { status: response.status, body: (await response.json()) as { url: string; error: { message: string } } };
    },
    me: async () => (await tested.call(header() || 'none=1', 'GET', '/me')) as { status: number; body: Me },
  };
}
type Browser = ReturnType<typeof createBrowser>;
interface Me {
  user: { email: string } | null;
  organization: { id: string };
  role: string;
}

const rules = [
  { attribute: 'groups', value: 'platform', role: 'admin' },
  { attribute: 'groups', value: 'developers', role: 'member' },
];

async function add(apiKey: string, body: object) {
  const added = await tested.call(apiKey, 'POST', '/sso-providers', { name: 'Login', domain: 'acme.example', ...body });
  expect([added.status, added.body.error?.message]).toEqual([201, undefined]);
  return added.body as { id: string; domainRecord: { name: string; value: string } };
}

async function prove(apiKey: string, { id, domainRecord }: Awaited<ReturnType<typeof add>>) {
  txtRecords.set(domainRecord.name, ['other=1', domainRecord.value]);
  return tested.call(apiKey, 'POST', `/sso-providers/${id}/verify-domain`);
}

async function membersOf(apiKey: string): Promise<Record<string, string>> {
  const { body } = await tested.call(apiKey, 'GET', '/members');
  return Object.fromEntries(body.data.map(({ email, role }: { email: string; role: string }) => [email, role]));
}

describe('OpenID Connect', () => {
  let peer: OidcProvider;
  const accounts: { id: string; claims: Record<string, unknown> }[] = [];
  beforeEach(async () => {
    accounts.splice(0, 10, {
      id: 'ada',
      claims: { email: 'ada@acme.example', name: 'Ada', groups: ['everybody', 'developers'] },
    });
    peer = await startOidcProvider({
      accounts,
      clients: [
        {
          client_id: 'patchbay',
          client_secret: 'the-client-secret-of-sso',
          redirect_uris: ['http://127.0.0.1/later'],
          grant_types: ['authorization_code'],
          response_types: ['code'],
          application_type: 'native',
        },
      ],
    });
    return () => peer.stop();
  });

  /** Adds the server as an identity provider; what it sends people back to is known only then. */
  async function addOidc(apiKey = mine.apiKey, body: object = {}) {
    const provider = await add(apiKey, {
      roleMapping: rules,
      oidc: {
        issuer: peer.issuer,
        clientId: 'patchbay',
        clientSecret: 'the-client-secret-of-sso',
        scopes: ['openid', 'email', 'profile', 'groups'],
      },
      ...body,
    });
    const client = await peer.provider.Client.find('patchbay');
    if (!client) throw new Error('there is no client');
    Object.assign(client, { redirectUris: [`${origin}/api/auth/sso/callback/${provider.id}`] });
    return provider;
  }

  async function signIn(browser: Browser, email = 'ada@acme.example', login = 'ada') {
    const { status, body } = await browser.start(email);
    expect([status, body.error?.message]).toEqual([200, undefined]);
    const { url } = await signInAtOidcProvider(body.url, { login });
    return browser.go(`${url.pathname}${url.search}`);
  }
  const endOf = (response: Response) => {
    const url = new URL(response.headers.get('location') ?? '', origin);
    return { path: url.pathname, error: url.searchParams.get('error') };
  };

  test('somebody new signs in, becomes a member in the role of the rule, and comes back as the same person', async () => {
    await prove(mine.apiKey, await addOidc());
    const browser = createBrowser();
    expect(endOf(await signIn(browser))).toEqual({ path: '/', error: null });
    expect(await browser.me()).toMatchObject({
      status: 200,
      body: { user: { email: 'ada@acme.example' }, organization: { id: mine.organizationId }, role: 'member' },
    });
    accounts[0] = { id: 'ada', claims: { email: 'ada@acme.example', groups: ['platform'] } };
    const again = createBrowser();
    await signIn(again);
    expect((await again.me()).body.role).toBe('admin');
    expect(await membersOf(mine.apiKey)).toMatchObject({ 'ada@acme.example': 'admin' });
    const { body } = await tested.call(mine.apiKey, 'GET', '/audit-log?action=member.join');
    expect(body.data[0]).toMatchObject({ after: { role: 'member', sso: 'Login' } });
  });

  test('whom no rule names gets the default role', async () => {
    accounts[0] = { id: 'ada', claims: { email: 'ada@acme.example' } };
    await prove(mine.apiKey, await addOidc());
    await signIn(createBrowser());
    expect(await membersOf(mine.apiKey)).toMatchObject({ 'ada@acme.example': 'viewer' });
  });

  test('until the domain is proven nobody is led anywhere', async () => {
    const provider = await addOidc();
    expect((await createBrowser().start('ada@acme.example')).status).toBe(404);
    txtRecords.set('_patchbay.acme.example', ['patchbay-domain=somebody-elses']);
    const refused = await tested.call(mine.apiKey, 'POST', `/sso-providers/${provider.id}/verify-domain`);
    expect([refused.status, refused.body.error.message]).toEqual([409, expect.stringContaining('another value')]);
    expect((await prove(mine.apiKey, provider)).body).toMatchObject({ domainVerified: true });
    expect((await createBrowser().start('ada@acme.example')).status).toBe(200);
    await tested.call(mine.apiKey, 'PATCH', `/sso-providers/${provider.id}`, { domain: 'new.example' });
    expect((await createBrowser().start('ada@new.example')).status).toBe(404);
  });

  test('a domain is one organization’s, and the operator may vouch for it', async () => {
    await prove(mine.apiKey, await addOidc());
    const theirs = await addOidc(other.apiKey);
    expect((await prove(other.apiKey, theirs)).body.error.message).toContain('Another organization has proven');
    const vouched = await add(mine.apiKey, {
      domain: 'vouched.example',
      oidc: { issuer: peer.issuer, clientId: 'x', clientSecret: 'yyyyyyyy' },
    });
    const verified = await tested.call(mine.apiKey, 'POST', `/sso-providers/${vouched.id}/verify-domain`);
    expect(verified.body.domainVerified).toBe(true);
  });

  test('an address outside the domain is refused, new or known', async () => {
    await prove(mine.apiKey, await addOidc());
    for (const email of ['owner2@example.com', 'somebody@elsewhere.example', 'x@sub.acme.example']) {
      accounts[0] = { id: 'ada', claims: { email, email_verified: true } };
      const browser = createBrowser();
      const { error } = endOf(await signIn(browser));
      expect(error).not.toBeNull();
      expect((await browser.me()).status).toBe(401);
    }
    expect(Object.keys(await membersOf(mine.apiKey))).toEqual(['owner1@example.com']);
    expect(Object.keys(await membersOf(other.apiKey))).toEqual(['owner2@example.com']);
  });

  test('an account of another organization is not opened, and a session opens no other organization', async () => {
    await tested.db.orm.execute(`update users set email = 'boss@acme.example' where id = '${other.userId}'`);
    try {
      await prove(mine.apiKey, await addOidc());
      accounts[0] = { id: 'boss', claims: { email: 'boss@acme.example', email_verified: true } };
      const browser = createBrowser();
      expect(endOf(await signIn(browser, 'boss@acme.example', 'boss')).error).not.toBeNull();
      expect((await browser.me()).status).toBe(401);
    } finally {
      await tested.db.orm.execute(`update users set email = 'owner2@example.com' where id = '${other.userId}'`);
    }
    accounts[0] = { id: 'ada', claims: { email: 'ada@acme.example' } };
    const ada = createBrowser();
    await signIn(ada);
    // Later she is made an owner elsewhere: her identity provider must not reach there.
    await tested.db.orm.execute(
      `insert into members (id, organization_id, user_id, role) select 'mem_x', '${other.organizationId}', id, 'owner' from users where email = 'ada@acme.example'`,
    );
    await tested.deps.people.announceChange();
    expect((await ada.me()).body.organization.id).toBe(mine.organizationId);
    await tested.call(ada.header(), 'POST', '/../auth/organization/set-active', {
      organizationId: other.organizationId,
    });
    await tested.deps.people.announceChange();
    expect((await ada.me()).body.organization.id).toBe(mine.organizationId);
  });

  test('a return with the state of nobody, or in another browser, signs nobody in', async () => {
    const provider = await addOidc();
    await prove(mine.apiKey, provider);
    const path = `/api/auth/sso/callback/${provider.id}`;
    const stranger = createBrowser();
    await stranger.go(`${path}?code=x&state=unknown`);
    expect((await stranger.me()).status).toBe(401);
    const { body } = await createBrowser().start('ada@acme.example');
    const { url } = await signInAtOidcProvider(body.url);
    await stranger.go(`${url.pathname}${url.search}`);
    expect((await stranger.me()).status).toBe(401);
  });

  test('the library’s own routes are closed, and the secret is in no answer, log or table', async () => {
    const provider = await addOidc();
    await prove(mine.apiKey, provider);
    const browser = createBrowser();
    await signIn(browser);
    for (const [method, path] of [
      ['POST', '/sso/register'],
      ['GET', '/sso/providers'],
      ['GET', `/sso/get-provider?providerId=${provider.id}`],
      ['POST', '/sso/update-provider'],
      ['POST', '/sso/delete-provider'],
      ['POST', '/sso/request-domain-verification'],
      ['POST', '/sso/verify-domain'],
      ['POST', '/sign-in/sso'],
    ] as const) {
      const init = method === 'GET' ? {} : { body: '{}', headers: { origin, 'content-type': 'application/json' } };
      expect([path, (await browser.go(`/api/auth${path}`, { method, ...init })).status]).toEqual([path, 404]);
    }
    const answers = await Promise.all(
      ['/sso-providers', `/sso-providers/${provider.id}`, '/audit-log'].map((path) =>
        tested.call(mine.apiKey, 'GET', path),
      ),
    );
    const tables = ['sso_providers', 'accounts', 'verifications', 'audit_log', 'sessions'];
    const rows = await Promise.all(tables.map((table) => tested.db.orm.execute(`select * from ${table}`)));
    const written = JSON.stringify([answers.map(({ body }) => body), rows, tested.logged]);
    expect(written).not.toContain('the-client-secret-of-sso');
    // Of the identity provider's own tokens nothing is kept.
    expect(JSON.stringify(rows[1])).not.toMatch(/eyJ/);
  });

  test('what is wrong with an issuer is told, and a blank secret keeps the old one', async () => {
    const wrong = await tested.call(mine.apiKey, 'POST', '/sso-providers', {
      name: 'Login',
      domain: 'acme.example',
      oidc: { issuer: `${peer.issuer}/nowhere`, clientId: 'x', clientSecret: 'y' },
    });
    expect([wrong.status, wrong.body.error.message]).toEqual([400, expect.stringContaining('Check the issuer')]);
    const provider = await addOidc();
    await prove(mine.apiKey, provider);
    const oidc = { issuer: peer.issuer, clientId: 'patchbay', scopes: ['openid', 'email'] };
    const kept = await tested.call(mine.apiKey, 'PATCH', `/sso-providers/${provider.id}`, { oidc });
    expect(kept.body).toMatchObject({ domainVerified: true, oidc: { hasSecret: true, scopes: ['openid', 'email'] } });
    expect(endOf(await signIn(createBrowser()))).toEqual({ path: '/', error: null });
    const moved = { oidc: { ...oidc, clientId: 'another' } };
    expect((await tested.call(mine.apiKey, 'PATCH', `/sso-providers/${provider.id}`, moved)).status).toBe(400);
  });

  test('an admin cannot give the role owner by a rule, nor touch a rule that does', async () => {
    const admin = await tested.addKey(mine.organizationId, 'admin');
    const body = {
      name: 'Login',
      domain: 'acme.example',
      roleMapping: [{ attribute: 'groups', value: 'x', role: 'owner' }],
      oidc: { issuer: peer.issuer, clientId: 'x', clientSecret: 'y' },
    };
    expect((await tested.call(admin, 'POST', '/sso-providers', body)).status).toBe(403);
    const { body: made } = await tested.call(mine.apiKey, 'POST', '/sso-providers', body);
    expect((await tested.call(admin, 'PATCH', `/sso-providers/${made.id}`, { name: 'x' })).status).toBe(403);
    expect((await tested.call(admin, 'DELETE', `/sso-providers/${made.id}`)).status).toBe(403);
  });
});

describe('SAML 2.0', () => {
  let provider: Awaited<ReturnType<typeof add>>;
  let idp: SamlProvider;
  beforeAll(async () => {
    idp = await createSamlProvider();
  });
  beforeEach(async () => {
    const saml = { entityId: idp.entityId, entryPoint: idp.entryPoint, certificates: [idp.certificatePem] };
    provider = await add(mine.apiKey, { roleMapping: rules, saml });
    await prove(mine.apiKey, provider);
  });

  const ada: SamlAssertion = { nameId: 'ada@acme.example', attributes: { groups: ['developers', 'everybody'] } };
  const post = (browser: Browser, form: Record<string, string>, id = provider.id) =>
    browser.go(`/api/auth/sso/saml2/sp/acs/${id}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://login.example.com' },
      body: new URLSearchParams(form).toString(),
    });
  async function begin(browser: Browser) {
    const { status, body } = await browser.start('ada@acme.example');
    expect([status, body.error?.message]).toEqual([200, undefined]);
    return idp.readRequest(body.url);
  }
  const isSignedIn = async (browser: Browser) => (await browser.me()).status === 200;

  test('a signed response signs somebody new in, in the role of the rule', async () => {
    const browser = createBrowser();
    const request = await begin(browser);
    expect(request.acsUrl).toBe(`${origin}/api/auth/sso/saml2/sp/acs/${provider.id}`);
    await post(browser, idp.respond(request, ada));
    expect(await browser.me()).toMatchObject({
      status: 200,
      body: { user: { email: 'ada@acme.example' }, role: 'member', organization: { id: mine.organizationId } },
    });
  });

  test.each<[string, (form: string) => string]>([
    ['another address', (xml) => xml.replace('ada@acme.example', 'eve@acme.example')],
    ['another group', (xml) => xml.replace('everybody', 'platform')],
    ['another audience', (xml) => xml.replace(/(<saml:Audience>)[^<]+/, '$1https://elsewhere.example')],
    [
      'a second assertion wrapped around the signed one',
      (xml) => {
        const assertion = /<saml:Assertion .*<\/saml:Assertion>/s.exec(xml)?.[0] ?? '';
        const forged = assertion
          .replace(/<ds:Signature.*<\/ds:Signature>|<Signature.*<\/Signature>/s, '')
          .replace(/ID="_[^"]+"/, 'ID="_forged"')
          .replace('ada@acme.example', 'eve@acme.example');
        return xml.replace(assertion, `${forged}${assertion}`);
      },
    ],
  ])('a response that was given %s after it was signed signs nobody in', async (_what, change) => {
    const browser = createBrowser();
    const form = idp.respond(await begin(browser), ada);
    const xml = Buffer.from(form.SAMLResponse, 'base64').toString('utf8');
    const changed = change(xml);
    expect(changed).not.toBe(xml);
    await post(browser, { ...form, SAMLResponse: Buffer.from(changed).toString('base64') });
    expect(await isSignedIn(browser)).toBe(false);
    expect(Object.keys(await membersOf(mine.apiKey))).toEqual(['owner1@example.com']);
  });

  test.each<[string, Partial<SamlAssertion>]>([
    ['is not signed', { isUnsigned: true }],
    ['is for another audience', { audience: 'https://elsewhere.example' }],
    ['is meant for another address', { destination: `${origin}/api/auth/sso/saml2/sp/acs/sso_other` }],
    ['has expired', { seconds: -600 }],
    ['answers no request of ours', { inResponseTo: '_unknown' }],
    ['was not asked for', { inResponseTo: null }],
    ['names an address outside the domain', { nameId: 'eve@elsewhere.example' }],
  ])('a response that %s signs nobody in', async (_what, change) => {
    const browser = createBrowser();
    await post(browser, idp.respond(await begin(browser), { ...ada, ...change }));
    expect(await isSignedIn(browser)).toBe(false);
  });

  test('a response works once', async () => {
    const browser = createBrowser();
    const form = idp.respond(await begin(browser), ada);
    await post(browser, form);
    expect(await isSignedIn(browser)).toBe(true);
    const thief = createBrowser();
    await post(thief, form);
    expect(await isSignedIn(thief)).toBe(false);
  });

  test('a response of another provider with the same name signs nobody in', async () => {
    const impostor = await createSamlProvider(idp.entityId);
    const browser = createBrowser();
    await post(browser, impostor.respond(await begin(browser), ada));
    expect(await isSignedIn(browser)).toBe(false);
  });

  test('a certificate that is none is refused', async () => {
    const saml = { entityId: 'x', entryPoint: idp.entryPoint, certificates: ['not a certificate'] };
    const answer = await tested.call(mine.apiKey, 'POST', '/sso-providers', { name: 'x', domain: 'a.example', saml });
    expect([answer.status, answer.body.error.details[0].path]).toEqual([400, 'saml.certificates.0']);
  });
});
