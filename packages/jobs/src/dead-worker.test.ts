import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createDb, type Database, type DatabaseOptions } from '@patchbay/db';
import { createTestDb } from '@patchbay/db/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestLogger, startTestJobs } from './testing.ts';

let options: DatabaseOptions;
let cleanUp: () => Promise<unknown>;

beforeAll(async () => {
  if (process.env.PATCHBAY_TEST_DATABASE === 'postgres') {
    const db = await createTestDb();
    if (db.kind !== 'postgres') throw new Error('not PostgreSQL');
    options = { url: db.url };
    cleanUp = () => db.close();
  } else {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'patchbay-jobs-'));
    options = { dataDir: path.join(folder, 'db') };
    cleanUp = () => rm(folder, { recursive: true, force: true });
  }
});
afterAll(() => cleanUp());

/** Another process that takes a job, prints `taken` and never ends it. */
const script = `
  const [db, jobs] = await Promise.all([import('@patchbay/db'), import(${JSON.stringify(fileURLToPath(new URL('./testing.ts', import.meta.url)))})]);
  const opened = await db.createDb(JSON.parse(process.argv[1]));
  const logger = { debug() {}, info() {}, warn() {}, error() {} };
  const queue = await jobs.startTestJobs({ db: opened, logger }, () => {
    console.log('taken');
    return new Promise(() => {});
  });
  await queue.queue.enqueue(jobs.syncJob('run_orphan'));
`;

it('gives the job of a killed worker to another', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, JSON.stringify(options)], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
  const db: Database = await createDb(options);
  const taken: string[] = [];
  const { logger } = createTestLogger();
  const jobs = await startTestJobs({ db, logger }, async ({ runId }) => taken.push(runId));
  try {
    await expect.poll(() => taken, { timeout: 50_000, interval: 200 }).toEqual(['run_orphan']);
  } finally {
    await jobs.stop(0);
    await db.close();
  }
});
