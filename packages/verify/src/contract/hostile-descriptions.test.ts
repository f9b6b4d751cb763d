// What nobody means well gives as an API description: one sentence, or what can be read of it, and no contract is lost.
import { cp, mkdtemp, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type MakeContractOptions, makeContract } from './make-contract.ts';
import { DescriptionError, readDescription } from './read-description.ts';
import { readDescriptionFile } from './read-description-file.ts';

const [path, other] = ['/v2/_catalog', { get: { operationId: 'a' } }];
const write = (document: object, paths: object = { [path]: other }) => JSON.stringify({ ...document, paths });
const versionThree = { openapi: '3.0.0' };

test.each<[what: string, text: string, says: RegExp]>([
  ['UTF-16', `{\0"\0o\0`, /no text in UTF-8/],
  ['a later OpenAPI', write({ openapi: '4.0.0' }), /of OpenAPI 4\.0\.0, and 2\.0 and 3\.x can be read/],
  ['an earlier Swagger', write({ swagger: '1.2' }), /of Swagger 1\.2, and/],
  ['two versions', write({ swagger: '2.0', openapi: '3.0.0' }), /both `openapi` and `swagger`\. Keep/],
  ['a version of nothing', write({ openapi: '' }), /neither `openapi` nor `swagger`/],
  ['paths that are a list', write(versionThree, [other]), /names no operation/],
  [
    'a path in a file of the machine',
    write(versionThree, { [path]: { $ref: 'file:///etc/hosts' } }),
    /\/v2\/_catalog refers to another file \(file:\/\/\/etc\/hosts\), which is not read\. Bundle/,
  ],
  ['a path in a file above', write(versionThree, { [path]: { $ref: '../../x.yaml' } }), /another file/],
  [
    'a parameter at another host',
    write(versionThree, { [path]: { get: { parameters: [{ $ref: 'http://127.0.0.1:1/p' }] } } }),
    /another file \(http:/,
  ],
  ['a key of YAML that stands twice', 'openapi: 3.0.0\npaths:\n  /a: {}\n  /a: {}', /"\/a" stands twice/],
  ['YAML that breaks off', 'openapi: 3.0.0\npaths:\n  /a: {get: {', /neither JSON nor YAML/],
  [
    'YAML that is very deep',
    Array.from({ length: 3_000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
    /neither/,
  ],
  ['YAML with code in it', 'openapi: 3.0.0\npaths: !!js/function "process.exit(1)"', /names no operation/],
])('%s is refused in a sentence', (_what, text, says) => {
  expect(() => readDescription(text)).toThrow(DescriptionError);
  expect(() => readDescription(text)).toThrow(says);
});

test.each([
  ['a mark at the beginning', `\ufeff${write(versionThree)}`],
  ['a version that is a number', `openapi: 3.1\npaths:\n  ${path}: {get: {operationId: a}}`],
  ['a Swagger version that is a number', `swagger: 2.0\npaths:\n  ${path}: {get: {operationId: a}}`],
  ['names that reach for prototypes', write(versionThree, { [path]: other }).replace('"get"', '"__proto__":{},"get"')],
])('%s is read all the same', (_what, text) => {
  expect(readDescription(text).operations).toEqual([{ method: 'GET', path, params: [], operationId: 'a' }]);
});

test('thousands of paths of YAML are read in seconds', () => {
  const paths = Array.from({ length: 10_000 }, (_, index) => `  /p${index}: {get: {}}`).join('\n');
  const start = performance.now();
  expect(readDescription(`openapi: 3.0.0\npaths:\n${paths}`).operations).toHaveLength(10_000);
  expect(performance.now() - start).toBeLessThan(8_000);
});

const id = 'docker-registry';
const source = fileURLToPath(new URL(`../../../../manifests/${id}`, import.meta.url));
let root: string;
let before: string;
const contract = () => readFile(join(root, 'manifests', id, 'contract.json'), 'utf8');
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'patchbay-contract-'));
  const filter = (from: string) => !from.includes('node_modules');
  await cp(source, join(root, 'manifests', id), { recursive: true, filter });
  before = await contract();
});
afterAll(() => rm(root, { recursive: true }));

async function make(text: string, given: Partial<MakeContractOptions> = {}) {
  const file = join(root, 'description.json');
  await writeFile(file, text);
  return makeContract({ root, id, file, retrieved: '2026-11-28', isCheck: false, ...given });
}

test.each(['/dev/zero', tmpdir()])('%s is no file, and is not opened', async (file) => {
  await expect(readDescriptionFile(file)).rejects.toThrow(`${file} is no file.`);
});

test('a file that is too large is refused before it is read', async () => {
  const file = join(root, 'large.json');
  await writeFile(file, '');
  await truncate(file, 5 * 1024 ** 3);
  await expect(make('', { file })).rejects.toThrow(/5120 MiB, and 25 MiB are the most/);
});

test.each(['../x', '__proto__', '/etc', `../manifests/${id}`])(
  '%j is no manifest, and nothing is written',
  async (given) => {
    await expect(make(before, { id: given })).rejects.toThrow(/There is no manifest/);
    expect(await contract()).toBe(before);
  },
);

test.each<[what: string, text: string, says: RegExp]>([
  [
    'a parameter',
    write(versionThree, { [path]: { parameters: [{ name: 'n\u001b[2J', in: 'query' }], ...other } }),
    /U\+001B/,
  ],
  ['the version', write({ ...versionThree, info: { version: 'x\u202e' } }), /U\+202E.*specVersion/],
])('a sign that nobody sees in %s does not come into a contract', async (_what, text, says) => {
  await expect(make(text)).rejects.toThrow(says);
  expect(await contract()).toBe(before);
});

test('a description of another API leaves the contract as it is', async () => {
  const { isWritten, missing } = await make(write(versionThree, { '/weather': other }));
  expect(isWritten).toBe(false);
  expect(missing.length).toBeGreaterThan(3);
  expect(await contract()).toBe(before);
});

test('a contract that is a link does not lead the writer out of its folder', async () => {
  const outside = join(root, 'outside.txt');
  const file = join(root, 'manifests', id, 'contract.json');
  await writeFile(outside, 'mine');
  await rm(file);
  await symlink(outside, file);
  await make(before).catch(() => {});
  expect(await readFile(outside, 'utf8')).toBe('mine');
  expect((await readdir(join(root, 'manifests', id))).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});
