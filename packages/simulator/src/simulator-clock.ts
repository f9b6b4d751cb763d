import type { Clock } from '@patchbay/runtime';

/** The time of the simulated providers. It goes on with the machine's and can be moved. */
export interface SimulatorClock extends Clock {
  /** Moves on by milliseconds; back with a negative number. */
  advance(milliseconds: number): void;
  /** Jumps to a moment, in milliseconds since 1970. */
  set(moment: number): void;
}

/** `base`: what goes on by itself. Default: the machine's clock. */
export function createSimulatorClock(base: Clock = { now: () => Date.now() }): SimulatorClock {
  let offset = 0;
  const now = () => base.now() + offset;
  return {
    now,
    advance(milliseconds) {
      offset += milliseconds;
    },
    set(moment) {
      offset += moment - now();
    },
  };
}
