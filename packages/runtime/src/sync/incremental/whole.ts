import type { Incremental } from './incremental.ts';

/** Everything is read each time; what differs from the records is the change. */
export function whole(): Incremental {
  return { base: {}, isWhole: true, note: () => {}, cursor: () => null };
}
