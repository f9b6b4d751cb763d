import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createRegistry, type ManifestSource, type RegistryProblem } from './create-registry.ts';
import { loadPrivateManifests } from './load-private-manifests.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-private-'));
});
afterEach(() => rm(folder, { recursive: true }));

function data(id: string, change: Record<string, unknown> = {}) {
  return {
    schema: 1,
    id,
    version: '1.0.0',
    name: `Name of ${id}`,
    description: 'A system of our own.',
    category: 'Development',
    owners: ['@us'],
    links: { homepage: 'https://example.com', apiReference: 'https://example.com/api' },
    capabilities: ['health'],
    hosts: ['api.example.com'],
    auth: [{ id: 'none', type: 'none' }],
    http: { baseUrl: 'https://api.example.com' },
    operations: { getStatus: { description: 'Read the status.', request: 'GET /status', safety: 'read' } },
    test: { operation: 'getStatus' },
    ...change,
  };
}

async function load(builtIn: ReturnType<typeof data>[] = []) {
  const { manifests, problems } = await loadPrivateManifests(folder);
  const sources = builtIn.map((manifest) => ({
    manifest: manifest as never,
    logo: null,
    source: 'built in',
    isPrivate: false,
  }));
  return createRegistry([...sources, ...manifests], problems);
}

/** Under plain Node, as the server runs it: vitest resolves imports by rules of its own. */
function loadInNode(): { manifests: ManifestSource[]; problems: RegistryProblem[] } {
  const script = `import { loadPrivateManifests } from ${JSON.stringify(new URL('./load-private-manifests.ts', import.meta.url).href)};
console.log(JSON.stringify(await loadPrivateManifests(process.argv[1])));`;
  return JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', script, folder], { encoding: 'utf8' }),
  );
}

test('JSON and TypeScript manifests are read, in the folder and one below it, with their logos', async () => {
  await writeFile(join(folder, 'one.manifest.json'), JSON.stringify(data('one')));
  await mkdir(join(folder, 'two'));
  await writeFile(
    join(folder, 'two', 'two.manifest.ts'),
    `import { defineManifest, type ManifestInput } from '@patchbay/schema';
const input: ManifestInput = ${JSON.stringify(data('two'))};
export const manifest = defineManifest(input);
`,
  );
  await writeFile(join(folder, 'two', 'logo.svg'), '<svg/>');
  const { manifests, problems } = loadInNode();
  const registry = createRegistry(manifests, problems);
  expect(registry.problems).toEqual([]);
  expect(registry.list().map(({ id }) => id)).toEqual(['one', 'two']);
  expect(registry.isPrivate('two')).toBe(true);
  expect(registry.logo('two')).toBe('<svg/>');
  expect(registry.logo('one')).toBeNull();
});

test('broken files are reported by name and the rest still works', async () => {
  await writeFile(join(folder, 'a.manifest.json'), '{ "id": ');
  await writeFile(join(folder, 'b.manifest.json'), JSON.stringify(data('b', { colour: 'red' })));
  await writeFile(join(folder, 'c.manifest.ts'), 'export const manifest = ;');
  await writeFile(join(folder, 'd.manifest.ts'), 'throw new Error("no luck");');
  await writeFile(join(folder, 'e.manifest.ts'), 'export const other = 1;');
  await writeFile(join(folder, 'f.manifest.json'), JSON.stringify(data('f')));
  await writeFile(join(folder, 'notes.txt'), 'not a manifest');
  const registry = await load();
  expect(registry.list().map(({ id }) => id)).toEqual(['f']);
  expect(registry.problems.map(({ source }) => source).sort()).toEqual([
    'a.manifest.json',
    'b.manifest.json',
    'c.manifest.ts',
    'd.manifest.ts',
    'e.manifest.ts',
  ]);
  expect(registry.problems.find(({ source }) => source === 'b.manifest.json')?.message).toContain(
    '"colour" is not a field',
  );
});

test('a private manifest cannot take the id of a built-in one, nor another private one', async () => {
  await writeFile(join(folder, 'a.manifest.json'), JSON.stringify(data('taken')));
  await writeFile(join(folder, 'b.manifest.json'), JSON.stringify(data('own')));
  await writeFile(join(folder, 'c.manifest.json'), JSON.stringify(data('own', { name: 'Second' })));
  const registry = await load([data('taken', { name: 'The built-in one' })]);
  expect(registry.require('taken').name).toBe('The built-in one');
  expect(registry.require('own').name).toBe('Name of own');
  expect(registry.problems).toEqual([
    { source: 'a.manifest.json', message: 'the id "taken" is taken by a built-in provider; choose another id' },
    { source: 'c.manifest.json', message: 'the id "own" is taken by b.manifest.json; choose another id' },
  ]);
});

test('a folder that is not there is a problem, not a crash', async () => {
  const { problems, manifests } = await loadPrivateManifests(join(folder, 'missing'));
  expect(manifests).toEqual([]);
  expect(problems[0]?.message).toContain('check PATCHBAY_MANIFESTS');
});

test('an unknown provider is refused with the nearest id', async () => {
  const registry = await load([data('gitlab'), data('docker-registry')]);
  expect(() => registry.require('gitlap')).toThrow('Did you mean "gitlab"?');
  expect(() => registry.require('dockerregistry')).toThrow('Did you mean "docker-registry"?');
  expect(() => registry.require('zzz')).toThrow('The catalog lists all of them');
});
