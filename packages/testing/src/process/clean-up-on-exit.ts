import type { ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';

const cleanUps = new Set<() => void>();
let isListening = false;

/**
 * Runs `cleanUp` when this process ends, so that an aborted test leaves no process and no folder behind.
 * Answers with what takes it off the list again. `cleanUp` must be synchronous.
 */
export function cleanUpOnExit(cleanUp: () => void): () => void {
  if (!isListening) {
    isListening = true;
    const runAll = (): void => {
      for (const run of cleanUps) run();
      cleanUps.clear();
    };
    process.once('exit', runAll);
    // A signal ends a process without that event. Clean up, then let it have its way.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => {
        runAll();
        process.kill(process.pid, signal);
      });
    }
  }
  cleanUps.add(cleanUp);
  return () => cleanUps.delete(cleanUp);
}

/** Removes a temporary folder, now. Does nothing when it is gone already. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

/** Sends a signal to a child and to everything it started; the child must have been spawned with `detached: true`. */
export function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Nobody of the group is left.
  }
}

/** Resolves once the child is gone; at once when it already is. */
export function waitForExit(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once('exit', () => resolve()));
}
