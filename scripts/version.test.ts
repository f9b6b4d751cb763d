import { execFileSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { removeFolder } from '@patchbay/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'patchbay-version-'));
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd: folder, stdio: 'pipe' });
const versionOf = (path: string) =>
  (JSON.parse(readFileSync(join(folder, path, 'package.json'), 'utf8')) as { version: string }).version;

beforeAll(() => {
  const packages = globSync('{.,apps/*,packages/*,manifests/*,scripts,e2e}/package.json', { cwd: root });
  for (const file of [...packages, 'pnpm-workspace.yaml', '.changeset/config.json']) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(root, file), join(folder, file));
  }
  writeFileSync(join(folder, '.changeset/one.md'), '---\n"@patchbay/schema": minor\n---\n\nOne more field.\n');
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('commit', '-qm', 'first');
});
afterAll(() => removeFolder(folder));

test('a change of the vocabulary raises its package, and no manifest', () => {
  const before = { schema: versionOf('packages/schema'), manifest: versionOf('manifests/osv') };
  const path = `${join(root, 'node_modules/.bin')}:${process.env.PATH}`;
  execFileSync(process.execPath, [join(root, 'scripts/version.ts')], {
    cwd: folder,
    env: { ...process.env, PATH: path, CI: '1' },
    stdio: 'pipe',
  });
  const [major, minor] = before.schema.split('.').map(Number);
  expect(versionOf('packages/schema')).toBe(`${major}.${(minor ?? 0) + 1}.0`);
  expect(readFileSync(join(folder, 'packages/schema/CHANGELOG.md'), 'utf8')).toContain('One more field.');
  expect(versionOf('manifests/osv')).toBe(before.manifest);
  expect(git('status', '--porcelain', 'manifests').toString()).toBe('');
});
