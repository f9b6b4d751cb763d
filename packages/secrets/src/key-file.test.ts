import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createKeyFile } from './key-file.ts';
import { createKeyRing } from './key-ring.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'patchbay-key-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('makes a key once, closed to others, and reads it afterwards', async () => {
  const file = path.join(folder, 'encryption.key');
  const made = await createKeyFile(file);
  expect(made).toMatchObject({ isNew: true, warning: null });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(createKeyRing(made.spec).ids).toHaveLength(1);
  expect(await createKeyFile(file)).toEqual({ spec: made.spec, isNew: false, warning: null });
});

it('makes one key when several processes start together', async () => {
  const file = path.join(folder, 'raced.key');
  const made = await Promise.all(Array.from({ length: 10 }, () => createKeyFile(file)));
  expect(new Set(made.map(({ spec }) => spec)).size).toBe(1);
  expect(made.filter(({ isNew }) => isNew)).toHaveLength(1);
  expect((await readdir(folder)).filter((name) => name.startsWith('raced.key'))).toEqual(['raced.key']);
});

it('closes a file others could read, and says so', async () => {
  const file = path.join(folder, 'open.key');
  await writeFile(file, 'a:b');
  await chmod(file, 0o644);
  const read = await createKeyFile(file);
  expect(read.spec).toBe('a:b');
  expect(read.warning).toContain('could be read by other users');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readFile(file, 'utf8')).toBe('a:b');
});

it('says what to do when it cannot be made', async () => {
  await expect(createKeyFile(path.join(folder, 'absent', 'x.key'))).rejects.toThrow(
    /cannot be made \(ENOENT\).*set PATCH/,
  );
  await expect(createKeyFile(folder)).rejects.toThrow(/cannot be read \(EISDIR\)/);
});
