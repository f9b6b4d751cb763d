import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-cli-verify-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('a folder outside of a clone is watched until Ctrl-C, which ends with the code of the last look', async () => {
  await writeFile(join(folder, 'acme.manifest.ts'), 'export const manifest = ;\n');
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
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
