import { setTimeout as wait } from 'node:timers/promises';
import type { Sleep } from '../types.ts';

/** Waits on real time. */
export const sleep: Sleep = async (milliseconds, signal) => {
  signal?.throwIfAborted();
  try {
    await wait(milliseconds, undefined, signal ? { signal } : {});
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
};
