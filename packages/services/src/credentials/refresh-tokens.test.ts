import { getCurrentCredential, getConnection as getRow, listEvents, renewRefreshLease } from '@patchbay/db';
import { type OidcProvider, type OidcProviderOptions, startOidcProvider } from '@patchbay/testing';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { runAction } from '../actions/run.ts';
import { createServiceCache } from '../cache.ts';
import { getConnection } from '../connections/get.ts';
import { loadTarget } from '../connections/load-target.ts';
import { testConnection } from '../connections/test.ts';
import { deleteOAuthApp } from '../oauth-apps/delete.ts';
import { catchError } from '../testing/catch-error.ts';
import { createTestServices, type TestServices } from '../testing/create-test-services.ts';
import { callbackUrl, connectPeople, saveApp } from '../testing/sign-in.ts';
import type { ServiceContext } from '../types.ts';
import { openCredentialVersion } from './open-version.ts';
import { type RefreshTiming, refreshTokens } from './refresh-tokens.ts';
import { renewCredentials } from './renew.ts';
import { renewDueCredentials } from './renew-due.ts';

const quick: RefreshTiming = { leaseTtlMs: 300, pollMs: 20, waitMs: 20_000, answerMs: 15_000, storeRetryMs: 50 };

/** Two processes on one database. */
let first: TestServices;
let second: TestServices;
const peers: OidcProvider[] = [];

beforeAll(async () => {
  first = await createTestServices();
  const { db, keyRing } = first.deps;
  second = await createTestServices({ db, keyRing, organizations: first.organizations });
});
afterEach(async () => {
  await first.deps.db.orm.execute('truncate oauth_apps, oauth_states, connections, events cascade');
  for (const peer of peers.splice(0)) await peer.stop();
});
afterAll(async () => {
  await second?.close();
  await first?.close();
});

/** A connection whose access token lives an hour. */
async function connect(options: OidcProviderOptions = {}) {
  const peer = await startOidcProvider({ redirectUris: [callbackUrl], ...options });
  peers.push(peer);
  await saveApp(first.as('admin'), peer);
  const { connectionId } = await connectPeople(first.as('admin'), peer);
  const signedInWith = peer.count('/token');
  return { peer, connectionId, refreshes: () => peer.count('/token') - signedInWith };
}

/** Makes the tokens an hour old and lets them end so many seconds from now. */
async function endIn(seconds: number): Promise<void> {
  await first.deps.db.orm.execute(
    `update credential_versions set refreshed_at = now() - interval '1 hour', expires_at = now() + interval '${seconds} seconds'`,
  );
  for (const services of [first, second]) services.deps.cache = createServiceCache();
}

const key = (connectionId: string) => ({ organizationId: first.organizations.a, connectionId });
const current = async (connectionId: string) => {
  const row = await getCurrentCredential(first.deps.db.orm, key(connectionId));
  if (!row) throw new Error('there is no credential');
  return { row, ...openCredentialVersion(first.deps.keyRing, row) };
};
const call = (context: ServiceContext, connectionId: string) =>
  runAction(context, { connectionId, operation: 'getUser' });
const slowly =
  (peer: OidcProvider, milliseconds: number, path = '/token') =>
  () =>
    peer.intercept(async (request) => {
      if (request.url === path) await new Promise((resolve) => setTimeout(resolve, milliseconds));
      return false;
    });

async function refreshQuickly(services: TestServices, connectionId: string, timing = quick) {
  const { target } = await loadTarget(services.as('admin'), connectionId);
  const { row } = await current(connectionId);
  return refreshTokens(services.deps, target, row, timing);
}

test('a call after the end of the access works, with one refresh and nothing more for the calls after it', async () => {
  const { connectionId, refreshes } = await connect();
  await endIn(-1);
  expect(await call(first.as('admin'), connectionId)).toMatchObject({ success: true, result: { sub: 'ada' } });
  // The first call after it reads the new tokens.
  await call(first.as('admin'), connectionId);
  const before = first.statements.length;
  expect(await call(first.as('admin'), connectionId)).toMatchObject({ success: true });
  expect(refreshes()).toBe(1);
  expect(first.statements.slice(before).filter((statement) => statement.includes('credential_versions'))).toEqual([]);
  expect((await current(connectionId)).row).toMatchObject({ version: 1, revision: 1, refreshLeaseOwner: null });
});

test('within five minutes of the end it is renewed behind the caller’s back', async () => {
  const { peer, connectionId, refreshes } = await connect();
  const old = (await current(connectionId)).sealed.accessToken;
  slowly(peer, 400)();
  await endIn(200);
  const { credentials } = await loadTarget(first.as('admin'), connectionId);
  expect((await credentials.get()).accessToken).toBe(old);
  await expect.poll(async () => (await current(connectionId)).row.revision).toBe(1);
  expect((await credentials.get()).accessToken).not.toBe(old);
  expect(refreshes()).toBe(1);
});

