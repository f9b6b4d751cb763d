// In a small workspace of its own, with real generators and the real pnpm; `npm run new` does it in a copy of this repository
// (scripts/new.test.ts).
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { refreshIndex } from './refresh-index.ts';

const tools = fileURLToPath(new URL('../../../.tools', import.meta.url));
const files: Record<string, string> = {
  'package.json': '{"name":"root","private":true}',
  'pnpm-workspace.yaml': 'packages: ["packages/*", "manifests/*"]\npmOnFail: ignore\n',
  'packages/registry/package.json': '{"name":"registry","dependencies":{}}',
  'packages/registry/src/manifests.gen.ts': 'export const names = [];\n',
  'packages/schema/package.json': '{"name":"schema"}',
  'scripts/generators.ts': `
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
const ids = (root: string) => readdirSync(join(root, 'manifests')).sort();
export const generators = [
  {
    file: 'packages/registry/package.json',
    render: (root: string) => JSON.stringify({ name: 'registry', dependencies: Object.fromEntries(ids(root).map((id) => [id, 'workspace:*'])) }),
  },
  {
    file: 'packages/registry/src/manifests.gen.ts',
    render: (root: string) => \`export const names = \${JSON.stringify(ids(root).map((id) => readFileSync(join(root, 'manifests', id, 'logo.svg'), 'utf8')))};\\n\`,
  },
  { file: 'docs/other.md', render: () => 'fresh' },
];
`,
  'scripts/generate.ts': `
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generators } from './generators.ts';
const root = join(import.meta.dirname, '..');
for (const { file, render } of generators) {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), render(root));
}
`,
};

let root: string;
const path = process.env.PATH;
const write = async (file: string, text: string) => {
  await mkdir(join(root, file, '..'), { recursive: true });
  await writeFile(join(root, file), text);
};
const indexOf = () =>
  Promise.all(
    ['packages/registry/package.json', 'packages/registry/src/manifests.gen.ts'].map((file) =>
      readFile(join(root, file), 'utf8'),
    ),
  );

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'patchbay-index-'));
  for (const [file, text] of Object.entries(files)) await write(file, text);
  await write('manifests/acme/package.json', '{"name":"acme"}');
  await write('manifests/acme/logo.svg', 'the logo of acme');
});
afterEach(async () => {
  process.env.PATH = path;
  await rm(root, { recursive: true });
});

test('a new manifest is in the index, linked, and in what is generated after it', async () => {
  expect(await refreshIndex(root)).toEqual({ ok: true });
  expect(await indexOf()).toEqual([
    '{"name":"registry","dependencies":{"acme":"workspace:*"}}',
    'export const names = ["the logo of acme"];\n',
  ]);
  expect(existsSync(join(root, 'packages/registry/node_modules/acme/logo.svg'))).toBe(true);
  expect(await readFile(join(root, 'docs/other.md'), 'utf8')).toBe('fresh');
});

test('a folder without generators has no index', async () => {
  await rm(join(root, 'scripts'), { recursive: true });
  const before = await indexOf();
  expect(await refreshIndex(root)).toEqual({ ok: true });
  expect(await indexOf()).toEqual(before);
});

test('an index that cannot be written is left as it was, and said why', async () => {
  const before = await indexOf();
  await write('manifests/half-made/package.json', '{"name":"half-made"}');
  expect(await refreshIndex(root)).toEqual({ ok: false, reason: expect.stringMatching(/half-made.logo\.svg/) });
  expect(await indexOf()).toEqual(before);
});

test('generators that cannot be read change nothing', async () => {
  const before = await indexOf();
  await write('scripts/generators.ts', 'export const generators = [');
  expect(await refreshIndex(root)).toEqual({ ok: false, reason: expect.stringContaining('could not be written') });
  expect(await indexOf()).toEqual(before);
});

test('an index whose packages cannot be linked is undone', async () => {
  const before = await indexOf();
  await write('manifests/acme/package.json', '{"name":"acme","dependencies":{"nobody":"workspace:*"}}');
  expect(await refreshIndex(root)).toEqual({
    ...{ ok: false, reason: expect.stringContaining('pnpm install failed. Run `pnpm install && pnpm generate`') },
  });
  expect(await indexOf()).toEqual(before);
});

test('what is generated after it may fail: the manifest is linked, and the command to repeat is named', async () => {
  await write('scripts/generate.ts', "throw new Error('no');\n");
  expect(await refreshIndex(root)).toEqual({ ok: false, reason: expect.stringContaining('Run `pnpm generate`') });
  expect((await indexOf())[0]).toContain('acme');
});

test('without pnpm on the path the one that the first start fetched serves; without any it is said', async () => {
  const before = await indexOf();
  process.env.PATH = '';
  expect(await refreshIndex(root)).toEqual({ ok: false, reason: expect.stringContaining('pnpm was not found.') });
  expect(await indexOf()).toEqual(before);
  if (!existsSync(tools)) return;
  await symlink(tools, join(root, '.tools'));
  expect(await refreshIndex(root)).toEqual({ ok: true });
});
