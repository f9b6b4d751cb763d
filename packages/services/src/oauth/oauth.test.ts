import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  credentialVersions,
  getCurrentCredential,
  getConnection as getStoredConnection,
  listCredentialVersions,
} from '@patchbay/db';
import { type OidcProvider, signInAtOidcProvider, startOidcProvider } from '@patchbay/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { listAuditEntries } from '../audit/list.ts';
import { createConnection } from '../connections/create.ts';
import { deleteConnection } from '../connections/delete.ts';
import { disconnectConnection } from '../connections/disconnect.ts';
import { getConnection } from '../connections/get.ts';
import { listConnections } from '../connections/list.ts';
import { testConnection } from '../connections/test.ts';
import { putCredentials } from '../credentials/put.ts';
import { getOAuthAppSetup } from '../oauth-apps/get-setup.ts';
import { listOAuthAvailability } from '../oauth-apps/list-availability.ts';
import { catchError } from '../testing/catch-error.ts';
import { createTestServices, type TestServices } from '../testing/create-test-services.ts';
import { callbackUrl, connectPeople, saveApp } from '../testing/sign-in.ts';
import type { ServiceContext } from '../types.ts';
import { completeOAuth } from './complete.ts';
import { getOAuthAttempt } from './get-attempt.ts';
import { listOAuthAttempts } from './list-attempts.ts';
import { startOAuth } from './start.ts';

let services: TestServices;
let peer: OidcProvider;
let skewMs = 0;
let admin: ServiceContext;

beforeAll(async () => {
  peer = await startOidcProvider({
    redirectUris: [callbackUrl],
    accounts: ['ada', 'bob'].map((id) => ({ id, claims: {} })),
  });
  services = await createTestServices({ clock: { now: () => Date.now() + skewMs } });
  admin = services.as('admin');
});
afterAll(async () => {
  await services?.close();
  await peer?.stop();
});
beforeEach(async () => {
  skewMs = 0;
  peer.intercept(null);
  await services.deps.db.orm.execute('truncate oauth_apps, oauth_states, connections cascade');
});

const begin = (context = admin) =>
  startOAuth(context, { providerSlug: 'people-store', settings: { baseUrl: peer.issuer } });

async function signedIn(context = admin) {
  const { authorizationUrl, attemptId } = await begin(context);
  return { attemptId, parameters: (await signInAtOidcProvider(authorizationUrl)).parameters };
}

const problemOf = ({ redirectUrl }: { redirectUrl: string }) => new URL(redirectUrl).searchParams.get('problem');

test('without an OAuth app the answer is the guide to make one', async () => {
  const error = await catchError(() => begin());
  expect(error).toMatchObject({
    code: 'oauth_app_missing',
    message: expect.stringContaining('PEOPLE_STORE_CLIENT_ID'),
    data: {
      setup: {
        callbackUrl,
        instructions: ['Open the settings.', 'Enter the callback URL.'],
        createAppUrl: `${peer.issuer}/apps`,
        createAppUrlTemplate: '{settings.baseUrl}/apps',
        scopes: ['openid', 'offline_access'],
        clientIdEnvVar: 'PEOPLE_STORE_CLIENT_ID',
        source: null,
      },
    },
  });
});

test('an own OAuth app, a sign-in, a tested connection; another organization sees nothing of it', async () => {
  await saveApp(admin, peer);
  const { page, attemptId, connectionId } = await connectPeople(admin, peer, { name: 'Our people' });
  expect(page.href).toBe(`https://app.example.com/connect/attempts/${attemptId}?connection=${connectionId}`);
  expect(await getConnection(admin, { id: connectionId })).toMatchObject({
    name: 'Our people',
    status: 'active',
    statusCode: null,
    account: { id: 'ada' },
    lastTest: { status: 'success' },
    credential: {
      isRefreshable: true,
      expiresAt: expect.any(String),
      grantedScopes: ['openid', 'offline_access'],
      fields: expect.arrayContaining([{ name: 'accessToken', isSet: true, mask: null }]),
    },
  });
  const key = { organizationId: admin.actor.organizationId, id: connectionId };
  expect(await getStoredConnection(admin.deps.db.orm, key)).toMatchObject({
    createdBy: 'user-admin',
    updatedBy: 'user-admin',
  });
  expect(await getOAuthAttempt(admin, { id: attemptId })).toMatchObject({
    status: 'success',
    connectionId,
    test: { ok: true, account: { label: 'ada' }, scopes: ['openid', 'offline_access'], missingScopes: [] },
  });
  // So does every later test: the sign-in is what told them.
  expect(await testConnection(admin, { id: connectionId })).toMatchObject({ scopes: ['openid', 'offline_access'] });

  const other = services.as('owner', { organizationId: services.organizations.b });
  expect((await catchError(() => begin(other))).code).toBe('oauth_app_missing');
  expect((await catchError(() => getOAuthAttempt(other, { id: attemptId }))).code).toBe('not_found');
  expect((await listOAuthAttempts(other)).data).toEqual([]);
  expect((await listOAuthAvailability(other, { providerSlug: 'people-store' })).data).toEqual([
    { providerSlug: 'people-store', supported: true, available: false, source: null },
  ]);
  expect((await getOAuthAppSetup(other, { slug: 'people-store' })).source).toBeNull();
  expect((await getOAuthAppSetup(admin, { slug: 'people-store' })).source).toBe('organization');
});

