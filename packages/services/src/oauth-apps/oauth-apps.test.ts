import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { getOauthApp } from '@patchbay/db';
import { readKeyId } from '@patchbay/secrets';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { listAuditEntries } from '../audit/list.ts';
import { checkKeys } from '../keys/check.ts';
import { startOAuth } from '../oauth/start.ts';
import { catchError } from '../testing/catch-error.ts';
import { createTestServices, type TestServices } from '../testing/create-test-services.ts';
import { deleteOAuthApp } from './delete.ts';
import { findOAuthApp } from './find-oauth-app.ts';
import { isDefaultServer } from './is-default-server.ts';
import { listOAuthApps } from './list.ts';
import { requireOAuthMethod } from './require-oauth-method.ts';
import { saveOAuthApp } from './save.ts';

const env = { PEOPLE_STORE_CLIENT_ID: 'from-the-environment', PEOPLE_STORE_CLIENT_SECRET: 'secret-of-the-environment' };
const app = { providerSlug: 'people-store', clientId: 'our-client', clientSecret: 'our-client-secret-1234' };

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices({ env });
});
afterAll(() => services?.close());
beforeEach(async () => {
  await services.deps.db.orm.execute('truncate oauth_apps, oauth_states');
});

function find(organizationId = services.organizations.a, baseUrl = 'https://people.example.com') {
  const manifest = services.deps.registry.require('people-store');
  const method = requireOAuthMethod(manifest, undefined, services.deps.settings);
  return findOAuthApp(services.deps, { organizationId, manifest, method, settings: { baseUrl } });
}
const inB = () => services.as('owner', { organizationId: services.organizations.b });

test('the organization’s own comes first, then the platform’s, then the environment’s', async () => {
  expect(await find()).toMatchObject({ source: 'environment', app: { clientId: 'from-the-environment' } });
  await saveOAuthApp(services.as('owner'), { ...app, clientId: 'platform-client', scope: 'platform' });
  expect(await find()).toMatchObject({ source: 'platform', app: { clientId: 'platform-client' } });
  await saveOAuthApp(services.as('admin'), { ...app, scopes: ['openid'] });
  expect(await find()).toMatchObject({
    source: 'organization',
    scopes: ['openid'],
    app: { clientId: 'our-client', clientSecret: 'our-client-secret-1234' },
  });
  await deleteOAuthApp(services.as('admin'), { slug: 'people-store' });
  expect((await find())?.source).toBe('platform');
});

test('a private key in the place of a secret keeps its lines', async () => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  await saveOAuthApp(services.as('admin'), { ...app, clientSecret: `\n${pem}` });
  const stored = (await find())?.app.clientSecret ?? '';
  expect(stored).toBe(pem.trim());
  expect(stored.split('\n').length).toBeGreaterThan(20);
  expect(createPrivateKey(stored).asymmetricKeyType).toBe('rsa');
});

test('a shared secret goes to no server that another organization than the operator’s has chosen', async () => {
  await saveOAuthApp(services.as('owner'), { ...app, scope: 'platform' });
  expect(await find(services.organizations.b)).toBeNull();
  await saveOAuthApp(inB(), { ...app, clientId: 'their-client' });
  expect((await find(services.organizations.b))?.app.clientId).toBe('their-client');
});

test('a setting in the path of an address stays on its host; one in the host does not', () => {
  const manifest = services.deps.registry.require('people-store');
  const method = requireOAuthMethod(manifest, undefined, services.deps.settings);
  const at = (tokenUrl: string, settings: Record<string, unknown>, standard?: string) =>
    isDefaultServer(
      {
        ...manifest,
        settings: { x: { ...manifest.settings.baseUrl, ...(standard && { default: standard }) } as never },
      },
      {
        ...method,
        config: { ...method.config, authorizeUrl: tokenUrl, tokenUrl, revokeUrl: tokenUrl, issuer: undefined },
      },
      settings,
    );
  expect(at('https://login.example.com/{settings.x}/token', { x: 'any' })).toBe(true);
  expect(at('{settings.x}/token', { x: 'https://evil.net' }, 'https://example.com')).toBe(false);
  expect(at('{settings.x}/token', {}, 'https://example.com')).toBe(true);
  expect(at('{settings.x}/token', {})).toBe(false);
  expect(at('https://{settings.x}.example.com/token', { x: 'us' }, 'eu')).toBe(false);
});

test('the address a secret is sent to when tokens are ended counts as well', () => {
  const manifest = services.deps.registry.require('people-store');
  const method = requireOAuthMethod(manifest, undefined, services.deps.settings);
  const { revokeUrl: _revokeUrl, ...config } = method.config;
  const fixed = { ...config, authorizeUrl: 'https://a.example', tokenUrl: 'https://a.example', issuer: undefined };
  const endsAt = (url: string) =>
    isDefaultServer(
      manifest,
      {
        ...method,
        config: {
          ...fixed,
          revokeRequest: { method: 'DELETE', url, clientAuthMethod: 'header', format: 'json', params: {} },
        },
      },
      { baseUrl: 'https://evil.net' },
    );
  expect(endsAt('https://a.example/token')).toBe(true);
  expect(endsAt('{settings.baseUrl}/token')).toBe(false);
});

