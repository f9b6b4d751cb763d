import { type ChildProcess, spawn } from 'node:child_process';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { cleanUpOnExit, waitForExit } from '../process/clean-up-on-exit.ts';
import { findBinary } from '../process/find-binary.ts';
import { findFreePort } from '../process/free-port.ts';

/** A real Redis that keeps nothing on disk. */
export interface Redis {
  url: string;
  /** Ends it, as a crash would. */
  kill(): Promise<void>;
  /** Starts an empty one on the same port. */
  start(): Promise<void>;
}

/** The reason to skip tests that need Redis, or null when they can run. On CI a missing binary has to fail. */
export function reasonToSkipRedis(env: Record<string, string | undefined> = process.env): string | null {
  if (env.CI || findBinary('redis-server')) return null;
  return 'redis-server is not installed (Debian: apt-get install redis-server), so the tests with a real Redis are skipped.';
}

/** Starts a Redis of its own on a free port of this machine. */
export async function startRedis(): Promise<Redis> {
  const binary = findBinary('redis-server');
  if (!binary) throw new Error('redis-server is not installed (Debian: apt-get install redis-server).');
  const port = await findFreePort();
  let child: ChildProcess | null = null;
  cleanUpOnExit(() => child?.kill('SIGKILL'));

  async function start(): Promise<void> {
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    const started = spawn(binary ?? '', args, { stdio: 'ignore' });
    child = started;
    while (!(await answers(port))) {
      if (started.exitCode !== null) throw new Error(`redis-server ended with the code ${started.exitCode}.`);
      await delay(20);
    }
  }
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    start,
    async kill() {
      if (!child) return;
      child.kill('SIGKILL');
      await waitForExit(child);
      child = null;
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
