import { expect, test } from 'vitest';
import { createVaultPaths } from './vault-paths.ts';

test('an organization reads below its own prefix only', () => {
  const paths = createVaultPaths(['patchbay/{organizationId}/']);
  expect(paths.isAllowed('patchbay/org_1/gitlab', 'org_1')).toBe(true);
  expect(paths.isAllowed('patchbay/org_1/team/gitlab', 'org_1')).toBe(true);
  for (const path of [
    'patchbay/org_2/gitlab',
    'patchbay/org_12/gitlab',
    'patchbay/org_1',
    'patchbay/org_1/',
    'patchbay/gitlab',
    'gitlab',
    'patchbay/org_1/../org_2/gitlab',
    'patchbay/org_1/./gitlab',
    'patchbay/org_1//gitlab',
    'PATCHBAY/org_1/gitlab',
    'x/patchbay/org_1/gitlab',
    'patchbay/{organizationId}/gitlab',
  ]) {
    expect(paths.isAllowed(path, 'org_1'), path).toBe(false);
  }
  expect(paths.describe('org_1')).toBe('patchbay/org_1/…');
});

test('a listed path is open to all, and nothing beside or below it', () => {
  const paths = createVaultPaths(['shared/gitlab', '{organizationId}/']);
  expect(paths.isAllowed('shared/gitlab', 'org_1')).toBe(true);
  expect(paths.isAllowed('shared/gitlab/x', 'org_1')).toBe(false);
  expect(paths.isAllowed('shared/gitlab2', 'org_1')).toBe(false);
  expect(paths.isAllowed('org_1/x', 'org_1')).toBe(true);
  expect(paths.isAllowed('org_1/x', 'org_2')).toBe(false);
});

test('an organization whose id is no plain name reads nothing', () => {
  const paths = createVaultPaths(['patchbay/{organizationId}/', 'shared/gitlab']);
  for (const id of ['', '..', 'a/b', 'org_1/../org_2']) {
    expect(paths.isAllowed('patchbay/org_2/x', id)).toBe(false);
    expect(paths.isAllowed('shared/gitlab', id)).toBe(false);
    expect(paths.describe(id)).toBe('none');
  }
});

test.each([
  [],
  [''],
  ['/'],
  ['*'],
  ['patchbay/*'],
  ['/patchbay/'],
  ['a//b'],
  ['../x'],
  ['a/./b'],
  ['{orgId}/'],
  ['a', '{}'],
])('patterns that are none, or would open everything, are refused: %j %j', (...patterns) => {
  expect(() => createVaultPaths(patterns)).toThrow('PATCHBAY_VAULT_PATHS must hold paths such as');
});
