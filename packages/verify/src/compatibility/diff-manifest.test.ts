// What is named as the base of a comparison, and what stands there, by somebody who does not mean well.
import { execFileSync } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { UnknownChangesError } from '../repository/changed-manifests.ts';
import { UnknownManifestError } from '../target.ts';
import { diffManifest } from './diff-manifest.ts';

const id = 'docker-registry';
const source = fileURLToPath(new URL(`../../../../manifests/${id}`, import.meta.url));
let root: string;
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd: root, stdio: 'pipe' });

const broken: Record<string, (text: string) => string> = {
  throws: (text) => `${text}\nthrow new Error('no');\n`,
  loops: (text) => `${text}\nwhile (true) {}\n`,
  'other-schema': (text) => text.replace('operations:', 'actions:'),
};
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'patchbay-diff-'));
  const filter = (from: string) => !from.includes('node_modules');
  await cp(source, join(root, 'manifests', id), { recursive: true, filter });
  const file = join(root, 'manifests', id, `${id}.manifest.ts`);
  const text = await readFile(file, 'utf8');
  git('init', '-q', '-b', 'main');
  for (const [branch, change] of Object.entries({ ...broken, main: (same: string) => same })) {
    git('checkout', '-q', '-B', branch);
    await writeFile(file, change(text));
    git('add', '-A');
    git('commit', '-q', '--allow-empty', '-m', branch);
  }
  git('checkout', '-q', '--orphan', 'apart');
  git('commit', '-q', '-m', 'apart');
  git('checkout', '-q', 'main');
});
afterAll(() => rm(root, { recursive: true }));

test('the same is the same', async () => {
  expect(await diffManifest({ root, id, base: 'main' })).toMatchObject({ changes: [] });
});

test.each([
  ...['--output=written', '-h', '--help', '--all', '--fork-point', '--is-ancestor', '--'],
  ...['', ' ', 'nowhere', 'main..throws', 'main:manifests', 'HEAD^{tree}', 'a\0b', 'x'.repeat(50_000)],
])('%j is no branch, and no option of git', async (base) => {
  const failed = diffManifest({ root, id, base });
  await expect(failed).rejects.toThrow(UnknownChangesError);
  await expect(failed).rejects.toThrow(/^Git knows no "[\s\S]{0,100}" here\. Fetch that branch/);
  expect(await readdir(root)).toEqual(['.git', 'manifests']);
});

test('a branch that has nothing in common is told from one there is none of', async () => {
  await expect(diffManifest({ root, id, base: 'apart' })).rejects.toThrow(/no commit in common.*--unshallow/);
});

test('outside of a clone it is said so', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-no-clone-'));
  await cp(join(root, 'manifests'), join(folder, 'manifests'), { recursive: true });
  await expect(diffManifest({ root: folder, id, base: 'main' })).rejects.toThrow(/Run this in a clone/);
  await rm(folder, { recursive: true });
});

test.each(Object.keys(broken))('a manifest that %s at the base cannot be compared, and does nothing', async (base) => {
  const failed = diffManifest({ root, id, base });
  await expect(failed).rejects.toThrow(UnknownChangesError);
  await expect(failed).rejects.toThrow(`of ${base} cannot be read, or is not valid by the schema of today`);
});

test.each(['../x', '__proto__', '', '-x'])('%j is no manifest', async (other) => {
  await expect(diffManifest({ root, id: other, base: 'main' })).rejects.toThrow(UnknownManifestError);
});
