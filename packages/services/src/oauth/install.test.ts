import { readFile } from 'node:fs/promises';
import { getCurrentCredential } from '@patchbay/db';
import { builtInManifests } from '@patchbay/registry';
import { type AppForge, type ForgeReturn, startAppForge } from '@patchbay/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { listAuditEntries } from '../audit/list.ts';
import { createConnection } from '../connections/create.ts';
import { disconnectConnection } from '../connections/disconnect.ts';
import { getConnection } from '../connections/get.ts';
import { listConnections } from '../connections/list.ts';
import { openCredentialVersion } from '../credentials/open-version.ts';
import { saveOAuthApp } from '../oauth-apps/save.ts';
import { catchError } from '../testing/catch-error.ts';
import { createTestServices, type TestServices } from '../testing/create-test-services.ts';
import { callbackUrl } from '../testing/sign-in.ts';
import type { ServiceContext } from '../types.ts';
import { completeOAuth } from './complete.ts';
import { getOAuthAttempt } from './get-attempt.ts';
import { installApp } from './install.ts';
import { startOAuth } from './start.ts';

let services: TestServices;
let forge: AppForge;
let skewMs = 0;
let admin: ServiceContext;

beforeAll(async () => {
  services = await createTestServices({
    clock: { now: () => Date.now() + skewMs },
    manifests: builtInManifests.filter(({ manifest }) => manifest.id === 'github').map(({ manifest }) => manifest),
  });
  admin = services.as('admin');
});
afterAll(() => services?.close());
beforeEach(async () => {
  skewMs = 0;
  await services.deps.db.orm.execute('truncate oauth_apps, oauth_states, connections cascade');
  forge = await startAppForge({ callbackUrl });
  return () => forge.stop();
});

const settings = () => ({ baseUrl: forge.api, siteUrl: forge.site });
const begin = (context = admin, input: Partial<Parameters<typeof installApp>[1]> = {}) =>
  installApp(context, {
    ...(input.connectionId === undefined && { providerSlug: 'github' }),
    ...{ authMethod: 'app', settings: settings(), credentials: forge.app, ...input },
  });

/** Presses Install the app, installs it, comes back. */
async function install(given: ForgeReturn & Partial<Parameters<typeof installApp>[1]> = {}) {
  const { person, account, action, asksForAuthorization, ...input } = given;
  const { authorizationUrl, attemptId } = await begin(admin, input);
  const did = Object.fromEntries(
    Object.entries({ person, account, action, asksForAuthorization }).filter(([, value]) => value !== undefined),
  );
  return comeBack(forge.comeBack(authorizationUrl, did), attemptId);
}

async function comeBack(parameters: URLSearchParams, attemptId: string, actor = admin.actor) {
  const { redirectUrl } = await completeOAuth(services.deps, { parameters, actor });
  const page = new URL(redirectUrl);
  const connectionId = page.searchParams.get('connection') ?? '';
  return { page, attemptId, connectionId, attempt: await getOAuthAttempt(admin, { id: attemptId }) };
}

async function readCredentials(connectionId: string): Promise<Record<string, string>> {
  const { organizationId } = admin.actor;
  const row = await getCurrentCredential(services.deps.db.orm, { organizationId, connectionId });
  return row ? openCredentialVersion(services.deps.keyRing, row).sealed : {};
}

test('an app is installed, its installation becomes a connection, and the token of the person is ended', async () => {
  const started = await begin();
  const address = new URL(started.authorizationUrl);
  expect(address.origin + address.pathname).toBe(`${forge.site}/apps/octo-app/installations/new`);
  const back = forge.comeBack(started.authorizationUrl);
  expect(forge.personTokens.size).toBe(0);
  const { attempt, connectionId, page } = await comeBack(back, started.attemptId);
  expect(page.href).toBe(`https://app.example.com/connect/attempts/${started.attemptId}?connection=${connectionId}`);
  expect(attempt).toMatchObject({ kind: 'install', status: 'success', connectionId, test: { ok: true } });
  expect(await getConnection(admin, { id: connectionId })).toMatchObject({
    ...{ authMethod: 'app', status: 'active', account: { id: '1000', label: 'octo-org' } },
  });
  expect(await readCredentials(connectionId)).toEqual({ ...forge.app, installationId: back.get('installation_id') });
  expect(forge.server.requests.filter(({ method }) => method === 'DELETE')).toHaveLength(1);
  expect(forge.personTokens.size).toBe(0);
  const actions = (await listAuditEntries(services.as('owner'), {})).data.map(({ action }) => action);
  expect(actions).toEqual(expect.arrayContaining(['oauth.install', 'connection.create']));
});

