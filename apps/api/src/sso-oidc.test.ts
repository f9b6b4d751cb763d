// Signing in to Patchbay by OpenID Connect.
import { runSql } from '@patchbay/db';
import { type OidcProvider, signInAtOidcProvider, startOidcProvider } from '@patchbay/testing';
import { sql } from 'drizzle-orm';
import { beforeEach, expect, test } from 'vitest';
import { createTestApp, origin, txtRecords } from './testing/create-test-app.ts';
import { type ForgedAnswer, forgeIdTokens } from './testing/forge-id-tokens.ts';
import { endOf, type SsoBrowser } from './testing/sso-browser.ts';
import { clientSecret, rules, testSso } from './testing/test-sso.ts';

const sso = testSso();
const { add, prove, removeAda, inviteAda, membersOf, createBrowser } = sso;

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
        client_secret: clientSecret,
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
async function addOidc(apiKey = sso.mine.apiKey, body: object = {}) {
  const provider = await add(apiKey, {
    roleMapping: rules,
    oidc: {
      issuer: peer.issuer,
      clientId: 'patchbay',
      clientSecret,
      scopes: ['openid', 'email', 'profile', 'groups'],
    },
    ...body,
  });
  const client = await peer.provider.Client.find('patchbay');
  if (!client) throw new Error('there is no client');
  Object.assign(client, { redirectUris: [`${origin}/api/auth/sso/callback/${provider.id}`] });
  return provider;
}

async function signIn(browser: SsoBrowser, email = 'ada@acme.example', login = 'ada') {
  const { status, body } = await browser.start(email);
  expect([status, body.error?.message]).toEqual([200, undefined]);
  const { url } = await signInAtOidcProvider(body.url, { login });
  return browser.go(`${url.pathname}${url.search}`);
}
test('somebody new signs in, becomes a member in the role of the rule, and comes back as the same person', async () => {
  await prove(sso.mine.apiKey, await addOidc());
  const browser = createBrowser();
  expect(endOf(await signIn(browser))).toEqual({ path: '/', error: null });
  expect(await browser.me()).toMatchObject({
    status: 200,
    body: { user: { email: 'ada@acme.example' }, organization: { id: sso.mine.organizationId }, role: 'member' },
  });
  accounts[0] = { id: 'ada', claims: { email: 'ada@acme.example', groups: ['platform'] } };
  const again = createBrowser();
  await signIn(again);
  expect((await again.me()).body.role).toBe('admin');
  expect(await membersOf(sso.mine.apiKey)).toMatchObject({ 'ada@acme.example': 'admin' });
  const { body } = await sso.tested.call(sso.mine.apiKey, 'GET', '/audit-log?action=member.join');
  expect(body.data[0]).toMatchObject({ after: { role: 'member', sso: 'Login' } });
});

test('whom no rule names gets the default role', async () => {
  accounts[0] = { id: 'ada', claims: { email: 'ada@acme.example' } };
  await prove(sso.mine.apiKey, await addOidc());
  await signIn(createBrowser());
  expect(await membersOf(sso.mine.apiKey)).toMatchObject({ 'ada@acme.example': 'viewer' });
});

test('until the domain is proven nobody is led anywhere', async () => {
  const provider = await addOidc();
  expect((await createBrowser().start('ada@acme.example')).status).toBe(404);
  txtRecords.set('_patchbay.acme.example', ['patchbay-domain=somebody-elses']);
  const refused = await sso.tested.call(sso.mine.apiKey, 'POST', `/sso-providers/${provider.id}/verify-domain`);
  expect([refused.status, refused.body.error.message]).toEqual([409, expect.stringContaining('another value')]);
  expect((await prove(sso.mine.apiKey, provider)).body).toMatchObject({ domainVerified: true });
  expect((await createBrowser().start('ada@acme.example')).status).toBe(200);
  await sso.tested.call(sso.mine.apiKey, 'PATCH', `/sso-providers/${provider.id}`, { domain: 'new.example' });
  expect((await createBrowser().start('ada@new.example')).status).toBe(404);
});

