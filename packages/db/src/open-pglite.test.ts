import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it as plainIt } from 'vitest';
import { createDb, type Database, isSetUp } from './index.ts';

/** These open PGlite whatever the project, so once is enough. */
const it = plainIt.runIf(process.env.PATCHBAY_TEST_DATABASE === 'pglite');

let root: string;
const opened: Database[] = [];
const index = fileURLToPath(new URL('./index.ts', import.meta.url));

beforeAll(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'patchbay-folder-'));
});
afterAll(async () => {
  for (const db of opened) await db.close();
  await rm(root, { recursive: true, force: true });
});

async function open(dataDir: string): Promise<Database> {
  const db = await createDb({ dataDir });
  opened.push(db);
  return db;
}

/** Another process that opens the folder, prints `open` and stays. */
async function openElsewhere(dataDir: string): Promise<ChildProcess> {
  const script = `const { createDb } = await import(${JSON.stringify(index)});
    const db = await createDb({ dataDir: ${JSON.stringify(dataDir)} });
    await db.migrate();
    console.log('open');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

it('makes the folder and its parents, and keeps what was written', async () => {
  const dataDir = path.join(root, 'deep', 'down', 'db');
  const db = await open(dataDir);
  await db.migrate();
  await db.close();
  const again = await open(dataDir);
  expect(await isSetUp(again.orm)).toBe(false);
});

it('refuses a second opening, by this process or another, and takes over from a killed one', async () => {
  const dataDir = path.join(root, 'shared');
  const child = await openElsewhere(dataDir);
  const refused = open(dataDir);
  await expect(refused).rejects.toMatchObject({ code: 'conflict' });
  await expect(refused).rejects.toThrow(`in use by process ${child.pid}. Stop that one, or set PATCHBAY_DATA_DIR`);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const db = await open(dataDir);
  expect(await isSetUp(db.orm)).toBe(false);
  await expect(open(dataDir)).rejects.toThrow(`in use by process ${process.pid}`);
});

it('lets one of several in when a lock is stale', async () => {
  const dataDir = path.join(root, 'raced');
  await (await open(dataDir)).close();
  await writeFile(
    `${dataDir}.lock`,
    JSON.stringify({ token: 'x', pid: 2 ** 30, host: os.hostname(), processStart: '1' }),
  );
  const attempts = await Promise.allSettled([open(dataDir), open(dataDir), open(dataDir)]);
  expect(attempts.map((attempt) => attempt.status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected']);
});

it('respects a holder on another host while it shows signs of life', async () => {
  const dataDir = path.join(root, 'elsewhere');
  const lock = `${dataDir}.lock`;
  await writeFile(lock, JSON.stringify({ token: 'x', pid: process.pid, host: 'another', processStart: null }));
  await expect(open(dataDir)).rejects.toThrow(`in use by process ${process.pid} on another`);
  const longAgo = new Date(Date.now() - 60_000);
  await utimes(lock, longAgo, longAgo);
  await (await open(dataDir)).close();
  await expect(readFile(lock)).rejects.toThrow('ENOENT');
});

it('says what is in the way', async () => {
  const file = path.join(root, 'file');
  await writeFile(file, '');
  await expect(open(file)).rejects.toThrow('a file is in its way');
  await expect(open(path.join(file, 'below'))).rejects.toThrow('a file is in its way');
});

plainIt.runIf(process.platform === 'linux')('says that a folder is read-only', async () => {
  await expect(open('/sys/patchbay')).rejects.toThrow('/sys/patchbay cannot be made: it is read-only for this user');
  await expect(open('/proc/patchbay')).rejects.toThrow('/proc/patchbay cannot be made');
});
