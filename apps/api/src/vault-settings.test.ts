import { expect, test } from 'vitest';
import { parseEnv } from './env.ts';
import { readVaultSettings } from './vault-settings.ts';

const address = { PATCHBAY_VAULT_ADDR: 'https://vault.example.com:8200' };
const read = (env: Record<string, string>) => readVaultSettings(parseEnv(env));

test('none, a token, an AppRole', () => {
  expect(read({})).toBeNull();
  expect(read({ ...address, PATCHBAY_VAULT_TOKEN: 't' })).toEqual({
    address: 'https://vault.example.com:8200',
    login: { token: 't' },
    namespace: undefined,
    mount: 'secret',
    paths: ['patchbay/{organizationId}/'],
  });
  const appRole = { PATCHBAY_VAULT_ROLE_ID: 'r', PATCHBAY_VAULT_SECRET_ID: 's', PATCHBAY_VAULT_PATHS: 'a/, b' };
  expect(read({ ...address, ...appRole, PATCHBAY_VAULT_NAMESPACE: 'n', PATCHBAY_VAULT_MOUNT: 'kv' })).toMatchObject({
    login: { roleId: 'r', secretId: 's' },
    namespace: 'n',
    mount: 'kv',
    paths: ['a/', 'b'],
  });
});

test.each([
  [{ PATCHBAY_VAULT_TOKEN: 'canary' }, /PATCHBAY_VAULT_ADDR must be set when PATCHBAY_VAULT_TOKEN is/],
  [{ ...address }, /needs either PATCHBAY_VAULT_TOKEN or/],
  [{ ...address, PATCHBAY_VAULT_ROLE_ID: 'canary' }, /must be set together/],
  [{ ...address, PATCHBAY_VAULT_SECRET_ID: 'canary' }, /must be set together/],
  [
    { ...address, PATCHBAY_VAULT_TOKEN: 'canary', PATCHBAY_VAULT_ROLE_ID: 'r', PATCHBAY_VAULT_SECRET_ID: 's' },
    /needs either/,
  ],
])('half given: %j', (env, sentence) => {
  expect(() => read(env as Record<string, string>)).toThrow(sentence);
  expect(() => read(env as Record<string, string>)).not.toThrow(/canary/);
});