test('100 callers in two processes on an ended access: one refresh, all succeed', async () => {
  const { peer, connectionId, refreshes } = await connect();
  slowly(peer, 1_000)();
  await endIn(-1);
  const calls = [first, second].flatMap((services) =>
    Array.from({ length: 50 }, () => call(services.as('admin'), connectionId)),
  );
  expect((await Promise.all(calls)).every(({ success }) => success)).toBe(true);
  expect(refreshes()).toBe(1);
});

test('a token endpoint five times slower than the lease still gives one refresh', async () => {
  const { peer, connectionId, refreshes } = await connect();
  slowly(peer, 1_500)();
  const rows = await Promise.all([refreshQuickly(first, connectionId), refreshQuickly(second, connectionId)]);
  expect(rows.map(({ revision }) => revision)).toEqual([1, 1]);
  expect(refreshes()).toBe(1);
});

test('the lease of a process that died is taken over, and its token still serves where the provider lets it', async () => {
  const { connectionId, refreshes } = await connect({ rotatesRefreshTokens: false });
  const { row } = await current(connectionId);
  const { id, organizationId, revision } = row;
  await first.deps.db.orm.execute(
    `update credential_versions set refresh_lease_owner = 'dead', refresh_lease_until = clock_timestamp() + interval '200 milliseconds'`,
  );
  expect((await refreshQuickly(second, connectionId)).revision).toBe(1);
  expect(refreshes()).toBe(1);
  const late = { id, organizationId, revision, owner: 'dead', ttlMs: 1_000 };
  expect(await renewRefreshLease(first.deps.db.orm, late)).toBe(false);
});

test('whoever comes late with old tokens cannot put them over the new ones, nor end the connection', async () => {
  const { peer, connectionId } = await connect();
  const { row } = await current(connectionId);
  const { target } = await loadTarget(first.as('admin'), connectionId);
  slowly(peer, 500)();
  // The first one's lease runs out while the provider takes its time: the second begins with the same refresh token.
  const stalled = refreshTokens(first.deps, target, row, { ...quick, leaseTtlMs: 100_000 });
  await new Promise((resolve) => setTimeout(resolve, 100));
  await first.deps.db.orm.execute(`update credential_versions set refresh_lease_until = clock_timestamp()`);
  const taker = refreshTokens(second.deps, target, row, quick);
  const [one, two] = await Promise.allSettled([stalled, taker]);
  expect(one.status).toBe('fulfilled');
  // The server ends a grant whose refresh token comes twice: what counts is that the tokens stored last are those in use.
  if (two.status === 'fulfilled') expect(two.value.revision).toBeGreaterThanOrEqual(1);
  expect((await current(connectionId)).row.revision).toBe(1);
  expect((await getConnection(first.as('admin'), { id: connectionId })).statusCode).toBeNull();
});

test('a refresh token that was revoked ends in reauth_required: once asked, one event, the reason for people', async () => {
  const { peer, connectionId, refreshes } = await connect();
  const { sealed } = await current(connectionId);
  await first.deps.runtime.oauth.revoke(
    {
      ...(await loadTarget(first.as('admin'), connectionId)).target,
      app: { clientId: peer.clientId, clientSecret: peer.clientSecret, settings: {} },
    },
    { accessToken: sealed.accessToken ?? '', refreshToken: sealed.refreshToken ?? null },
  );
  await endIn(-1);
  const outcomes = await Promise.all(
    [first, second, first, second].map((services) => call(services.as('admin'), connectionId)),
  );
  expect(outcomes.map(({ error }) => error?.code)).toEqual(Array(4).fill('reauth_required'));
  expect((await call(first.as('admin'), connectionId)).error?.code).toBe('reauth_required');
  expect(refreshes()).toBe(1);
  expect(await getConnection(first.as('admin'), { id: connectionId })).toMatchObject({
    status: 'error',
    statusCode: 'reauth_required',
    statusReason: expect.stringContaining('Connect again'),
  });
  const events = await listEvents(first.deps.db.orm, { organizationId: first.organizations.a, limit: 10 });
  const told = events.filter(({ type }) => type === 'connection.reauth_required');
  expect(told.map(({ connectionId: id, data }) => [id, data.code])).toEqual([[connectionId, 'invalid_grant']]);
  const renewed = await connectPeople(first.as('admin'), peer, { connectionId });
  expect(renewed.connectionId).toBe(connectionId);
  expect(await getConnection(first.as('admin'), { id: connectionId })).toMatchObject({
    status: 'active',
    statusCode: null,
  });
});

