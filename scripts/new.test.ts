// `npm run new` as it is: npm, the bootstrap, the questions at a terminal, the manifest, and the catalog that comes to know it. In a copy
// of this repository that holds one manifest and no admin.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { reasonToSkipTerminal, removeFolder, runAtTerminal } from '@patchbay/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generators } from './generators.ts';

const repository = fileURLToPath(new URL('..', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'patchbay-new-'));
/** Where the caller stands: paths are meant from here. */
const folder = join(root, 'docs');
const indexFiles = ['packages/registry/package.json', 'packages/registry/src/manifests.gen.ts'];
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const readIndex = () => indexFiles.map(read);
const manifests = () => readdirSync(join(root, 'manifests')).sort();
const pnpmFolders = existsSync(join(repository, '.tools')) ? readdirSync(join(repository, '.tools')) : [];
const env = { npm_config_update_notifier: 'false', npm_config_fund: 'false', CI: '' };

const leftOut = new Set(['node_modules', '.git', '.next', '.turbo', '.data', '.tools', 'dist', 'e2e']);
const kept = new Set(['_template', 'in-memory']);

beforeAll(async () => {
  cpSync(repository, root, {
    recursive: true,
    filter(source) {
      const name = basename(source);
      if (leftOut.has(name) || source === join(repository, 'apps/admin')) return false;
      return join(source, '..') !== join(repository, 'manifests') || kept.has(name);
    },
  });
  if (pnpmFolders.length > 0) symlinkSync(join(repository, '.tools'), join(root, '.tools'));
  cpSync(join(repository, 'packages/scaffold/test-data/planner-3.1.yaml'), join(folder, 'planner.yaml'));
  writeFileSync(join(folder, 'broken.json'), '{"openapi":"3.1.0","paths":');
  for (const { file, render } of generators.filter((one) => indexFiles.includes(one.file))) {
    writeFileSync(join(root, file), await render(root));
  }
  const pnpm = pnpmFolders.find((name) => name.startsWith('pnpm-'));
  const scope = pnpm && join(repository, '.tools', pnpm, 'node_modules/@pnpm');
  const native = scope && readdirSync(scope).find((name) => name.startsWith('exe.'));
  if (scope && native) process.env.PATH = `${join(scope, native)}${delimiter}${process.env.PATH}`;
  execFileSync('pnpm', ['install', '--no-frozen-lockfile', '--prefer-offline', '--loglevel=error'], { cwd: root });
}, 600_000);
afterAll(() => removeFolder(root));

/** Called without a terminal, as a script calls it. */
function runNew(...args: string[]) {
  const options = { cwd: folder, env: { ...process.env, ...env }, encoding: 'utf8' } as const;
  const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', 'new', '--', ...args], options);
  return { status, stdout, stderr };
}

const terminal = reasonToSkipTerminal();
const atTerminal = (type: [string, string][], ...args: string[]) =>
  runAtTerminal(['npm', 'run', '--silent', 'new', '--', ...args], { cwd: folder, env, type });

test.skipIf(terminal)(
  'Ctrl-C and the end of the input at a question make nothing, with a sentence',
  async () => {
    for (const key of ['\u0003', '\u0004']) {
      const { code, screen } = await atTerminal([['Id, such as', key]], '--from-openapi', 'planner.yaml');
      expect(screen).toContain('Nothing was made: the question was left without an answer.');
      expect(screen).not.toMatch(/\bat .+:\d+:\d+/);
      expect(code).not.toBe(0);
    }
    expect(manifests()).toEqual(['_template', 'in-memory']);
  },
  600_000,
);

test.skipIf(terminal)(
  'what a terminal answers, typed or pasted, becomes a manifest of the catalog',
  async () => {
    const answers: [string, string][] = [
      ['Id, such as', 'planner\ngetMe, listTasks\nProduc'],
      ['Category (', 'tivity\n'],
    ];
    const { code, screen } = await atTerminal(answers, '--from-openapi', 'planner.yaml');
    expect(screen).toContain('manifests/planner: 2 operations (getMe, listTasks)');
    expect(screen).toMatch(/planner {2}bronze/);
    expect(screen).not.toContain('not in the catalog');
    expect(code).toBe(0);
    const script =
      "import('@patchbay/registry').then((all) => console.log(all.builtInManifests.map((one) => one.manifest.id).join()))";
    const registry = { cwd: join(root, 'packages/scaffold'), encoding: 'utf8' } as const;
    expect(execFileSync(process.execPath, ['-e', script], registry).trim()).toBe('in-memory,planner');
    const check = spawnSync(process.execPath, ['scripts/generate.ts', '--check'], { cwd: root, encoding: 'utf8' });
    expect(`${check.stdout}${check.stderr}`).toBe('Generated files are fresh.\n');
  },
  600_000,
);

test('what cannot be made is answered with a way on, and the catalog stays as it is', () => {
  const before = [...readIndex(), ...manifests()];
  const full = ['--operations', 'getMe', '--category', 'Cloud'];
  const calls: [RegExp, string[]][] = [
    [/manifests\/in-memory .*(is there|exists)/i, ['in-memory', '--from-openapi', 'planner.yaml', ...full]],
    [/called "magic"/, ['acme', '--from-openapi', 'planner.yaml', ...full, '--auth', 'magic']],
    [/There is no file .*none\.yaml/, ['acme', '--from-openapi', 'none.yaml', ...full]],
    [/JSON|description/, ['acme', '--from-openapi', 'broken.json', ...full]],
  ];
  for (const [sentence, args] of calls) {
    const { status, stderr } = runNew(...args);
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toMatch(/\bat .+:\d+:\d+/);
    expect([status, args]).toEqual([2, args]);
  }
  expect([...readIndex(), ...manifests()]).toEqual(before);
}, 600_000);
