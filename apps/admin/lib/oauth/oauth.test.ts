import type { OAuthApp, OAuthAppSetup, ProviderDetail } from '@patchbay/client';
import { describe, expect, test } from 'vitest';
import { isApiError } from '#lib/api/api-error.ts';
import { keepDraft, takeDraft } from '#lib/connect-draft.ts';
import type { ConnectionFormValues } from '#lib/connection-form.ts';
import { connectionState } from '#lib/connection-state.ts';
import { fillAddress } from '#lib/fill-address.ts';
import { leaveTo } from './leave-to.ts';
import {
  keepsSecret,
  oauthAppFields,
  oauthAppFormPath,
  oauthAppFormSchema,
  oauthAppFormValues,
  oauthAppPayload,
} from './oauth-app-form.ts';
import { readScopes } from './read-scopes.ts';

describe('leaving for a provider', () => {
  test.each(['https://accounts.example.com/auth?x=1', 'http://127.0.0.1:8080/auth'])('%s is gone to', (address) => {
    const seen: (string | URL)[] = [];
    leaveTo(address, { assign: (url) => void seen.push(url) });
    expect(seen).toEqual([address]);
  });

  test.each(['javascript:alert(1)', ' javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', '/auth', ''])(
    '"%s" is refused with a sentence',
    (address) => {
      const seen: unknown[] = [];
      let thrown: unknown;
      try {
        leaveTo(address, { assign: (url) => void seen.push(url) });
      } catch (error) {
        thrown = error;
      }
      expect(isApiError(thrown) && thrown.message).toContain('no web address');
      expect(seen).toEqual([]);
    },
  );
});

test.each([
  ['https://github.com/settings/apps', {}, 'https://github.com/settings/apps'],
  ['{settings.baseUrl}/apps', { baseUrl: 'https://git.example.com/' }, 'https://git.example.com/apps'],
  ['https://{settings.shop}.example.com/apps', { shop: 'a/b' }, null],
  ['https://example.com/{settings.tenant}/apps', { tenant: 'a/b c' }, 'https://example.com/a%2Fb%20c/apps'],
  ['{settings.baseUrl}/apps', { baseUrl: '  ' }, null],
  ['{settings.baseUrl}/apps', {}, null],
  ['{settings.baseUrl}/apps', { baseUrl: 'javascript:alert(1)//' }, null],
])('%s with %o is %s', (template, settings, expected) => {
  expect(fillAddress(template, settings)).toBe(expected);
});

test.each([
  ['', null],
  [' \n ', null],
  ['openid  profile\nopenid', ['openid', 'profile']],
  ['repo, read:org', ['repo', 'read:org']],
])('the scopes of %j are %j', (text, expected) => expect(readScopes(text)).toEqual(expected));

describe('the form of an OAuth app', () => {
  const setup = {
    providerSlug: 'people-store',
    authMethod: 'oauth',
    scopes: ['openid'],
    needsSecret: true,
    fields: [],
  } as unknown as OAuthAppSetup;
  const app = {
    clientId: 'our-client',
    hasSecret: true,
    scopes: ['openid', 'email'],
    settings: {},
  } as unknown as OAuthApp;

  test('starts with what is stored and never with a secret', () => {
    expect(oauthAppFormValues(setup, app).app).toEqual({
      clientId: 'our-client',
      clientSecret: '',
      scopes: 'openid email',
    });
    expect(oauthAppFields({ ...setup, needsSecret: false }).map(({ name }) => name)).toEqual(['clientId', 'scopes']);
  });

  test('tells that a blank secret is for apps without one only where none is kept', () => {
    const helpOf = (isSecretKept: boolean) => oauthAppFields(setup, { isSecretKept })[1]?.help;
    expect(helpOf(false)).toContain('Blank only');
    expect(helpOf(true)).not.toContain('Blank');
  });

  test('asks for the client id, and leaves a blank secret to the API', () => {
    const parsed = oauthAppFormSchema(setup).safeParse(oauthAppFormValues(setup, null));
    expect(parsed.error?.issues.map(({ path }) => path.join('.'))).toEqual(['app.clientId']);
  });

  test('sends no blank secret, and null for the usual scopes', () => {
    const values = { app: { clientId: ' our-client ', clientSecret: '', scopes: ' ' }, settings: {} };
    const sent = { providerSlug: 'people-store', authMethod: 'oauth', clientId: 'our-client', settings: {} };
    expect(oauthAppPayload(setup, values)).toEqual({ ...sent, scopes: null });
    const full = { ...values, app: { ...values.app, clientSecret: ' s ', scopes: 'a b' } };
    expect(oauthAppPayload(setup, full)).toEqual({ ...sent, clientSecret: ' s ', scopes: ['a', 'b'] });
  });

  test('a stored secret is kept for its client id only', () => {
    expect(keepsSecret(app, ' our-client ')).toBe(true);
    expect(keepsSecret(app, 'another')).toBe(false);
    expect(keepsSecret({ ...app, hasSecret: false }, 'our-client')).toBe(false);
    expect(keepsSecret(null, '')).toBe(false);
  });

  test.each([
    ['clientSecret', 'app.clientSecret'],
    ['scopes.0', 'app.scopes'],
    ['settings.team', 'settings.team'],
  ])('a complaint about %s stands at %s', (path, expected) => expect(oauthAppFormPath(path)).toBe(expected));
});

test('what was typed is kept for the way back once, without a secret', () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  } as Storage;
  const provider = {
    slug: 'shop',
    settings: [
      { name: 'baseUrl', type: 'url' },
      { name: 'pin', type: 'secret' },
    ],
  } as unknown as ProviderDetail;
  const values: ConnectionFormValues = {
    name: 'Our shop',
    authMethod: 'oauth',
    settings: { baseUrl: 'https://shop.example.com', pin: 'canary-1' },
    credentials: { token: { token: 'canary-2' } },
    verifyTls: false,
    timeoutSeconds: '30',
  };
  keepDraft(provider, values, storage);
  expect([...kept.values()].join()).not.toMatch(/canary/);
  expect(takeDraft('shop', storage)).toEqual({
    name: 'Our shop',
    authMethod: 'oauth',
    settings: { baseUrl: 'https://shop.example.com' },
    verifyTls: false,
    timeoutSeconds: '30',
  });
  expect(takeDraft('shop', storage)).toBeNull();
  storage.setItem('patchbay.connect.shop', '{');
  expect(takeDraft('shop', storage)).toBeNull();
});

test('a connection that waits for a new sign-in says so, unless it is paused', () => {
  expect(connectionState({ status: 'error', statusCode: 'reauth_required' })).toBe('reauth_required');
  expect(connectionState({ status: 'paused', statusCode: 'reauth_required' })).toBe('paused');
  expect(connectionState({ status: 'error', statusCode: null })).toBe('error');
});
