// What CI reads of `contract --check` and `diff`: the exit code, in a clone of its own.
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCli } from './run-cli.ts';

const id = 'docker-registry';
const source = fileURLToPath(new URL(`../../../manifests/${id}`, import.meta.url));
const execute = promisify(execFile);

let folder: string;
const pathOf = (name: string) => join(folder, 'manifests', id, name);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-cli-changes-'));
  await cp(source, join(folder, 'manifests', id), {
    recursive: true,
    filter: (path) => !path.includes('node_modules'),
  });
});
afterEach(() => rm(folder, { recursive: true }));

async function run(...argv: string[]) {
  const written = { out: '', error: '' };
  const code = await runCli(argv, {
    ...{ folder, env: {} },
    out(text) {
      written.out += text;
    },
    error(text) {
      written.error += text;
    },
  });
  return { code, ...written };
}

interface Facts {
  operations: { method: string; path: string; params?: string[]; deprecated?: boolean }[];
}
/** The contract there is, as the description, with what a test changes. */
async function describe(change: (facts: Facts) => void): Promise<void> {
  const facts = JSON.parse(await readFile(pathOf('contract.json'), 'utf8')) as Facts;
  change(facts);
  await writeFile(join(folder, 'description.json'), JSON.stringify(facts));
}
const operationOf = ({ operations }: Facts, path: string) => operations.find((one) => one.path === path);

test.each<[string, (facts: Facts) => void, number, RegExp]>([
  ['is the same', () => {}, 0, /Nothing the manifest uses has changed/],
  ['has a parameter more', (facts) => operationOf(facts, '/v2/_catalog')?.params?.push('filter'), 0, /filter/],
  [
    'has a request deprecated',
    (facts) => {
      Object.assign(operationOf(facts, '/v2/_catalog') ?? {}, { deprecated: true });
    },
    1,
    /deprecated/,
  ],
  [
    'has a request no more',
    (facts) => {
      facts.operations = facts.operations.filter(({ path }) => path !== '/v2/_catalog');
    },
    1,
    /_catalog/,
  ],
])(
  'contract --check of a description that %s ends as it should, and changes nothing',
  async (_name, change, code, words) => {
    await describe(change);
    const before = await readFile(pathOf('contract.json'), 'utf8');
    const result = await run('contract', id, '--from', 'description.json', '--check');
    expect(result).toMatchObject({ code });
    expect(`${result.out}${result.error}`).toMatch(words);
    expect(await readFile(pathOf('contract.json'), 'utf8')).toBe(before);
  },
);

test.each([
  [['no-such-manifest', '--from', 'description.json'], /There is no manifest/],
  [[id, '--from', 'missing.json'], /There is no file/],
  [[id], /Usage: patchbay contract/],
])('contract %j --check could not be made', async (argv, words) => {
  await describe(() => {});
  expect(await run('contract', ...argv, '--check')).toMatchObject({ code: 2, error: expect.stringMatching(words) });
});

async function commit(what = '--all'): Promise<void> {
  const git = (...argv: string[]) => execute('git', ['-C', folder, ...argv]);
  await git('init', '--quiet', '--initial-branch', 'main');
  await git('add', what);
  await git(
    '-c',
    'user.name=Ada',
    '-c',
    'user.email=ada@example.com',
    'commit',
    '--quiet',
    '--no-gpg-sign',
    '-m',
    'first',
  );
}
async function edit(...changes: [RegExp, string][]): Promise<void> {
  const name = pathOf(`${id}.manifest.ts`);
  let text = await readFile(name, 'utf8');
  for (const [pattern, replacement] of changes) {
    expect(text).toMatch(pattern);
    text = text.replace(pattern, replacement);
  }
  await writeFile(name, text);
}
const version = /\n {2}version: '(\d+)\.(\d+)\.(\d+)'/;
const to = (number: string): [RegExp, string] => [version, `\n  version: '${number}'`];
const sentence: [RegExp, string] = [/\n {2}description: '/, "\n  description: 'Also: "];
const renamed: [RegExp, string] = [/deleteManifest/g, 'removeManifest'];
const told: [RegExp, string] = [version, "\n  migrations: { '$1.$2.$3': ['Call removeManifest.'] },$&"];

test('diff of a manifest nobody touched, and of one that is new, is well', async () => {
  await commit();
  expect(await run('diff', id, 'main')).toMatchObject({ code: 0, out: expect.stringContaining('Nothing has changed') });
  await rm(join(folder, '.git'), { recursive: true });
  await writeFile(join(folder, 'README.md'), 'Before there was a manifest.');
  await commit('README.md');
  expect(await run('diff', id, 'main')).toMatchObject({ code: 0, out: `${id} is new.\n` });
});

test.each<[string, [RegExp, string][], number, RegExp]>([
  ['another sentence in the same version', [sentence], 1, /It takes a patch version.* is none/],
  [
    'another sentence in a patch version',
    [sentence, to('1.0.99')],
    0,
    /It takes a patch version: 1\.0\.\d+ → 1\.0\.99/,
  ],
  ['an operation gone in a minor version', [renamed, to('1.1.0')], 1, /breaks .*It takes a major version/s],
  ['an operation gone in a major version, of which nobody is told', [renamed, to('2.0.0')], 1, /Say in migrations/],
  [
    'an operation gone in a major version, with what to do',
    [renamed, to('2.0.0'), told],
    0,
    /It takes a major version:/,
  ],
  ['an older version', [to('0.9.0')], 1, /is none/],
])('diff of %s ends as it should', async (_name, changes, code, words) => {
  await commit();
  await edit(...changes);
  const result = await run('diff', id, 'main');
  expect(`${result.out}${result.error}`).toMatch(words);
  expect(result.code).toBe(code);
});

test.each([
  [['no-such-manifest', 'main'], /There is no manifest/],
  [[id, 'no-such-branch'], /Git knows no "no-such-branch"/],
  [[], /Usage: patchbay diff/],
])('diff %j could not be made', async (argv, words) => {
  await commit();
  expect(await run('diff', ...argv)).toMatchObject({ code: 2, error: expect.stringMatching(words) });
});
