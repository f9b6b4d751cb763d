// For tests of what is left when a process is killed: a database that one process after the other opens, and the processes.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createDb, type Database } from '@patchbay/db';
import { createPostgresDatabase, removeFolder } from '@patchbay/testing';

/** A database that outlives the process that has it open; the embedded one lets one process in at a time. */
export interface KillableDatabase {
  /** For `openKillable` in a script. */
  env: Record<string, string>;
  /** Opens and migrates it. */
  open(): Promise<Database>;
  /** Opens it for some work and closes it again. */
  use<Result>(work: (db: Database) => Promise<Result>): Promise<Result>;
  remove(): Promise<void>;
}

/** Makes one, on PGlite or PostgreSQL as the vitest project says. */
export async function createKillableDatabase(): Promise<KillableDatabase> {
  const isPostgres = process.env.PATCHBAY_TEST_DATABASE === 'postgres';
  const postgres = isPostgres ? await createPostgresDatabase(process.env.TEST_DATABASE_URL ?? '') : null;
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-killable-'));
  const where = postgres ? { url: postgres.url } : { dataDir: join(folder, 'database') };
  async function open(): Promise<Database> {
    const db = await createDb(where);
    await db.migrate();
    return db;
  }
  return {
    env: {
      ...('url' in where ? { TEST_URL: where.url } : { TEST_FOLDER: where.dataDir }),
      // Fifty starts of one script: compiling it takes longer than what it does.
      NODE_COMPILE_CACHE: join(folder, 'compiled'),
    },
    open,
    async use(work) {
      const db = await open();
      try {
        return await work(db);
      } finally {
        await db.close();
      }
    },
    async remove() {
      await postgres?.drop();
      removeFolder(folder);
    },
  };
}

/** How a process ended, and what it wrote: a script writes only what a test should hear of. */
export interface Ended {
  signal: string | null;
  output: string;
}

/** Starts a script of this folder as a process of its own. */
export function startScript(name: string, env: Record<string, string>): { child: ChildProcess; ended: Promise<Ended> } {
  const script = fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(String(chunk)));
  const ended = new Promise<Ended>((resolve) =>
    child.once('close', (_code, signal) => resolve({ signal, output: output.join('') })),
  );
  return { child, ended };
}

/** What a test expects of a process it had killed. */
export const killed: Ended = { signal: 'SIGKILL', output: '' };
