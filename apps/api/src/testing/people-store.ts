import { builtInManifests, createRegistry } from '@patchbay/registry';
import { defineManifest, field } from '@patchbay/schema';
import { type OidcProvider, signInAtOidcProvider } from '@patchbay/testing';
import { type Answer, origin, owner, type TestApp } from './create-test-app.ts';

/** Where a test app is called back, as its authorization server has to know it. */
export const callbackUrl = `${origin}/api/v1/integrations/oauth/callback`;

/** A provider people sign in to, whose OAuth apps have a setting of their own. */
const peopleStore = defineManifest({
  schema: 1,
  id: 'people-store',
  version: '1.0.0',
  name: 'People Store',
  description: 'A local authorization server whose API tells who signed in.',
  category: 'Development',
  owners: ['@patchbay/maintainers'],
  links: { homepage: 'https://example.com', apiReference: 'https://example.com' },
  capabilities: ['health'],
  settings: { baseUrl: field.url({ label: 'Server URL', required: true }) },
  hosts: ['{settings.baseUrl}'],
  auth: [
    {
      id: 'oauth',
      type: 'oauth2',
      setup: ['Press Connect.'],
      config: {
        authorizeUrl: '{settings.baseUrl}/auth',
        tokenUrl: '{settings.baseUrl}/token',
        scopes: ['openid', 'offline_access'],
        authorizeParams: { prompt: 'consent', tenant: '{app.tenant}' },
        tokenParams: { audience: '{app.tenant}' },
        appFields: { tenant: field.text({ label: 'Tenant', required: true, maxLength: 20 }) },
        refresh: { rotates: true },
        setupInstructions: 'Open the settings.\nEnter the callback URL.',
        createAppUrl: '{settings.baseUrl}/apps',
      },
    },
  ],
  http: { baseUrl: '{settings.baseUrl}' },
  operations: { getUser: { description: 'Who signed in.', request: 'GET /me', safety: 'read' } },
  test: { operation: 'getUser', account: { id: 'sub', label: 'sub' } },
});

/** Makes the provider known to a test app, beside those there are. */
export function addPeopleStore({ deps }: TestApp): void {
  deps.services.registry = createRegistry([
    ...builtInManifests,
    { manifest: peopleStore, logo: null, source: peopleStore.id, isPrivate: false },
  ]);
}

/** Signs the owner of the n-th organization in, from 1. Gives the cookie. */
export async function signInOwner({ app }: TestApp, number = 1): Promise<string> {
  const response = await app.request('/api/auth/sign-in/email', {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ email: `owner${number}@example.com`, password: owner.password }),
  });
  if (response.status !== 200) throw new Error(`the owner could not sign in: ${response.status}`);
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

/** What POST /oauth/start answers for a server. */
export function startSignIn(tested: TestApp, cookie: string, { issuer: baseUrl }: OidcProvider): Promise<Answer> {
  return tested.call(cookie, 'POST', '/integrations/oauth/start', {
    providerSlug: 'people-store',
    settings: { baseUrl },
  });
}

/** Presses Connect, signs in at the server, comes back. Gives the id of the connection, which is empty when there is none. */
export async function connectPeopleStore(tested: TestApp, cookie: string, peer: OidcProvider): Promise<string> {
  const { status, body } = await startSignIn(tested, cookie, peer);
  if (status !== 200) throw new Error(`no sign-in was begun: ${status} ${JSON.stringify(body)}`);
  const { url } = await signInAtOidcProvider(body.authorizationUrl);
  const back = await tested.app.request(url.pathname + url.search, { headers: { cookie } });
  return new URL(back.headers.get('location') ?? origin, origin).searchParams.get('connection') ?? '';
}