test('a test that breaks off after the tokens are stored leaves a sign-in that has succeeded, with the failure', async () => {
  await saveApp(admin, peer);
  const { parameters, attemptId } = await signedIn();
  const { runtime } = services.deps;
  let count = 0;
  const deps = {
    ...services.deps,
    runtime: {
      ...runtime,
      testConnection: (...given: Parameters<typeof runtime.testConnection>) => {
        count += 1;
        if (count > 1) throw new TypeError('the test itself is broken');
        return runtime.testConnection(...given);
      },
    },
  };
  const { redirectUrl } = await completeOAuth(deps, { parameters, actor: admin.actor });
  const connectionId = new URL(redirectUrl).searchParams.get('connection') ?? '';
  expect(count).toBe(2);
  expect(await getOAuthAttempt(admin, { id: attemptId })).toMatchObject({
    ...{ status: 'success', connectionId, error: null },
    test: { ok: false, error: { code: 'internal', whoseFault: 'patchbay' } },
  });
  expect(await getConnection(admin, { id: connectionId })).toMatchObject({ status: 'pending' });
});

test('tokens are sealed, and nothing of a sign-in is readable in the database or the log', async () => {
  await saveApp(admin, peer);
  const { connectionId } = await connectPeople(admin, peer);
  const { sealed } = await readTokens(connectionId);
  const tables = ['oauth_apps', 'oauth_states', 'credential_versions', 'connections', 'audit_log', 'runs'];
  const { orm } = services.deps.db;
  const rows = await Promise.all(tables.map((table) => orm.execute(`select * from ${table}`)));
  const written = JSON.stringify([rows, services.logged]);
  expect(Object.keys(sealed).sort()).toEqual(['accessToken', 'idToken', 'refreshToken']);
  for (const secret of [peer.clientSecret, ...Object.values(sealed)]) expect(written).not.toContain(secret);
});

async function readTokens(connectionId: string) {
  const { openCredentialVersion } = await import('../credentials/open-version.ts');
  const row = await getCurrentCredential(services.deps.db.orm, {
    organizationId: services.organizations.a,
    connectionId,
  });
  if (!row) throw new Error('there is no credential');
  return openCredentialVersion(services.deps.keyRing, row);
}

test('a state that is missing or unknown', async () => {
  const end = (parameters: Record<string, string>) =>
    completeOAuth(services.deps, { parameters: new URLSearchParams(parameters), actor: admin.actor });
  expect(problemOf(await end({ code: 'c' }))).toBe('state_missing');
  expect(problemOf(await end({ code: 'c', state: 'x'.repeat(43) }))).toBe('state_unknown');
});

test('a state works once, also when two come back at the same time', async () => {
  await saveApp(admin, peer);
  const { parameters } = await signedIn();
  const both = await Promise.all([1, 2].map(() => completeOAuth(services.deps, { parameters, actor: admin.actor })));
  expect(both.map(problemOf).sort()).toEqual([null, 'state_used'].sort());
  expect(problemOf(await completeOAuth(services.deps, { parameters, actor: admin.actor }))).toBe('state_used');
  expect((await listConnections(admin)).data).toHaveLength(1);
});

test('a state older than ten minutes', async () => {
  await saveApp(admin, peer);
  const { parameters, attemptId } = await signedIn();
  skewMs = 10 * 60_000 + 1;
  await completeOAuth(services.deps, { parameters, actor: admin.actor });
  expect(await getOAuthAttempt(admin, { id: attemptId })).toMatchObject({
    status: 'error',
    error: { code: 'state_expired', message: expect.stringContaining('ten minutes') },
  });
  expect((await listConnections(admin)).data).toEqual([]);
});

test.each([
  ['somebody else', (context: ServiceContext) => ({ ...context.actor, id: 'user-eve' })],
  [
    'another organization',
    (context: ServiceContext) => ({ ...context.actor, organizationId: services.organizations.b }),
  ],
  ['an API key', (context: ServiceContext) => ({ ...context.actor, type: 'api_key' as const })],
  ['nobody', () => null],
])('a state that comes back with %s connects nothing and is spent', async (_who, actorOf) => {
  await saveApp(admin, peer);
  const { parameters, attemptId } = await signedIn();
  const count = peer.count('/token');
  expect(problemOf(await completeOAuth(services.deps, { parameters, actor: actorOf(admin) }))).toBe('state_foreign');
  expect(problemOf(await completeOAuth(services.deps, { parameters, actor: admin.actor }))).toBe('state_used');
  expect(peer.count('/token')).toBe(count);
  expect((await getOAuthAttempt(admin, { id: attemptId })).error?.code).toBe('state_foreign');
});

