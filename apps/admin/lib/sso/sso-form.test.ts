import type { SsoProvider } from '@patchbay/client';
import { expect, test } from 'vitest';
import { readRules, ssoFormValues, toSsoPayload } from './sso-form.ts';

test('rules are read line by line, also with equals signs and colons in their values', () => {
  expect(readRules('groups = platform: admin\n\n  https://x.example/claims/role=a=b:c : viewer ')).toEqual([
    { attribute: 'groups', value: 'platform', role: 'admin' },
    { attribute: 'https://x.example/claims/role', value: 'a=b:c', role: 'viewer' },
  ]);
  expect(readRules('platform admin')).toEqual([{ attribute: 'platform admin', value: '', role: '' }]);
});

test('what is shown of a provider is sent back as it was, and its secret only when it is new', () => {
  const known = {
    ...{ id: 'sso_1', name: 'Login', type: 'oidc', domain: 'a.example', domainVerified: true, issuer: 'https://i' },
    oidc: { clientId: 'c', hasSecret: true, scopes: ['openid', 'groups'], redirectUrl: 'x' },
    ...{ saml: null, defaultRole: 'member', roleMapping: [{ attribute: 'groups', value: 'x', role: 'admin' }] },
  } as unknown as SsoProvider;
  expect(toSsoPayload(ssoFormValues(known), known)).toEqual({
    ...{ name: 'Login', domain: 'a.example', defaultRole: 'member', roleMapping: known.roleMapping },
    oidc: { issuer: 'https://i', clientId: 'c', clientSecret: '', scopes: ['openid', 'groups'] },
  });
});

test('several certificates are told apart; none in a change leaves those there are', () => {
  const pem = (name: string) => `-----BEGIN CERTIFICATE-----\n${name}\n-----END CERTIFICATE-----`;
  const values = { ...ssoFormValues(null), type: 'saml' as const, certificate: `${pem('a')}\n${pem('b')}\n` };
  expect(toSsoPayload(values, null)).toMatchObject({ saml: { certificates: [pem('a'), pem('b')] } });
  const changed = { ...values, certificate: ' ', entryPoint: ' https://new.example ', emailAttribute: 'mail' };
  expect(toSsoPayload(changed, {} as SsoProvider)).toHaveProperty('saml', {
    ...{ entityId: '', entryPoint: 'https://new.example', emailAttribute: 'mail' },
  });
});
