import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runVerifyCommand } from './command.ts';
import { toFiles } from './sample.ts';
import { sampleManifest } from './sample-manifest.ts';

let place: string;
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'patchbay-outside-'));
});
afterEach(() => rm(place, { recursive: true }));

/** Writes files by their path below the place. */
async function write(files: Iterable<readonly [name: string, text: string]>) {
  for (const [name, text] of files) {
    await mkdir(dirname(join(place, name)), { recursive: true });
    await writeFile(join(place, name), text);
  }
}

async function run(...argv: string[]) {
  const written = { out: '', error: '' };
  const output = {
    out(text: string) {
      written.out += text;
    },
    error(text: string) {
      written.error += text;
    },
  };
  return { code: await runVerifyCommand(null, argv, output, { folder: place }), ...written };
}

/** The sample as a folder of an operator's own: another package, and a file of theirs. */
function own(id: string, name: string): [string, string][] {
  const files = toFiles({ change: (manifest) => ({ ...manifest, id, name }) });
  const kept = [...files].filter(([file]) => !file.endsWith('.manifest.ts') && file !== 'package.json');
  const text = files.get('example-forge.manifest.ts') ?? '';
  return [...kept, [`${id}.manifest.ts`, text], ['package.json', '{ "name": "@acme/tools", "scripts": { "a": "b" } }']];
}

const inFolder = (folder: string, files: [string, string][]) =>
  files.map(([name, text]) => [`${folder}/${name}`, text] as const);

test('a folder of one manifest is held to every rule but those of a clone, and what is left out is said', async () => {
  await write(inFolder('acme-tools', own('acme', 'Acme')));
  const { code, out } = await run('./acme-tools');
  expect(out).toMatch(/^acme {2}bronze: silver needs/);
  expect(out).toContain('Not looked at outside of a clone:');
  expect(out).toContain('generated files');
  expect(code).toBe(0);
});

test('a folder of several is verified as one, and they are held against each other', async () => {
  await write([...inFolder('own/one', own('one', 'One')), ...inFolder('own/two', own('two', 'ONE'))]);
  const { code, out } = await run('own/');
  expect(out).toContain('unique-identity · own/one/one.manifest.ts:7');
  expect(out).toContain('name "One" is also that of own/two/two.manifest.ts');
  expect(out).toContain('2 manifests');
  expect(code).toBe(1);
});

test('JSON is taken too, with the line of the problem, and so are several manifests side by side', async () => {
  const manifest = (id: string) => JSON.stringify({ ...sampleManifest, id, name: id, category: 'Develpment' }, null, 2);
  await write([
    ['alpha.manifest.json', manifest('alpha')],
    ['beta.manifest.json', manifest('beta').slice(0, -1)],
    ['alpha.svg', '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'],
    ['logo.svg', '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'],
  ]);
  const { out } = await run('.');
  expect(out).toContain('schema · ./alpha.manifest.json:7\n  what  category is "Develpment"');
  expect(out).toContain('fix   did you mean "Development"?');
  expect(out).toMatch(/schema · \.\/beta\.manifest\.json:\d+\n {2}what {2}the file is not valid/);
  expect(out).toContain('safe-logo · ./alpha.svg:1');
  expect(out).not.toContain('safe-logo · ./logo.svg');
});

test('JSON that is more than JSON is refused', async () => {
  await write([['alpha.manifest.json', "{ schema: 1, a: 'b' }"]]);
  expect((await run('.')).out).toContain('the file is not JSON');
});

test('an id that is built in would be left out by a server', async () => {
  await write(inFolder('gitea', own('gitea', 'Ours')));
  const { code, out } = await run('./gitea');
  expect(out).toContain('unique-identity · gitea/gitea.manifest.ts:5\n  what  the id "gitea" is that of a built-in');
  expect(code).toBe(1);
});

test.each([
  [['./nowhere'], 'There is no folder ./nowhere.'],
  [[], 'name a folder of manifests of your own'],
  [['gitea'], 'name a folder of manifests of your own'],
  [['./empty'], 'There is no manifest in ./empty.'],
  [['./empty', './nowhere'], 'Name one folder'],
])('%s is answered with a way on', async (argv, message) => {
  await mkdir(join(place, 'empty'));
  expect(await run(...argv)).toMatchObject({ code: 2, error: expect.stringContaining(message) });
});

test('a folder of a clone is the manifest of that name, held to all of it', async () => {
  await write(inFolder('manifests/example-forge', [...toFiles({})]));
  const written: string[] = [];
  const output = { out: (text: string) => void written.push(text), error: (text: string) => void written.push(text) };
  const code = await runVerifyCommand(place, ['manifests/example-forge/'], output, { folder: place });
  expect(written.join('')).toMatch(/^example-forge {2}bronze/);
  expect(code).toBe(0);
});
