import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runVerifyCommand } from './command.ts';
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
  expect(out).toMatch(/example-forge {2}bronze: silver needs .*, not yet checked/);
  expect(out).toContain('1 manifests, 0 errors');
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
  expect(report.problems[0]).toMatchObject({
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
  expect((await run('--explain', 'hostile-pagination')).out).toContain('not built yet');
});