test('whoever lost the right to connect meanwhile does not', async () => {
  await saveApp(admin, peer);
  const { parameters, attemptId } = await signedIn();
  await completeOAuth(services.deps, { parameters, actor: { ...admin.actor, role: 'member' } });
  expect((await getOAuthAttempt(admin, { id: attemptId })).error?.code).toBe('forbidden');
  expect((await listConnections(admin)).data).toEqual([]);
});

test('a sign-in that was cancelled is kept with who, where and why', async () => {
  await saveApp(admin, peer);
  const { page, attemptId } = await connectPeople(admin, peer, { cancels: true });
  expect(page.pathname).toBe(`/connect/attempts/${attemptId}`);
  expect((await listOAuthAttempts(admin)).data[0]).toMatchObject({
    providerSlug: 'people-store',
    userLabel: 'admin',
    status: 'error',
    error: { code: 'access_denied', message: expect.stringMatching(/cancel/i) },
  });
  const [entry] = (await listAuditEntries(services.as('owner'), { action: 'oauth.fail' })).data;
  expect(entry).toMatchObject({ actor: { id: 'user-admin' }, after: { code: 'access_denied' } });
});

test.each<[string, (request: IncomingMessage, response: ServerResponse) => unknown, string, RegExp]>([
  [
    'a 500',
    (_request, response) => response.writeHead(500, { 'content-type': 'application/json' }).end('{"message":"down"}'),
    'upstream_failed',
    /passing fault. Try again/,
  ],
  [
    'a web page',
    (_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<!DOCTYPE html><h1>Hi</h1>'),
    'upstream_failed',
    /web page answered where the API of People Store should be/,
  ],
  ['nothing for longer than the time limit', () => undefined, 'timeout', /People Store/],
  ['a closed connection', (request) => request.socket.destroy(), 'upstream_failed', /broke the connection/],
])(
  'a code answered with %s is a failed sign-in that is kept; nothing is half connected, and the next works',
  async (_what, answer, code, sentence) => {
    await saveApp(admin, peer);
    const settings = { baseUrl: peer.issuer };
    const { authorizationUrl, attemptId } = await startOAuth(admin, {
      ...{ providerSlug: 'people-store', settings, timeoutMs: 1_000 },
    });
    const { parameters } = await signInAtOidcProvider(authorizationUrl);
    peer.intercept((request, response) => {
      if (request.url !== '/token') return false;
      answer(request, response);
      return true;
    });
    const before = peer.count('/token');
    const { redirectUrl } = await completeOAuth(services.deps, { parameters, actor: admin.actor });
    expect(redirectUrl).toBe(`https://app.example.com/connect/attempts/${attemptId}`);
    // A code works once: sent again, it would end the access of the first answer where that one got lost.
    expect(peer.count('/token')).toBe(before + 1);
    const kept = (await listOAuthAttempts(admin)).data;
    expect(kept).toMatchObject([
      { id: attemptId, status: 'error', connectionId: null, error: { code, message: expect.stringMatching(sentence) } },
    ]);
    expect(JSON.stringify([kept, services.logged])).not.toContain(parameters.get('code'));
    expect((await listConnections(admin)).data).toEqual([]);
    expect(await services.deps.db.orm.select().from(credentialVersions)).toEqual([]);

    peer.intercept(null);
    expect(problemOf(await completeOAuth(services.deps, { parameters, actor: admin.actor }))).toBe('state_used');
    const { connectionId } = await connectPeople(admin, peer);
    expect((await getConnection(admin, { id: connectionId })).status).toBe('active');
  },
);

test('the page to end at must be one of ours', async () => {
  await saveApp(admin, peer);
  const settings = { baseUrl: peer.issuer };
  for (const redirectUrl of [
    'https://evil.example.net/',
    '//evil.example.net',
    'https://app.example.com.evil.net',
    'https://app.example.com@evil.net/',
    '/\\evil.net',
    'javascript:alert(1)',
    'http://app.example.com/',
  ]) {
    const error = await catchError(() => startOAuth(admin, { providerSlug: 'people-store', settings, redirectUrl }));
    expect([redirectUrl, error.code]).toEqual([redirectUrl, 'invalid_input']);
  }
  const { page, connectionId } = await connectPeople(admin, peer, { redirectUrl: '/onboarding?step=2' });
  expect(page.origin + page.pathname).toBe('https://app.example.com/onboarding');
  expect(Object.fromEntries(page.searchParams)).toMatchObject({
    ...{ step: '2', outcome: 'success', connection: connectionId },
  });
});

test('signing in again with the same account renews the connection, asked for or not', async () => {
  await saveApp(admin, peer);
  const first = await connectPeople(admin, peer);
  const second = await connectPeople(admin, peer, { connectionId: first.connectionId });
  const third = await connectPeople(admin, peer);
  expect([second.connectionId, third.connectionId]).toEqual([first.connectionId, first.connectionId]);
  const key = { organizationId: services.organizations.a, connectionId: first.connectionId };
  const versions = await listCredentialVersions(services.deps.db.orm, key);
  expect(versions.map(({ version, envelope }) => [version, envelope !== null])).toEqual([
    [3, true],
    [2, false],
    [1, false],
  ]);
});

test('another account is refused with both names, and the connection stays as it was', async () => {
  await saveApp(admin, peer);
  const { connectionId } = await connectPeople(admin, peer);
  const before = await readTokens(connectionId);
  const { attemptId } = await connectPeople(admin, peer, { connectionId, login: 'bob' });
  expect((await getOAuthAttempt(admin, { id: attemptId })).error).toEqual({
    code: 'other_account',
    message: expect.stringMatching(/belongs to the account ada.*signed in as bob/),
  });
  expect(await readTokens(connectionId)).toEqual(before);
  const other = await connectPeople(admin, peer, { login: 'bob' });
  expect(other.connectionId).not.toBe(connectionId);
});

test('when the provider does not tell whose access it is, the connection stays as it was', async () => {
  await saveApp(admin, peer);
  const { connectionId } = await connectPeople(admin, peer);
  peer.intercept((request, response) => {
    if (request.url !== '/me') return false;
    response.writeHead(503).end();
    return true;
  });
  const { attemptId } = await connectPeople(admin, peer, { connectionId });
  expect((await getOAuthAttempt(admin, { id: attemptId })).error?.code).toBe('unknown_account');
  expect((await getConnection(admin, { id: connectionId })).status).toBe('active');
});

test('an OAuth app that was replaced in the middle ends the sign-in', async () => {
  await saveApp(admin, peer);
  const { parameters, attemptId } = await signedIn();
  await saveApp(admin, { ...peer, clientId: 'another-client' });
  await completeOAuth(services.deps, { parameters, actor: admin.actor });
  expect((await getOAuthAttempt(admin, { id: attemptId })).error).toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('was changed while you signed in'),
  });
});