test('every request is one of the API description', async () => {
  await install();
  const file = new URL('../../../../manifests/github/contract.json', import.meta.url);
  const { operations } = JSON.parse(await readFile(file, 'utf8')) as { operations: { method: string; path: string }[] };
  // The sign-in itself and what ends its token are no operations of the manifest.
  const known = [...operations, { method: 'DELETE', path: '/applications/{client_id}/token' }];
  const asked = forge.server.requests.filter(({ url }) => url.startsWith('/api/v3/'));
  expect(asked.length).toBeGreaterThanOrEqual(5);
  for (const { method, url } of asked) {
    const path = new URL(url, forge.site).pathname.slice('/api/v3'.length);
    const fits = known.some(
      (row) => row.method === method && new RegExp(`^${row.path.replace(/\{[^}]+\}/g, '[^/]+')}$`).test(path),
    );
    expect(`${method} ${path} ${fits}`).toBe(`${method} ${path} true`);
  }
});

test('nothing of the app is readable in the database or the log, before and after', async () => {
  const started = await begin();
  const secrets = [forge.app.clientSecret, forge.app.privateKey.split('\n')[1] ?? 'none'];
  const readAll = async () => {
    const tables = ['oauth_states', 'credential_versions', 'connections', 'audit_log', 'runs'];
    const { orm } = services.deps.db;
    return JSON.stringify([
      await Promise.all(tables.map((table) => orm.execute(`select * from ${table}`))),
      services.logged,
    ]);
  };
  const before = await readAll();
  const back = forge.comeBack(started.authorizationUrl);
  await comeBack(back, started.attemptId);
  const after = await readAll();
  for (const secret of secrets) for (const text of [before, after]) expect(text).not.toContain(secret);
  expect(after).not.toContain(back.get('code'));
});

test.each([
  ['only asked for', { action: 'request' } as const, 'install_requested', /owns the account has to approve/],
  [
    'without the authorization of the person',
    { asksForAuthorization: false },
    'install_unproven',
    /during installation/,
  ],
])('an app that was %s is no connection, and the attempt says why', async (_what, given, code, sentence) => {
  const { attempt, connectionId } = await install(given);
  expect(attempt).toMatchObject({ status: 'error', error: { code, message: expect.stringMatching(sentence) } });
  expect(connectionId).toBe('');
  expect((await listConnections(admin)).data).toEqual([]);
});

test('the number of somebody else’s installation is refused, whoever writes it into the address', async () => {
  const theirs = await begin();
  forge.comeBack(theirs.authorizationUrl, { person: 'mallory', account: 'other-org' });
  const [stolen] = forge.installations;
  const mine = await begin();
  const back = forge.comeBack(mine.authorizationUrl);
  back.set('installation_id', String(stolen?.id));
  const { attempt } = await comeBack(back, mine.attemptId);
  expect(attempt).toMatchObject({ status: 'error', error: { code: 'install_foreign' } });
  expect((await listConnections(admin)).data).toEqual([]);
  // The question was asked with a token, which is ended also when the answer is no.
  expect(forge.personTokens.size).toBe(0);
});

test.each([
  ['no number at all', null, 'install_missing'],
  ['another path', '1/../../user', 'install_foreign'],
])('%s is no installation', async (_what, id, code) => {
  const { authorizationUrl, attemptId } = await begin();
  const back = forge.comeBack(authorizationUrl);
  if (id === null) back.delete('installation_id');
  else back.set('installation_id', id);
  expect((await comeBack(back, attemptId)).attempt).toMatchObject({ status: 'error', error: { code } });
});

test('an installation that is suspended is told as that', async () => {
  const { authorizationUrl, attemptId } = await begin();
  const back = forge.comeBack(authorizationUrl);
  for (const installation of forge.installations) installation.suspendedAt = '2026-11-01T12:00:00Z';
  const { attempt } = await comeBack(back, attemptId);
  expect(attempt.error).toMatchObject({ code: 'install_suspended', message: expect.stringContaining('suspended') });
});

test('a client secret that is wrong, and a refusal of the person, are told with the words of the protocol', async () => {
  const wrong = await install({ credentials: { ...forge.app, clientSecret: 'not-the-secret-of-the-app' } });
  expect(wrong.attempt.error?.code).toBe('incorrect_client_credentials');
  expect(JSON.stringify([wrong.attempt, services.logged])).not.toContain('not-the-secret-of-the-app');
  const { authorizationUrl, attemptId } = await begin();
  const state = new URL(authorizationUrl).searchParams.get('state') ?? '';
  const refused = await comeBack(new URLSearchParams({ state, error: 'access_denied' }), attemptId);
  expect(refused.attempt.error?.code).toBe('access_denied');
});

