'use client';
import { useSyncExternalStore } from 'react';

const tickMs = 10_000;
const listeners = new Set<() => void>();
let now = 0;
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const notify of listeners) notify();
  }, tickMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
      now = 0;
    }
  };
}

function read(): number {
  if (now === 0 || Date.now() - now > tickMs) now = Date.now();
  return now;
}

/** The time, moving every ten seconds for the whole page at once; null while the page is not yet alive. */
export function useNow(): number | null {
  return useSyncExternalStore(subscribe, read, () => null);
}