test.each([
  ['500', (_: unknown, response: import('node:http').ServerResponse) => void response.writeHead(500).end()],
  [
    'a web page',
    (_: unknown, response: import('node:http').ServerResponse) =>
      void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>maintenance</html>'),
  ],
  ['nothing', (request: import('node:http').IncomingMessage) => void request.socket.destroy()],
])('a token endpoint that answers %s loses nothing: the next call works', async (_what, answer) => {
  const { peer, connectionId } = await connect();
  peer.intercept((request, response) => {
    if (request.url !== '/token') return false;
    answer(request, response);
    return true;
  });
  await endIn(-1);
  const failed = await call(first.as('admin'), connectionId);
  expect(failed.success).toBe(false);
  expect(failed.error?.code).not.toBe('reauth_required');
  expect((await getConnection(first.as('admin'), { id: connectionId })).statusCode).toBeNull();
  peer.intercept(null);
  expect((await call(first.as('admin'), connectionId)).success).toBe(true);
});

test('a database that goes away after the provider answered costs no tokens', async () => {
  const { connectionId, refreshes } = await connect();
  const { orm } = first.deps.db;
  let failures = 3;
  const broken = new Proxy(orm, {
    get(target, name, receiver) {
      const value = Reflect.get(target, name, receiver);
      if (name !== 'update' || refreshes() === 0 || failures === 0)
        return typeof value === 'function' ? value.bind(target) : value;
      failures -= 1;
      throw new Error('connection refused');
    },
  });
  const { target } = await loadTarget(first.as('admin'), connectionId);
  const { row } = await current(connectionId);
  const deps = { ...first.deps, db: Object.create(first.deps.db, { orm: { value: broken } }) as typeof first.deps.db };
  expect((await refreshTokens(deps, target, row, quick)).revision).toBe(1);
  expect(failures).toBe(0);
  expect(await testConnection(first.as('admin'), { id: connectionId })).toMatchObject({ ok: true });
});

test('tokens the provider refuses before their end are renewed once, in the same call', async () => {
  const { peer, connectionId, refreshes } = await connect();
  await endIn(3_000);
  let refusals = 1;
  peer.intercept((request, response) => {
    if (request.url !== '/me' || refusals === 0) return false;
    refusals -= 1;
    response.writeHead(401).end();
    return true;
  });
  expect((await call(first.as('admin'), connectionId)).success).toBe(true);
  expect(refreshes()).toBe(1);
  // Refused again at once: young tokens are not the reason, so the provider is not asked for more.
  refusals = 5;
  expect((await call(first.as('admin'), connectionId)).success).toBe(false);
  expect(refreshes()).toBe(1);
});

test('what nobody uses is renewed before its end, and what cannot be is marked', async () => {
  const { connectionId, refreshes } = await connect();
  expect(await renewDueCredentials(second.deps)).toEqual({ renewed: 0, failed: 0 });
  await endIn(200);
  expect(await renewDueCredentials(second.deps)).toEqual({ renewed: 1, failed: 0 });
  expect([refreshes(), (await current(connectionId)).row.revision]).toEqual([1, 1]);
  await first.deps.db.orm.execute(`update credential_versions set is_refreshable = false`);
  await endIn(-1);
  expect(await renewDueCredentials(second.deps)).toEqual({ renewed: 0, failed: 1 });
  const row = await getRow(first.deps.db.orm, { organizationId: first.organizations.a, id: connectionId });
  expect(row?.statusCode).toBe('reauth_required');
  expect(await renewDueCredentials(second.deps)).toEqual({ renewed: 0, failed: 0 });
});

test('a person renews at will; without the OAuth app it was made with, it takes a person to connect again', async () => {
  const { connectionId, refreshes } = await connect();
  const before = await current(connectionId);
  const renewAs = (context: ServiceContext) => catchError(() => renewCredentials(context, { id: connectionId }));
  expect((await renewAs(first.as('member'))).code).toBe('forbidden');
  const stranger = first.as('owner', { organizationId: first.organizations.b });
  expect((await renewAs(stranger)).code).toBe('not_found');
  await renewCredentials(first.as('admin'), { id: connectionId });
  expect(refreshes()).toBe(1);
  expect((await current(connectionId)).sealed.accessToken).not.toBe(before.sealed.accessToken);
  await deleteOAuthApp(first.as('admin'), { slug: 'people-store' });
  const error = await catchError(() => renewCredentials(first.as('admin'), { id: connectionId }));
  expect(error).toMatchObject({ code: 'reauth_required', message: expect.stringContaining('OAuth app') });
});