test('the way back works once, for ten minutes, for whoever began, in that organization', async () => {
  const problemOf = ({ page }: { page: URL }) => page.searchParams.get('problem');
  const done = await begin();
  const back = forge.comeBack(done.authorizationUrl);
  await comeBack(back, done.attemptId);
  expect(problemOf(await comeBack(back, done.attemptId))).toBe('state_used');
  const without = new URLSearchParams(back);
  without.delete('state');
  expect(problemOf(await comeBack(without, done.attemptId))).toBe('state_missing');

  const late = await begin();
  skewMs = 10 * 60_000 + 1;
  expect((await comeBack(forge.comeBack(late.authorizationUrl), late.attemptId)).attempt.error?.code).toBe(
    'state_expired',
  );
  skewMs = 0;
  for (const stranger of [
    services.as('admin', { id: 'somebody-else' }).actor,
    services.as('admin', { organizationId: services.organizations.b }).actor,
  ]) {
    const begun = await begin();
    const told = await comeBack(forge.comeBack(begun.authorizationUrl), begun.attemptId, stranger);
    expect(problemOf(told)).toBe('state_foreign');
    expect(told.attempt.error?.code).toBe('state_foreign');
  }
  expect((await listConnections(admin)).data).toHaveLength(1);
});

test('installing again replaces the installation of the connection, and keeps what was typed', async () => {
  const first = await install();
  const [old] = forge.installations;
  // Removed at the provider and installed anew: the same account, another number.
  forge.installations.splice(0);
  forge.comeBack(`${forge.site}/?state=x`, { person: 'bob', account: 'other-org' });
  const again = await install({ connectionId: first.connectionId, credentials: {} });
  expect(again).toMatchObject({ connectionId: first.connectionId, attempt: { status: 'success', test: { ok: true } } });
  const { installationId, ...app } = await readCredentials(first.connectionId);
  expect(app).toEqual(forge.app);
  expect(installationId).not.toBe(String(old?.id));
  expect(installationId).toBe(String(forge.installations[1]?.id));
  const updated = await install({ connectionId: first.connectionId, credentials: {}, action: 'update' });
  expect(updated).toMatchObject({ connectionId: first.connectionId, attempt: { status: 'success' } });
  expect((await listConnections(admin)).data).toHaveLength(1);
});

test('a connection is not moved to the app’s installation in another account', async () => {
  const { connectionId } = await install();
  const moved = await install({ connectionId, credentials: {}, account: 'other-org' });
  expect(moved.attempt).toMatchObject({ status: 'error', error: { message: expect.stringContaining('octo-org') } });
  expect((await readCredentials(connectionId)).installationId).toBe(String(forge.installations[0]?.id));
});

test('a connection whose installation was typed in by hand can be installed from here later', async () => {
  const { appId, privateKey } = forge.app;
  const { id } = await createConnection(admin, {
    ...{ providerSlug: 'github', authMethod: 'app', settings: settings() },
    credentials: { appId, privateKey, installationId: '1' },
  });
  const missing = await catchError(() => begin(admin, { connectionId: id, credentials: {} }));
  expect(missing).toMatchObject({ code: 'invalid_input' });
  const paths = (missing as { details: { path: string }[] }).details.map(({ path }) => path);
  expect(paths.sort()).toEqual(['credentials.appSlug', 'credentials.clientId', 'credentials.clientSecret']);
  const { appSlug, clientId, clientSecret } = forge.app;
  const done = await install({ connectionId: id, credentials: { appSlug, clientId, clientSecret } });
  expect(done).toMatchObject({ connectionId: id, attempt: { status: 'success', test: { ok: true } } });
});

test('it takes an admin in a browser, of the organization of the connection', async () => {
  expect((await catchError(() => begin(services.as('member')))).code).toBe('forbidden');
  const key = services.as('admin', { type: 'api_key', id: 'key_1' });
  expect(await catchError(() => begin(key))).toMatchObject({
    ...{ code: 'forbidden', message: expect.stringContaining('https://app.example.com/connect/github') },
  });
  const { connectionId } = await install();
  const other = services.as('owner', { organizationId: services.organizations.b });
  expect((await catchError(() => begin(other, { connectionId, credentials: {} }))).code).toBe('not_found');
  expect((await catchError(() => begin(admin, { authMethod: 'token' }))).code).toBe('unsupported');
  expect((await catchError(() => begin(admin, { redirectUrl: 'https://elsewhere.example' }))).code).toBe(
    'invalid_input',
  );
});

test('disconnecting ends the token of a sign-in by the request the manifest declares', async () => {
  const { clientId, clientSecret } = forge.app;
  await saveOAuthApp(admin, { providerSlug: 'github', authMethod: 'oauth', clientId, clientSecret });
  const started = await startOAuth(admin, { providerSlug: 'github', authMethod: 'oauth', settings: settings() });
  const { connectionId } = await comeBack(forge.comeBack(started.authorizationUrl), started.attemptId);
  expect([...forge.personTokens.values()]).toEqual(['ada']);
  await disconnectConnection(admin, { id: connectionId });
  expect(forge.personTokens.size).toBe(0);
  const [entry] = (await listAuditEntries(services.as('owner'), { action: 'credentials.revoke' })).data;
  expect(entry).toMatchObject({ target: { id: connectionId }, after: { outcome: 'revoked' } });
});