test('a domain is one organization’s, and the operator may vouch for it', async () => {
  await prove(sso.mine.apiKey, await addOidc());
  const theirs = await addOidc(sso.other.apiKey);
  expect((await prove(sso.other.apiKey, theirs)).body.error.message).toContain('Another organization has proven');
  const vouched = await add(sso.mine.apiKey, {
    domain: 'vouched.example',
    oidc: { issuer: peer.issuer, clientId: 'x', clientSecret: 'yyyyyyyy' },
  });
  const verified = await sso.tested.call(sso.mine.apiKey, 'POST', `/sso-providers/${vouched.id}/verify-domain`);
  expect(verified.body.domainVerified).toBe(true);
});

test('an address outside the domain is refused, new or known', async () => {
  await prove(sso.mine.apiKey, await addOidc());
  for (const email of ['owner2@example.com', 'somebody@elsewhere.example', 'x@sub.acme.example']) {
    accounts[0] = { id: 'ada', claims: { email, email_verified: true } };
    const browser = createBrowser();
    expect(endOf(await signIn(browser))).toEqual({
      path: '/sign-in',
      error: expect.stringMatching(/^(email_outside_domain|account_not_linked)$/),
    });
    expect((await browser.me()).status).toBe(401);
  }
  expect(Object.keys(await membersOf(sso.mine.apiKey))).toEqual(['owner1@example.com']);
  expect(Object.keys(await membersOf(sso.other.apiKey))).toEqual(['owner2@example.com']);
  const strangers = await sso.tested.db.orm.execute(`select email from users where email like '%elsewhere%'`);
  expect(JSON.stringify(strangers)).not.toContain('elsewhere');
  // Who is known by the provider's id for them is held to the address of each sign-in.
  accounts[0] = { id: 'ada', claims: { email: 'ada@acme.example' } };
  await signIn(createBrowser());
  accounts[0] = { id: 'ada', claims: { email: 'ada@elsewhere.example' } };
  expect(endOf(await signIn(createBrowser())).error).toBe('email_outside_domain');
});

test('a domain that went to another organization takes its people along', async () => {
  const first = await addOidc();
  await prove(sso.mine.apiKey, first);
  await signIn(createBrowser());
  await sso.tested.call(sso.mine.apiKey, 'PATCH', `/sso-providers/${first.id}`, { domain: 'new.example' });
  await prove(sso.mine.apiKey, { ...first, domainRecord: { ...first.domainRecord, name: '_patchbay.new.example' } });
  accounts[0] = { id: 'ada', claims: { email: 'ada@new.example' } };
  const browser = createBrowser();
  expect(endOf(await signIn(browser, 'ada@new.example')).error).toBe('email_outside_domain');
  expect((await browser.me()).status).toBe(401);
});