test('an API key is told to open the page, a member may not, and tokens cannot be typed in', async () => {
  await saveApp(admin, peer);
  const key = services.as('admin', { type: 'api_key', id: 'key_1' });
  expect(await catchError(() => begin(key))).toMatchObject({
    code: 'forbidden',
    message: expect.stringContaining('https://app.example.com/connect/people-store'),
  });
  expect((await catchError(() => begin(services.as('member')))).code).toBe('forbidden');
  const typed = { providerSlug: 'people-store', authMethod: 'oauth', settings: { baseUrl: peer.issuer } };
  expect((await catchError(() => createConnection(admin, typed))).code).toBe('unsupported');
  const { connectionId } = await connectPeople(admin, peer);
  const put = () => putCredentials(admin, { connectionId, credentials: { accessToken: 'x' } });
  expect((await catchError(put)).code).toBe('unsupported');
});

test.each([
  ['disconnecting', (id: string) => disconnectConnection(admin, { id })],
  ['deleting', (id: string) => deleteConnection(admin, { id })],
])('%s ends the access at the provider', async (_what, end) => {
  await saveApp(admin, peer);
  const { connectionId } = await connectPeople(admin, peer);
  const { sealed } = await readTokens(connectionId);
  await end(connectionId);
  const answer = await fetch(`${peer.issuer}/me`, { headers: { authorization: `Bearer ${sealed.accessToken}` } });
  expect(answer.status).toBe(401);
  const [entry] = (await listAuditEntries(services.as('owner'), { action: 'credentials.revoke' })).data;
  expect(entry).toMatchObject({ target: { id: connectionId }, after: { outcome: 'revoked' } });
});

test('a provider that does not answer keeps nobody from disconnecting, and the log tells', async () => {
  await saveApp(admin, peer);
  const { connectionId } = await connectPeople(admin, peer);
  peer.intercept((request, response) => {
    if (!request.url?.startsWith('/token/revocation')) return false;
    response.writeHead(500).end();
    return true;
  });
  expect((await disconnectConnection(admin, { id: connectionId })).status).toBe('disconnected');
  const [entry] = (await listAuditEntries(services.as('owner'), { action: 'credentials.revoke' })).data;
  expect(entry?.after).toMatchObject({ outcome: 'failed' });
});
