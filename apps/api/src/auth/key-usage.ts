import type { Clock, Logger } from '@patchbay/services';

export interface KeyUsage {
  /** Notes that a key was used; costs nothing. */
  note(keyId: string): void;
  /** Writes what was noted, and stops the timer. */
  close(): Promise<void>;
}

export interface KeyUsageDeps {
  clock: Clock;
  logger: Logger;
  /** Writes in one statement that these keys were used. */
  write(ids: string[], at: Date): Promise<void>;
  /** How often it is written, in milliseconds. Default: 15 seconds. */
  intervalMs?: number;
}

/** Collects which keys were used and writes it now and then: a call costs no SQL for it. */
export function createKeyUsage({ clock, logger, write, intervalMs = 15_000 }: KeyUsageDeps): KeyUsage {
  let used = new Set<string>();
  const flush = async () => {
    if (used.size === 0) return;
    const ids = [...used];
    used = new Set();
    try {
      await write(ids, new Date(clock.now()));
    } catch (error) {
      // Only the time of last use is lost; the next use writes it again.
      logger.warn({ err: error }, 'could not note when API keys were used');
    }
  };
  const timer = setInterval(() => void flush(), intervalMs);
  timer.unref();
  return {
    note: (keyId) => void used.add(keyId),
    async close() {
      clearInterval(timer);
      await flush();
    },
  };
}
