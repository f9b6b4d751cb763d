import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Sample, toFiles } from '../sample.ts';
import { cloneTarget } from '../target.ts';
import { verify } from '../verify.ts';
import { fixManifests } from './fix-manifests.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'patchbay-fix-'));
});
afterEach(() => rm(root, { recursive: true }));

const folder = 'manifests/example-forge';
const read = (name: string) => readFile(join(root, folder, name), 'utf8');

async function write(sample: Sample) {
  for (const [name, text] of toFiles(sample)) {
    const path = join(root, folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
}

const fix = async () =>
  (await fixManifests(cloneTarget(root, ['example-forge']))).map(({ file, what }) => `${file}: ${what}`);

test('keys, a word of a list, capabilities, the name of the package and formats are corrected, once', async () => {
  await write({
    change: ({ hosts, capabilities: _capabilities, ...manifest }) => ({
      ...manifest,
      category: 'development',
      capabilities: ['sync'],
      hosts,
    }),
    files: {
      'package.json': '{\n  "name": "@patchbay/manifest-template",\n  "version": "0.9.0"\n}\n',
      'fixtures/test.json': JSON.stringify(JSON.parse(toFiles({}).get('fixtures/test.json') ?? '')),
    },
  });
  expect(await fix()).toEqual([
    `${folder}/example-forge.manifest.ts: writes category as "Development"`,
    `${folder}/package.json: calls the package "@patchbay/manifest-example-forge"`,
    `${folder}/fixtures/test.json: is formatted`,
    `${folder}/example-forge.manifest.ts: puts the keys in order`,
    `${folder}/package.json: has version 1.0.0, as the manifest`,
    `${folder}/example-forge.manifest.ts: adds the capabilities 'write', 'discovery', 'health'`,
  ]);
  expect(await fix()).toEqual([]);
  const { problems } = await verify({ root, ids: ['example-forge'] });
  expect(problems).toEqual([]);
  expect(await read('fixtures/test.json')).toBe(toFiles({}).get('fixtures/test.json'));
});

test('keys take their comments along, and nothing else changes', async () => {
  const text = `import { defineManifest } from '@patchbay/schema';

// Of the whole.
export const manifest = defineManifest({
  id: 'example-forge', // the folder
  /* of the version */ version: '1.0.0',

  // First of all.
  schema: 1
});
`;
  await write({ text });
  expect(await fix()).toEqual([`${folder}/example-forge.manifest.ts: puts the keys in order`]);
  expect(await read('example-forge.manifest.ts')).toBe(`import { defineManifest } from '@patchbay/schema';

// Of the whole.
export const manifest = defineManifest({

  // First of all.
  schema: 1,
  id: 'example-forge', // the folder
  /* of the version */ version: '1.0.0'
});
`);
});

test('a comment at the end of a line swallows nothing', async () => {
  const start = "import { defineManifest } from '@patchbay/schema';\nexport const manifest = defineManifest(";
  await write({ text: `${start}{ id: 'example-forge', schema: 1, // one\n});\n` });
  await fix();
  expect(await read('example-forge.manifest.ts')).toBe(`${start}{ schema: 1, // one\n id: 'example-forge',\n});\n`);
});

test.each([
  ['a syntax error', { text: "export const manifest = {\n  id: 'example-forge',\n  schema: 1,,\n};\n" }],
  [
    'a spread, which changes what later keys mean',
    { text: "const a = { id: 'x' };\nexport const manifest = { ...a, schema: 1 };\n" },
  ],
  ['a number that JSON.parse would round', { files: { 'fixtures/big.json': '{"id":12345678901234567890}' } }],
  ['a key that is there twice', { files: { 'fixtures/twice.json': '{"id":1,"id":2}' } }],
  ['what is not JSON', { files: { 'fixtures/broken.json': '{"id":' } }],
])('%s is left as it is', async (_, sample: Sample) => {
  await write(sample);
  const before = await Promise.all([...toFiles(sample).keys()].map(read));
  expect(await fix()).toEqual([]);
  expect(await Promise.all([...toFiles(sample).keys()].map(read))).toEqual(before);
});

test('with all of a clone, what is generated is written anew, from what was corrected', async () => {
  await write({ files: { 'package.json': '{\n  "name": "@patchbay/manifest-template"\n}\n' } });
  await mkdir(join(root, 'scripts'));
  await writeFile(
    join(root, 'scripts/generators.ts'),
    `import { readFileSync } from 'node:fs';
const render = (root: string) => readFileSync(root + '/${folder}/package.json', 'utf8');
export const generators = [{ file: 'docs/packages.md', render }, { file: 'broken.md', render: () => { throw new Error('no'); } }];
`,
  );
  const fixAll = async () => (await fixManifests(cloneTarget(root))).map(({ file, what }) => `${file}: ${what}`);
  expect(await fixAll()).toEqual([
    `${folder}/package.json: calls the package "@patchbay/manifest-example-forge"`,
    'docs/packages.md: is generated anew',
  ]);
  expect(await readFile(join(root, 'docs/packages.md'), 'utf8')).toContain('@patchbay/manifest-example-forge');
  expect(await fixAll()).toEqual([]);
});

test('a file is replaced whole, keeps its rights and leaves nothing beside it', async () => {
  await write({ files: { 'fixtures/short.json': '{"a":1}' } });
  await chmod(join(root, folder, 'fixtures/short.json'), 0o600);
  await fix();
  expect(await read('fixtures/short.json')).toBe('{\n  "a": 1\n}\n');
  expect((await stat(join(root, folder, 'fixtures/short.json'))).mode & 0o777).toBe(0o600);
  expect((await readdir(join(root, folder, 'fixtures'))).filter((name) => !name.endsWith('.json'))).toEqual([]);
});