/** An account with a password, as an invitation makes one. */
async function addPerson(email: string, role = 'viewer') {
  const { body: invitation } = await sso.tested.call(sso.mine.apiKey, 'POST', '/invitations', { email, role });
  const invitationId = invitation.id;
  const browser = createBrowser();
  const send = (path: string, body: object) =>
    browser.go(`/api/auth${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin },
      body: JSON.stringify(body),
    });
  await send('/sign-up/email', { email, password, name: 'Ada', invitationId });
  await send('/organization/accept-invitation', { invitationId });
  expect((await browser.me()).body.role).toBe(role);
}
const password = 'a long password';
const signInByPassword = (email: string) =>
  sso.tested.app.request('/api/auth/sign-in/email', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });

test.each<[string, boolean]>([
  ['a member', true],
  ['somebody of no organization', false],
])('the account of %s goes to whom the identity provider names, and its password ends', async (_who, isMember) => {
  await addPerson('ada@acme.example');
  if (!isMember) {
    await sso.tested.db.orm.execute(
      `delete from members where user_id in (select id from users where email = 'ada@acme.example')`,
    );
  }
  expect((await signInByPassword('ada@acme.example')).status).toBe(200);
  await prove(sso.mine.apiKey, await addOidc());
  const browser = createBrowser();
  expect(endOf(await signIn(browser))).toEqual({ path: '/', error: null });
  expect((await browser.me()).body.role).toBe('member');
  expect((await signInByPassword('ada@acme.example')).status).toBe(401);
  const { body } = await sso.tested.call(sso.mine.apiKey, 'GET', '/audit-log?action=member.end_other_sign_ins');
  expect(body.data[0]).toMatchObject({ actor: { label: 'ada@acme.example' } });
});

test('an owner comes in only by a provider whose rules give the role owner, and keeps the password', async () => {
  await addPerson('ada@acme.example', 'owner');
  const admin = await sso.tested.addKey(sso.mine.organizationId, 'admin');
  const provider = await addOidc(admin);
  await prove(admin, provider);
  const browser = createBrowser();
  expect(endOf(await signIn(browser))).toEqual({ path: '/sign-in', error: 'owner_needs_password' });
  expect((await browser.me()).status).toBe(401);
  const roleMapping = [{ attribute: 'groups', value: 'everybody', role: 'owner' }];
  await sso.tested.call(sso.mine.apiKey, 'PATCH', `/sso-providers/${provider.id}`, { roleMapping });
  expect(endOf(await signIn(browser))).toEqual({ path: '/', error: null });
  expect((await browser.me()).body.role).toBe('owner');
  expect((await signInByPassword('ada@acme.example')).status).toBe(200);
  // Now it is out of an admin's reach.
  const patch = { roleMapping: [] };
  expect((await sso.tested.call(admin, 'PATCH', `/sso-providers/${provider.id}`, patch)).status).toBe(403);
});

test('who was removed is refused until they are invited again, and then comes in by it', async () => {
  await prove(sso.mine.apiKey, await addOidc(sso.mine.apiKey, { roleMapping: [] }));
  const browser = createBrowser();
  await signIn(browser);
  expect((await browser.me()).body.role).toBe('viewer');
  await removeAda();
  expect((await browser.me()).status).toBe(401);
  for (const again of [browser, createBrowser()]) {
    expect(endOf(await signIn(again))).toEqual({ path: '/sign-in', error: 'removed_from_organization' });
    expect((await again.me()).status).toBe(401);
  }
  // Another name for them at the issuer is no way around it.
  accounts[0] = { id: 'ada2', claims: { email: 'Ada@acme.example' } };
  expect(endOf(await signIn(createBrowser(), 'ada@acme.example', 'ada2')).error).toBe('removed_from_organization');
  expect(Object.keys(await membersOf(sso.mine.apiKey))).toEqual(['owner1@example.com']);
  accounts[0] = { id: 'ada', claims: { email: 'ada@acme.example' } };
  const { id } = await inviteAda('member');
  expect(endOf(await signIn(browser))).toEqual({ path: '/', error: null });
  expect((await browser.me()).body.role).toBe('member');
  expect((await sso.tested.call(null, 'GET', `/invitations/${id}`)).body.status).toBe('accepted');
  const { body } = await sso.tested.call(sso.mine.apiKey, 'GET', '/audit-log?action=member.join');
  expect(body.data[0]).toMatchObject({ after: { role: 'member', isInvited: true } });
});

test('who came back by the link of an invitation signs in by single sign-on too', async () => {
  await addPerson('ada@acme.example', 'member');
  await prove(sso.mine.apiKey, await addOidc());
  await removeAda();
  expect(endOf(await signIn(createBrowser())).error).toBe('removed_from_organization');
  const { id } = await inviteAda('member');
  const browser = createBrowser();
  const post = { method: 'POST', headers: { 'content-type': 'application/json', origin } };
  const signInBody = JSON.stringify({ email: 'ada@acme.example', password });
  await browser.go('/api/auth/sign-in/email', { ...post, body: signInBody });
  const accept = { ...post, body: JSON.stringify({ invitationId: id }) };
  expect((await browser.go('/api/auth/organization/accept-invitation', accept)).status).toBe(200);
  expect(endOf(await signIn(createBrowser()))).toEqual({ path: '/', error: null });
  // It is as if they had never been away.
  expect(await runSql(sso.tested.db.orm, sql`select * from removed_members`)).toEqual([]);
});

test('returns are limited like all attempts to sign in', async () => {
  const limited = await createTestApp({ limits: { signIn: 2 } });
  try {
    const statuses = [];
    for (let count = 0; count < 3; count += 1)
      statuses.push((await limited.app.request('/api/auth/sso/callback/sso_x?code=x&state=y')).status);
    expect(statuses).toEqual([303, 303, 429]);
  } finally {
    await limited.close();
  }
});

test('an account of another organization is not opened, and a session opens no other organization', async () => {
  await sso.tested.db.orm.execute(`update users set email = 'boss@acme.example' where id = '${sso.other.userId}'`);
  try {
    await prove(sso.mine.apiKey, await addOidc());
    accounts[0] = { id: 'boss', claims: { email: 'boss@acme.example', email_verified: true } };
    const browser = createBrowser();
    expect(endOf(await signIn(browser, 'boss@acme.example', 'boss')).error).not.toBeNull();
    expect((await browser.me()).status).toBe(401);
  } finally {
    await sso.tested.db.orm.execute(`update users set email = 'owner2@example.com' where id = '${sso.other.userId}'`);
  }
  accounts[0] = { id: 'ada', claims: { email: 'ada@acme.example' } };
  const ada = createBrowser();
  await signIn(ada);
  // Later she is made an owner elsewhere: her identity provider must not reach there.
  await sso.tested.db.orm.execute(
    `insert into members (id, organization_id, user_id, role) select 'mem_x', '${sso.other.organizationId}', id, 'owner' from users where email = 'ada@acme.example'`,
  );
  await sso.tested.deps.people.announceChange();
  expect((await ada.me()).body.organization.id).toBe(sso.mine.organizationId);
  await sso.tested.call(ada.header(), 'POST', '/../auth/organization/set-active', {
    organizationId: sso.other.organizationId,
  });
  await sso.tested.deps.people.announceChange();
  expect((await ada.me()).body.organization.id).toBe(sso.mine.organizationId);
});

test.each<[string, (claims: Record<string, unknown>) => Partial<ForgedAnswer>, boolean?]>([
  ['says all that is asked for', () => ({}), true],
  ['is of another issuer', (claims) => ({ claims: { ...claims, iss: 'https://login.elsewhere.example' } })],
  ['is for another client', (claims) => ({ claims: { ...claims, aud: 'another' } })],
  ['is for several clients', (claims) => ({ claims: { ...claims, aud: ['another', 'patchbay'] } })],
  ['has expired', (claims) => ({ claims: { ...claims, exp: Math.floor(Date.now() / 1_000) - 600 } })],
  ['holds the nonce of another sign-in', (claims) => ({ claims: { ...claims, nonce: 'another' } })],
  ['holds no nonce', ({ nonce: _, ...claims }) => ({ claims })],
  ['names another person than the userinfo', (claims) => ({ claims: { ...claims, sub: 'eve' } })],
  ['is signed by somebody else', () => ({ isForeignKey: true })],
  ['is not signed', () => ({ algorithm: 'none' })],
  ['is missing', () => ({ claims: null })],
  ['says that nobody has checked the address', (claims) => ({ claims: { ...claims, email_verified: false } })],
  [
    'comes with an address nobody has checked',
    () => ({ userInfo: { sub: 'ada', email: 'ada@acme.example', email_verified: false } }),
  ],
])('an ID token that %s signs in (or not): %#', async (_what, change, isGood = false) => {
  const provider = await addOidc();
  await prove(sso.mine.apiKey, provider);
  const answer = forgeIdTokens(peer);
  async function comeBack(change: (claims: Record<string, unknown>) => Partial<ForgedAnswer>) {
    const browser = createBrowser();
    const { searchParams } = new URL((await browser.start('ada@acme.example')).body.url);
    const seconds = Math.floor(Date.now() / 1_000);
    const claims = {
      ...{ iss: peer.issuer, aud: 'patchbay', sub: 'ada', iat: seconds, exp: seconds + 60 },
      nonce: searchParams.get('nonce'),
    };
    answer({ claims, userInfo: { sub: 'ada', email: 'ada@acme.example' }, ...change(claims) });
    const path = `/api/auth/sso/callback/${provider.id}?code=x&state=${searchParams.get('state')}`;
    const end = endOf(await browser.go(path));
    return { isHome: end.path === '/' && end.error === null, isSignedIn: (await browser.me()).status === 200 };
  }
  const expected = { isHome: isGood, isSignedIn: isGood };
  expect(await comeBack(change)).toEqual(expected);
  expect(Object.keys(await membersOf(sso.mine.apiKey))).toHaveLength(isGood ? 2 : 1);
  // Once more as somebody whose account there is: that takes another way through the library.
  expect(await comeBack(() => ({}))).toEqual({ isHome: true, isSignedIn: true });
  expect(await comeBack(change)).toEqual(expected);
});

test('a return meant for one identity provider is nothing to another, and works once', async () => {
  const first = await addOidc();
  await prove(sso.mine.apiKey, first);
  const second = await addOidc(sso.other.apiKey, { domain: 'other.example' });
  await prove(sso.other.apiKey, second);
  const client = await peer.provider.Client.find('patchbay');
  const redirectUris = [first, second].map(({ id }) => `${origin}/api/auth/sso/callback/${id}`);
  Object.assign(client ?? {}, { redirectUris });
  const browser = createBrowser();
  const begun = await browser.start('ada@acme.example');
  const { url } = await signInAtOidcProvider(begun.body.url);
  const mixedUp = await browser.go(`${url.pathname.replace(first.id, second.id)}${url.search}`);
  expect(endOf(mixedUp)).toEqual({ path: '/sign-in', error: 'invalid_state' });
  expect((await browser.me()).status).toBe(401);
  const again = createBrowser();
  const { url: back } = await signInAtOidcProvider((await again.start('ada@acme.example')).body.url);
  expect(endOf(await again.go(`${back.pathname}${back.search}`)).error).toBeNull();
  const twice = createBrowser();
  expect(endOf(await twice.go(`${back.pathname}${back.search}`)).path).toBe('/sign-in');
  expect((await twice.me()).status).toBe(401);
});

test('another issuer starts anew: whom it calls by the same name is somebody else', async () => {
  const provider = await addOidc();
  await prove(sso.mine.apiKey, provider);
  const ada = createBrowser();
  await signIn(ada);
  const next = await startOidcProvider({
    accounts: [{ id: 'ada', claims: { email: 'eve@acme.example' } }],
    clients: [
      {
        client_id: 'patchbay',
        client_secret: 'another-secret',
        redirect_uris: [`${origin}/api/auth/sso/callback/${provider.id}`],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        application_type: 'native',
      },
    ],
  });
  try {
    const oidc = { issuer: next.issuer, clientId: 'patchbay', clientSecret: 'another-secret' };
    const changed = await sso.tested.call(sso.mine.apiKey, 'PATCH', `/sso-providers/${provider.id}`, { oidc });
    expect(changed.status).toBe(200);
    // What the old issuer opened is closed.
    expect((await ada.me()).status).toBe(401);
    const eve = createBrowser();
    await signIn(eve);
    expect((await eve.me()).body.user?.email).toBe('eve@acme.example');
  } finally {
    await next.stop();
  }
});

test('deleting an identity provider signs out whom it signed in, and they can be invited with a password', async () => {
  await addPerson('grace@acme.example', 'member');
  const provider = await addOidc();
  await prove(sso.mine.apiKey, provider);
  const ada = createBrowser();
  await signIn(ada);
  expect((await sso.tested.call(sso.mine.apiKey, 'DELETE', `/sso-providers/${provider.id}`)).status).toBe(204);
  expect((await ada.me()).status).toBe(401);
  expect((await signInByPassword('grace@acme.example')).status).toBe(200);
  await removeAda();
  await addPerson('ada@acme.example', 'member');
  expect((await signInByPassword('ada@acme.example')).status).toBe(200);
});

test('a return with the state of nobody, or in another browser, signs nobody in', async () => {
  const provider = await addOidc();
  await prove(sso.mine.apiKey, provider);
  const path = `/api/auth/sso/callback/${provider.id}`;
  const stranger = createBrowser();
  const lost = await stranger.go(`${path}?code=x&state=unknown`);
  expect(endOf(lost)).toEqual({ path: '/sign-in', error: expect.stringMatching(/^\w+$/) });
  expect((await stranger.me()).status).toBe(401);
  const { body } = await createBrowser().start('ada@acme.example');
  const { url } = await signInAtOidcProvider(body.url);
  await stranger.go(`${url.pathname}${url.search}`);
  expect((await stranger.me()).status).toBe(401);
});

test('the library’s own routes are closed, and the secret is in no answer, log or table', async () => {
  const provider = await addOidc();
  await prove(sso.mine.apiKey, provider);
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
    // It would come back without the name the rules go by.
    ['GET', '/sso/callback?code=x&state=y'],
  ] as const) {
    const init = method === 'GET' ? {} : { body: '{}', headers: { origin, 'content-type': 'application/json' } };
    expect([path, (await browser.go(`/api/auth${path}`, { method, ...init })).status]).toEqual([path, 404]);
  }
  const answers = await Promise.all(
    ['/sso-providers', `/sso-providers/${provider.id}`, '/audit-log'].map((path) =>
      sso.tested.call(sso.mine.apiKey, 'GET', path),
    ),
  );
  const tables = ['sso_providers', 'accounts', 'verifications', 'audit_log', 'sessions'];
  const rows = await Promise.all(tables.map((table) => sso.tested.db.orm.execute(`select * from ${table}`)));
  const written = JSON.stringify([answers.map(({ body }) => body), rows, sso.tested.logged]);
  expect(written).not.toContain(clientSecret);
  // Of the identity provider's own tokens nothing is kept.
  expect(JSON.stringify(rows[1])).not.toMatch(/eyJ/);
});

test('what is wrong with an issuer is told, and a blank secret keeps the old one', async () => {
  const wrong = await sso.tested.call(sso.mine.apiKey, 'POST', '/sso-providers', {
    name: 'Login',
    domain: 'acme.example',
    oidc: { issuer: `${peer.issuer}/nowhere`, clientId: 'x', clientSecret: 'y' },
  });
  expect([wrong.status, wrong.body.error.message]).toEqual([400, expect.stringContaining('Check the issuer')]);
  const provider = await addOidc();
  await prove(sso.mine.apiKey, provider);
  const oidc = { issuer: peer.issuer, clientId: 'patchbay', scopes: ['openid', 'email'] };
  const kept = await sso.tested.call(sso.mine.apiKey, 'PATCH', `/sso-providers/${provider.id}`, { oidc });
  expect(kept.body).toMatchObject({ domainVerified: true, oidc: { hasSecret: true, scopes: ['openid', 'email'] } });
  expect(endOf(await signIn(createBrowser()))).toEqual({ path: '/', error: null });
  for (const [method, at, more] of [
    ['POST', '', { name: 'Login', domain: 'other.example' }],
    ['PATCH', `/${provider.id}`, {}],
  ] as const) {
    const reference = { ...more, oidc: { ...oidc, clientSecret: 'authref://env/PATCHBAY_SECRET_SSO' } };
    const { status, body } = await sso.tested.call(sso.mine.apiKey, method, `/sso-providers${at}`, reference);
    expect([status, body.error.details]).toMatchObject([400, [{ path: 'oidc.clientSecret' }]]);
  }
  const moved = { oidc: { ...oidc, clientId: 'another' } };
  expect((await sso.tested.call(sso.mine.apiKey, 'PATCH', `/sso-providers/${provider.id}`, moved)).status).toBe(400);
});

test('an admin cannot give the role owner by a rule, nor touch a rule that does', async () => {
  const admin = await sso.tested.addKey(sso.mine.organizationId, 'admin');
  const body = {
    name: 'Login',
    domain: 'acme.example',
    roleMapping: [{ attribute: 'groups', value: 'x', role: 'owner' }],
    oidc: { issuer: peer.issuer, clientId: 'x', clientSecret: 'y' },
  };
  expect((await sso.tested.call(admin, 'POST', '/sso-providers', body)).status).toBe(403);
  const { body: made } = await sso.tested.call(sso.mine.apiKey, 'POST', '/sso-providers', body);
  expect((await sso.tested.call(admin, 'PATCH', `/sso-providers/${made.id}`, { name: 'x' })).status).toBe(403);
  expect((await sso.tested.call(admin, 'DELETE', `/sso-providers/${made.id}`)).status).toBe(403);
});