test('the secret is sealed, given out to nobody, kept when left blank, and asked for with a new client', async () => {
  const saved = await saveOAuthApp(services.as('admin'), app);
  expect(saved).toMatchObject({ clientId: 'our-client', hasSecret: true, scope: 'organization' });
  const again = await saveOAuthApp(services.as('admin'), { ...app, clientSecret: '', scopes: ['a'] });
  expect([again.id, again.hasSecret]).toEqual([saved.id, true]);
  expect((await find())?.app.clientSecret).toBe('our-client-secret-1234');
  await saveOAuthApp(services.as('admin'), { ...app, clientId: 'new-client', clientSecret: null });
  expect((await find())?.app).toMatchObject({ clientId: 'new-client', clientSecret: null });
  const told = JSON.stringify([
    await listOAuthApps(services.as('admin')),
    await listAuditEntries(services.as('owner'), {}),
    services.logged,
    services.statements,
  ]);
  expect(told).not.toContain('our-client-secret-1234');
});

test('another organization sees, changes and deletes only its own', async () => {
  await saveOAuthApp(services.as('admin'), app);
  expect((await listOAuthApps(inB())).data).toEqual([]);
  expect((await catchError(() => deleteOAuthApp(inB(), { slug: 'people-store' }))).code).toBe('not_found');
  await saveOAuthApp(inB(), { ...app, clientId: 'theirs' });
  expect((await find())?.app.clientId).toBe('our-client');
});

test('the platform’s app is for the owners of the first organization', async () => {
  for (const context of [services.as('admin'), inB()])
    expect((await catchError(() => saveOAuthApp(context, { ...app, scope: 'platform' }))).code).toBe('forbidden');
  await saveOAuthApp(services.as('owner'), { ...app, scope: 'platform' });
  expect((await listOAuthApps(inB())).data).toMatchObject([{ scope: 'platform', clientId: 'our-client' }]);
  const remove = { slug: 'people-store', scope: 'platform' } as const;
  expect((await catchError(() => deleteOAuthApp(inB(), remove))).code).toBe('forbidden');
  await deleteOAuthApp(services.as('owner'), remove);
});

test('what is wrong with an app is told part by part', async () => {
  const save = (change: object) => catchError(() => saveOAuthApp(services.as('admin'), { ...app, ...change }));
  expect((await save({ clientId: 'two words' })).details?.[0]?.path).toBe('clientId');
  expect((await save({ providerSlug: 'people-stor' })).details?.[0]?.message).toContain('people-store');
  expect((await save({ settings: { tenant: 'x' } })).details?.[0]?.path).toBe('settings.tenant');
  expect((await save({ providerSlug: 'hidden-store' })).code).toBe('unsupported');
  expect((await save({ authMethod: 'token' })).message).toContain('takes no OAuth app');
});

test('a reference to a secret is refused, and not sealed as if it were the secret', async () => {
  const clientSecret = ' authref://env/PATCHBAY_SECRET_STORE';
  const error = await catchError(() => saveOAuthApp(services.as('admin'), { ...app, clientSecret }));
  expect([error.code, error.details]).toMatchObject(['invalid_input', [{ path: 'clientSecret' }]]);
  expect((await find())?.source).toBe('environment');
});

test('custom scopes are asked for', async () => {
  await saveOAuthApp(services.as('admin'), { ...app, scopes: ['openid', 'extra'] });
  const { authorizationUrl } = await startOAuth(services.as('admin'), {
    providerSlug: 'people-store',
    settings: { baseUrl: 'https://people.example.com' },
  });
  expect(new URL(authorizationUrl).searchParams.get('scope')).toBe('openid extra');
});

test('a secret moved to another row does not open, and the check of the keys names the app', async () => {
  await saveOAuthApp(services.as('admin'), app);
  await saveOAuthApp(inB(), { ...app, clientSecret: 'their-secret-5678' });
  const { orm } = services.deps.db;
  const theirs = await getOauthApp(orm, { organizationId: services.organizations.b, providerSlug: 'people-store' });
  expect(readKeyId(theirs?.envelope ?? '')).toBe('k1');
  await orm.execute(
    `update oauth_apps set envelope = '${theirs?.envelope}' where organization_id = '${services.organizations.a}'`,
  );
  expect((await catchError(() => find())).code).toBe('internal');
  expect((await checkKeys(services.as('owner'))).undecryptable).toMatchObject([
    { type: 'oauth_app', connectionId: null, message: expect.stringContaining('does not open') },
  ]);
});
