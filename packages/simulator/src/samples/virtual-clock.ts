import type { Clock, Sleep } from '@patchbay/runtime';

/** A clock that stands still until somebody sleeps, and a sleep that takes no time. */
export interface VirtualClock {
  clock: Clock;
  sleep: Sleep;
  /** Milliseconds slept so far. */
  sleptMs(): number;
}

export function createVirtualClock(startMs: number): VirtualClock {
  let now = startMs;
  return {
    clock: { now: () => now },
    sleptMs: () => now - startMs,
    async sleep(milliseconds, signal) {
      signal?.throwIfAborted();
      now += milliseconds;
      // Let what is under way go on, as a real wait would.
      await new Promise((resolve) => setImmediate(resolve));
      signal?.throwIfAborted();
    },
  };
}
