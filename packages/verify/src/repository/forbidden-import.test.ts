import { expect, test } from 'vitest';
import { architecture } from './architecture.ts';
import { forbiddenImport } from './forbidden-import.ts';

function reasonOf(name: string, specifier: string, isTypeOnly = false): string | null {
  const rule = architecture[name];
  if (!rule) throw new Error(`no rule for ${name}`);
  return forbiddenImport(name, rule, specifier, isTypeOnly);
}

test.each([
  ['@patchbay/registry', '@patchbay/manifest-example'],
  ['@patchbay/services', '@patchbay/db'],
  ['@patchbay/verify', '@patchbay/runtime'],
  ['@patchbay/runtime', 'undici'],
  ['@patchbay/runtime', 'node:net'],
])('%s may import %s', (name, specifier) => {
  expect(reasonOf(name, specifier)).toBeNull();
});

test.each([
  ['@patchbay/schema', 'node:fs'],
  ['@patchbay/runtime', '@patchbay/db'],
  ['@patchbay/runtime', '@patchbay/manifest-example'],
  ['@patchbay/runtime', 'hono/jwt'],
  ['@patchbay/secrets', '@patchbay/db'],
  ['@patchbay/services', 'pg-boss'],
  ['@patchbay/api', '@patchbay/runtime'],
  ['@patchbay/api', 'undici'],
  ['@patchbay/admin', '@patchbay/services'],
  ['@patchbay/cli', '@patchbay/db'],
  ['@patchbay/services', '@patchbay/testing'],
])('%s may not import %s', (name, specifier) => {
  expect(reasonOf(name, specifier)).toEqual(expect.any(String));
});

test('the admin takes types of the schema and nothing that runs', () => {
  expect(reasonOf('@patchbay/admin', '@patchbay/schema', true)).toBeNull();
  expect(reasonOf('@patchbay/admin', '@patchbay/schema')).toContain('only types');
});
