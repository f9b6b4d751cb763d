import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';

/** A process under measurement. */
export interface Child {
  process: ChildProcess;
  /** The match of the ready line. */
  ready: RegExpMatchArray;
  /** Milliseconds from start to the ready line. */
  readyMs: number;
  /** Present and highest resident memory, in MiB. */
  memory(): { nowMiB: number; peakMiB: number };
  stop(): Promise<void>;
}

/** Starts a Node script and waits for the line that says it is ready. Rejects with its output when it ends before. */
export function startChild(script: string, args: string[], ready: RegExp, env: NodeJS.ProcessEnv = {}): Promise<Child> {
  const started = performance.now();
  const child = spawn(process.execPath, [script, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  return new Promise((resolve, reject) => {
    const read = (chunk: Buffer) => {
      if (output.length > 100_000) return;
      output += chunk.toString();
      const match = output.match(ready);
      if (match)
        resolve({
          process: child,
          ready: match,
          readyMs: performance.now() - started,
          memory: () => memoryOf(child.pid ?? 0),
          stop: () => stop(child),
        });
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('exit', (code) => reject(new Error(`${script} ended with ${code} before it was ready:\n${output}`)));
  });
}

function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}

/** From /proc; zeros where there is none. */
function memoryOf(pid: number): { nowMiB: number; peakMiB: number } {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const read = (name: string) => Math.round(Number(status.match(new RegExp(`${name}:\\s+(\\d+)`))?.[1] ?? 0) / 1024);
    return { nowMiB: read('VmRSS'), peakMiB: read('VmHWM') };
  } catch {
    return { nowMiB: 0, peakMiB: 0 };
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
