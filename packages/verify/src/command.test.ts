import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runVerifyCommand } from './command.ts';
import { changedManifests } from './repository/changed-manifests.ts';
import { toFolder } from './sample.ts';

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'patchbay-verify-'));
  const good = toFolder({});
  const bad = toFolder({
    id: 'other-forge',
    change: (manifest) => ({ ...manifest, id: 'other-forge', name: 'Other Forge', capabilities: ['health'] }),
  });
  for (const { folder, files } of [good, bad])
    for (const [name, text] of files) {
      const path = join(root, folder, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
    }
});
afterAll(() => rm(root, { recursive: true }));

async function run(...argv: string[]) {
  const written = { out: '', error: '' };
  const code = await runVerifyCommand(root, argv, {
    out: (text) => {
      written.out += text;
    },
    error: (text) => {
      written.error += text;
    },
  });
  return { code, ...written };
}

test('a manifest that obeys every rule is bronze, with the evidence that silver lacks', async () => {
  const { code, out } = await run('example-forge');
  expect(out).toMatch(/example-forge {2}bronze: silver needs mutations-silver, which fails/);
  expect(out).not.toContain('--mutations --write');
  expect(out).toContain('1 manifest, 0 errors');
  const { out: forSilver } = await run('example-forge', '--level', 'silver');
  expect(forSilver).toContain('run `pnpm verify example-forge --mutations --write`');
  expect(code).toBe(0);
});

test('--json prints manifests with id, level and canonical manifest, and the problems', async () => {
  const { code, out } = await run('example-forge', 'other-forge', '--json');
  const report = JSON.parse(out) as { manifests: Record<string, unknown>[]; problems: Record<string, unknown>[] };
  expect(Object.keys(report)).toEqual(['manifests', 'problems']);
  expect(report.manifests.map(({ id, level }) => [id, level])).toEqual([
    ['example-forge', 'bronze'],
    ['other-forge', 'unlisted'],
  ]);
  expect(report.manifests.map((item) => Object.keys(item))).toEqual([
    ['id', 'level', 'manifest'],
    ['id', 'level', 'manifest'],
  ]);
  expect(Object.keys(report.manifests[0]?.manifest as object)).toEqual(
    Object.keys(report.manifests[0]?.manifest as object).sort(),
  );
  expect(report.problems.filter(({ severity }) => severity === 'error')[0]).toMatchObject({
    rule: 'capabilities',
    manifest: 'other-forge',
    severity: 'error',
    line: 17,
  });
  expect(code).toBe(1);
});

test.each([
  [['exampel-forge'], 'did you mean "example-forge"?'],
  [['--jsn'], "Unknown option '--jsn'"],
  [['--explain', 'pagnation'], 'did you mean "pagination"?'],
])('%s is answered with a way on', async (argv, message) => {
  const { code, error } = await run(...argv);
  expect(error).toContain(message);
  expect(code).toBe(2);
});

test('--explain says what a rule wants, and that a planned one is not built', async () => {
  expect((await run('--explain', 'pagination')).out).toContain('only the first page is read');
  expect((await run('--explain', 'live-canary')).out).toContain('not built yet');
});

test('--mutations --write keeps a score, which is silver until something changes', async () => {
  const { code, out } = await run('example-forge', '--mutations', '--write');
  expect(out).toContain('changes were noticed');
  expect(code).toBe(0);
  const evidence = join(root, 'manifests/example-forge/evidence.json');
  try {
    expect((await run('example-forge', '--level', 'silver')).code).toBe(0);
    await writeFile(evidence, (await readFile(evidence, 'utf8')).replace(/"hash": ".*"/, '"hash": "another"'));
    const { out: stale } = await run('example-forge', '--level', 'silver');
    expect(stale).toMatch(/of another state of manifest, contract, fixtures or mutators/);
  } finally {
    await rm(evidence);
  }
});

test('--github prints annotations that show beside the lines, and --sarif what editors read', async () => {
  const { out } = await run('other-forge', '--github');
  expect(out).toMatch(
    /^::error file=manifests\/other-forge\/other-forge\.manifest\.ts,line=\d+,title=capabilities::.*%0Afix: /m,
  );
  const sarif = JSON.parse((await run('other-forge', '--sarif')).out) as {
    runs: { results: { ruleId: string; locations: object[] }[]; tool: { driver: { rules: { id: string }[] } } }[];
  };
  const [first] = sarif.runs;
  expect(first?.results.map(({ ruleId }) => ruleId)).toContain('capabilities');
  expect(first?.tool.driver.rules.map(({ id }) => id)).toContain('capabilities');
});

test('--level fails below the level asked for, and says what is missing', async () => {
  expect((await run('example-forge', '--level', 'bronze')).code).toBe(0);
  const silver = await run('example-forge', '--level', 'silver');
  expect(silver).toMatchObject({
    code: 1,
    error: expect.stringMatching(/example-forge is bronze, and silver is asked for: silver needs/),
  });
  expect(await run('example-forge', '--level', 'sliver')).toMatchObject({
    code: 2,
    error: expect.stringContaining('"silver"'),
  });
});

test('--changed verifies what differs from a branch, and all when what they are read with was changed', async () => {
  const git = (...args: string[]) =>
    execFileSync(
      'git',
      ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false', ...args],
      { cwd: root },
    );
  expect((await run('--changed', 'main')).code).toBe(2);
  git('init', '-q', '-b', 'main');
  git('add', '-A');
  git('commit', '-q', '-m', 'a');
  expect(await run('--changed', 'main')).toMatchObject({ code: 0, out: 'No manifest was changed.\n' });
  await writeFile(join(root, 'manifests/example-forge/note.txt'), 'x');
  const { out } = await run('--changed', 'main');
  expect(out).toContain('1 manifest');
  expect(out).toContain('example-forge');
  await rm(join(root, 'manifests/example-forge/note.txt'));
  await mkdir(join(root, 'packages/runtime/src'), { recursive: true });
  await writeFile(join(root, 'packages/runtime/src/a.ts'), '');
  expect(await changedManifests(root, 'main')).toBeNull();
  await rm(join(root, 'packages'), { recursive: true });
});

test('what gold lacks is no problem of a run, and is shown where gold is asked for', async () => {
  expect((await run('example-forge')).out).toContain('0 errors, 0 warnings');
  const { code, out } = await run('example-forge', '--level', 'gold');
  expect(out).toContain('live-attestation (warning) · manifests/example-forge/attestations.jsonl:1');
  expect(out).toContain('0 of 7 fixtures are recorded');
  expect(code).toBe(1);
});

test('--timings says how long each took, and --fix says on the side what it did where programs read', async () => {
  const { out } = await run('example-forge', '--json', '--timings');
  const [manifest] = (JSON.parse(out) as { manifests: { durationMs: unknown }[] }).manifests;
  expect(manifest?.durationMs).toEqual(expect.any(Number));
  expect((await run('example-forge', '--timings')).out).toMatch(/\nexample-forge {2}\d+\.\d\d s\n$/);
  const fixture = join(root, 'manifests/example-forge/fixtures/test.json');
  const text = await readFile(fixture, 'utf8');
  await writeFile(fixture, text.replaceAll(/\n\s*/g, ''));
  const fixed = await run('example-forge', '--json', '--fix');
  expect(JSON.parse(fixed.out)).toMatchObject({ problems: [] });
  expect(fixed.error).toBe('fixed · manifests/example-forge/fixtures/test.json: is formatted\n');
  expect(await readFile(fixture, 'utf8')).toBe(text);
});
