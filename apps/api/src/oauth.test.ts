// OAuth apps and sign-ins over HTTP, at a real authorization server.
import { text } from 'node:stream/consumers';
import { type OidcProvider, startOidcProvider } from '@patchbay/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from './testing/create-test-app.ts';
import { addPeopleStore, callbackUrl, connectPeopleStore, signInOwner, startSignIn } from './testing/people-store.ts';

let tested: TestApp;
let peer: OidcProvider;
let cookie: string;
beforeAll(async () => {
  peer = await startOidcProvider({ redirectUris: [callbackUrl] });
  tested = await createTestApp();
  addPeopleStore(tested);
  await tested.addOrganization('Mine');
  cookie = await signInOwner(tested);
});
afterAll(async () => {
  await tested?.close();
  await peer?.stop();
});

const saveApp = (settings: object, change: object = {}) =>
  tested.call(cookie, 'POST', '/integrations/oauth-apps', {
    ...{ providerSlug: 'people-store', clientId: peer.clientId, clientSecret: peer.clientSecret, settings },
    ...change,
  });
const getApp = async () =>
  (await tested.call(cookie, 'GET', '/integrations/oauth-apps')).body.data.find(
    ({ providerSlug }: { providerSlug: string }) => providerSlug === 'people-store',
  );

test('a sign-in without any OAuth app is a 412 whose body is the guide to make one', async () => {
  const answer = await startSignIn(tested, cookie, peer);
  expect(answer.status).toBe(412);
  expect(answer.body.error).toMatchObject({
    code: 'oauth_app_missing',
    message: expect.stringContaining('no OAuth app for People Store'),
    requestId: expect.any(String),
    data: {
      setup: {
        ...{ providerSlug: 'people-store', providerName: 'People Store', authMethod: 'oauth', source: null },
        ...{ callbackUrl, instructions: ['Open the settings.', 'Enter the callback URL.'] },
        ...{
          createAppUrl: `${peer.issuer}/apps`,
          createAppUrlTemplate: '{settings.baseUrl}/apps',
          scopes: ['openid', 'offline_access'],
        },
        fields: [{ name: 'tenant', label: 'Tenant', required: true }],
      },
    },
  });
  // The page of the setup shows the same, but for the server, which nobody named there.
  const guide = await tested.call(cookie, 'GET', '/integrations/oauth-apps/setup/people-store');
  expect(guide.body).toEqual({ ...answer.body.error.data.setup, createAppUrl: null });
  const usual = await tested.call(cookie, 'GET', '/integrations/oauth-apps/setup/github');
  expect(usual.body.createAppUrl).toBe('https://github.com/settings/developers');
  expect((await tested.call(cookie, 'GET', '/integrations/oauth/attempts')).body.data).toEqual([]);
});

test.each([
  ['one that is missing', {}, 'settings.tenant', /Tenant is required/],
  ['one that is too long', { tenant: 'x'.repeat(21) }, 'settings.tenant', /longer than 20/],
  ['one there is not', { tenant: 'acme', tennant: 'acme' }, 'settings.tennant', /did you mean "tenant"/],
])('the extra settings of an OAuth app are checked: %s', async (_what, settings, path, sentence) => {
  const refused = await saveApp(settings);
  expect(refused).toMatchObject({ status: 400, body: { error: { code: 'invalid_input' } } });
  expect(refused.body.error.details).toMatchObject([{ path, message: expect.stringMatching(sentence) }]);
  expect(await getApp()).toBeUndefined();
});

test('the extra settings of an OAuth app are kept, and used on the way there and back', async () => {
  expect((await saveApp({ tenant: 'acme' })).status).toBe(200);
  expect(await getApp()).toMatchObject({ settings: { tenant: 'acme' }, hasSecret: true });
  const started = await startSignIn(tested, cookie, peer);
  expect(new URL(started.body.authorizationUrl).searchParams.get('tenant')).toBe('acme');

  // Changed without the secret, which nobody types again for it: the next sign-in has the new one.
  expect((await saveApp({ tenant: 'globex' }, { clientSecret: undefined })).status).toBe(200);
  expect(await getApp()).toMatchObject({ settings: { tenant: 'globex' }, hasSecret: true });
  const audiences: (string | null)[] = [];
  peer.intercept(async (request, response) => {
    if (request.url !== '/token' || request.headers['x-again']) return false;
    // What was read cannot be read again by the server, so it is sent to it once more.
    const body = await text(request);
    audiences.push(new URLSearchParams(body).get('audience'));
    const { authorization = '', 'content-type': type = '' } = request.headers;
    const headers = { authorization, 'content-type': type, 'x-again': '1' };
    const answer = await fetch(`${peer.issuer}/token`, { method: 'POST', headers, body });
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
    return true;
  });
  const connectionId = await connectPeopleStore(tested, cookie, peer);
  peer.intercept(null);
  expect(audiences).toEqual(['globex']);
  const connection = await tested.call(cookie, 'GET', `/integrations/connections/${connectionId}`);
  expect(connection.body).toMatchObject({ status: 'active', account: { id: 'ada' } });
});
