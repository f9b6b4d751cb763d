import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { getConnection } from '../connections/get.ts';
import { listConnections } from '../connections/list.ts';
import { getOAuthAppSetup } from '../oauth-apps/get-setup.ts';
import { saveOAuthApp } from '../oauth-apps/save.ts';
import { catchError } from '../testing/catch-error.ts';
import { createTestServices, type TestServices } from '../testing/create-test-services.ts';
import { type ItemServer, startItemServer } from '../testing/item-server.ts';
import type { ServiceContext } from '../types.ts';
import { completeOAuth } from './complete.ts';
import { getOAuthAttempt } from './get-attempt.ts';
import { startOAuth } from './start.ts';

const provider = { providerSlug: 'item-store', authMethod: 'oauth' };
let services: TestServices;
let server: ItemServer;
let admin: ServiceContext;

beforeAll(async () => {
  server = await startItemServer();
  services = await createTestServices();
  admin = services.as('admin');
});
afterAll(async () => {
  await services?.close();
  await server?.close();
});
beforeEach(async () => {
  services.deps.settings.allowImplicitGrant = true;
  server.secret = randomBytes(24).toString('base64url');
  await services.deps.db.orm.execute('truncate oauth_apps, oauth_states, connections cascade');
  await saveOAuthApp(admin, { ...provider, clientId: 'our-client' });
});

const begin = () => startOAuth(admin, { ...provider, settings: { baseUrl: server.url } });
/** What the page behind the # of the callback address sends on. */
const comeBack = (parameters: Record<string, string>) =>
  completeOAuth(services.deps, { parameters: new URLSearchParams(parameters), actor: admin.actor });

test('where the operator wants it, the token in the address makes a connection that works', async () => {
  const { authorizationUrl, attemptId, warning } = await begin();
  const url = new URL(authorizationUrl);
  expect(url.origin + url.pathname).toBe(`${server.url}/authorize`);
  expect(url.searchParams.get('response_type')).toBe('token');
  // Whoever presses Connect is told what this kind of sign-in is.
  expect(warning).toMatch(/implicit grant.*RFC 9700/);

  const state = url.searchParams.get('state') ?? '';
  const { redirectUrl } = await comeBack({ access_token: server.secret ?? '', token_type: 'bearer', state });
  const connectionId = new URL(redirectUrl).searchParams.get('connection') ?? '';
  expect(await getConnection(admin, { id: connectionId })).toMatchObject({
    ...{ status: 'active', authMethod: 'oauth', account: { id: '7', label: 'Ada' } },
    credential: { isRefreshable: false },
  });
  expect(server.lastAuthorization).toBe(`Bearer ${server.secret}`);
  // The token came through an address; it stays in none of ours, and in no log.
  expect(JSON.stringify([redirectUrl, services.logged])).not.toContain(server.secret);
  expect(await getOAuthAttempt(admin, { id: attemptId })).toMatchObject({ status: 'success', connectionId });
});

test('the guide of the OAuth app carries the warning, and that of another grant none', async () => {
  const guideOf = (slug: string, authMethod: string) => getOAuthAppSetup(admin, { slug, authMethod });
  expect((await guideOf('item-store', 'oauth')).warning).toMatch(/in the address of a page.*RFC 9700 advises against/);
  expect((await guideOf('people-store', 'oauth')).warning).toBeNull();
});

test('a sign-in that was under way when the operator switched it off connects nothing', async () => {
  const { authorizationUrl, attemptId } = await begin();
  services.deps.settings.allowImplicitGrant = false;
  const state = new URL(authorizationUrl).searchParams.get('state') ?? '';
  await comeBack({ access_token: server.secret ?? '', token_type: 'bearer', state });
  expect((await getOAuthAttempt(admin, { id: attemptId })).error).toMatchObject({
    code: 'unsupported',
    message: expect.stringContaining('has not switched on'),
  });
  expect((await listConnections(admin)).data).toEqual([]);
  expect((await catchError(begin)).code).toBe('unsupported');
});
