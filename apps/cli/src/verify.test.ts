import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-cli-verify-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('a folder outside of a clone is watched until Ctrl-C, which ends with the code of the last look', async () => {
  await writeFile(join(folder, 'acme.manifest.ts'), 'export const manifest = ;\n');
  const child = spawn(process.execPath, [main, 'verify', '.', '--watch'], { cwd: folder, env: {} });
  let text = '';
  for await (const chunk of child.stdout) {
    text += String(chunk);
    if (text.includes('Ctrl-C ends.')) break;
  }
  const ended = once(child, 'exit');
  child.kill('SIGINT');
  expect(await ended).toEqual([1, null]);
  expect(text).toContain('schema · ./acme.manifest.ts:1');
  expect(text).toMatch(/acme invalid, 1 error, /);
});

const good = "export const manifest = { schema: 1, id: 'x' };\n";
const hostile: Record<string, string | Buffer> = {
  'syntax-error': 'export const manifest = ;\n',
  'thrown-exception': `${good}throw new Error('no');\n`,
  'endless-loop': `while (true);\n${good}`,
  'wait-without-end': `await new Promise(() => {});\n${good}`,
  'ten-megabytes': `// ${'x'.repeat(10_000_000)}\n${good}`,
  prototype: "export const manifest = { '__proto__': { a: 1 } };\n",
  getter: 'export const manifest = { get schema() { return 1; } };\n',
  'process-exit': `process.exit(0);\n${good}`,
  'fetch-at-import': `await fetch('http://127.0.0.1:9/');\n${good}`,
  'reads-environment': 'export const manifest = { id: process.env.PATH };\n',
  'starts-process': `import { execSync } from 'node:child_process';\nexecSync('touch written');\n${good}`,
  'writes-file': `import { writeFileSync } from 'node:fs';\nwriteFileSync('written', '');\n${good}`,
  'starts-thread': `import { Worker } from 'node:worker_threads';\nnew Worker('postMessage(1)', { eval: true });\n${good}`,
  'opens-socket': `new WebSocket('ws://127.0.0.1:9');\n${good}`,
  'outer-module': `import zod from '../../node_modules/zod/index.js';\n${good}`,
  'imports-itself': `import { manifest as again } from './imports-itself.manifest.ts';\n${good}`,
  'a-proxy': 'export const manifest = new Proxy({}, {});\n',
  'deep-brackets': `export const manifest = ${'['.repeat(100_000)}${']'.repeat(100_000)};\n`,
  'types-upon-types': `export const manifest = {} ${'as any '.repeat(50_000)};\n`,
  'null-bytes': Buffer.from([0, 0, 0, 10]),
  'other-encoding': Buffer.from(good, 'utf16le'),
  'no-object': 'export const manifest = 1;\n',
};

test('folders that mean harm are told one by one, and neither stop nor use the command', async () => {
  for (const [id, text] of Object.entries(hostile)) {
    await mkdir(join(folder, 'mine', id), { recursive: true });
    await writeFile(join(folder, 'mine', id, `${id}.manifest.ts`), text);
  }
  for (const id of ['a-pipe', 'a-folder', 'a-lost-link']) await mkdir(join(folder, 'mine', id));
  execFileSync('mkfifo', [join(folder, 'mine/a-pipe/a-pipe.manifest.ts')]);
  await mkdir(join(folder, 'mine/a-folder/a-folder.manifest.ts'));
  await symlink('/nowhere', join(folder, 'mine/a-lost-link/a-lost-link.manifest.ts'));

  const verify = [main, 'verify', './mine', '--json'];
  const { status, stdout, stderr } = spawnSync(process.execPath, verify, { cwd: folder, env: {}, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  const { manifests, problems } = JSON.parse(stdout) as Record<'manifests' | 'problems', Record<string, string>[]>;
  const ids = [...Object.keys(hostile), 'a-pipe', 'a-folder', 'a-lost-link'].sort();
  expect(manifests.map(({ id }) => id).sort()).toEqual(ids);
  expect(new Set(manifests.map(({ level }) => level))).toEqual(new Set(['invalid']));
  for (const id of ids)
    expect(
      problems.filter(({ file }) => file?.includes(`/${id}.manifest.ts`)),
      id,
    ).not.toEqual([]);
  expect(existsSync(join(folder, 'written'))).toBe(false);
});
