import type { Clock } from '@patchbay/runtime';
import type { Fault } from './fault.ts';

/** The faults that are switched on. */
export interface FaultList {
  add(fault: Fault): void;
  list(): Fault[];
  clear(): void;
  /** The first that is meant for a request; it counts as one time. `resetsAt`: when its wait is over. */
  take(provider: string, operations: readonly string[]): { fault: Fault; resetsAt: number } | null;
}

export const usualWaitSeconds = 30;

export function createFaultList(clock: Clock): FaultList {
  let faults: { fault: Fault; left: number; resetsAt: number }[] = [];
  const isOver = ({ fault, left, resetsAt }: (typeof faults)[number]) =>
    left <= 0 || (fault.times === undefined && fault.wait !== undefined && clock.now() >= resetsAt);
  return {
    add(fault) {
      const resetsAt = clock.now() + (fault.wait ?? usualWaitSeconds) * 1000;
      faults.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY, resetsAt });
    },
    list() {
      faults = faults.filter((one) => !isOver(one));
      return faults.map(({ fault, left }) => ({ ...fault, ...(Number.isFinite(left) && { times: left }) }));
    },
    clear() {
      faults = [];
    },
    take(provider, operations) {
      faults = faults.filter((one) => !isOver(one));
      const found = faults.find(
        ({ fault }) =>
          (fault.provider === undefined || fault.provider === provider) &&
          (fault.operation === undefined || operations.includes(fault.operation)),
      );
      if (!found) return null;
      found.left -= 1;
      return { fault: found.fault, resetsAt: found.resetsAt };
    },
  };
}
