export interface Repeating {
  /** Works again as soon as the work at hand is done. */
  wake(): void;
  /** Lets the work at hand end, and does no more. */
  stop(): Promise<void>;
}

export interface RepeatOptions {
  /** Does some work; true asks for more at once. */
  work(): Promise<boolean>;
  /** Longest pause, in milliseconds: being woken is only faster. */
  pollMs: number;
  onError(error: unknown): void;
}

/** Does the same work again and again, one turn at a time: when woken, and now and then without it. */
export function repeat({ work, pollMs, onError }: RepeatOptions): Repeating {
  let isStopped = false;
  let isWanted = false;
  let running: Promise<void> | null = null;

  async function run(): Promise<void> {
    do {
      isWanted = false;
      try {
        if (await work()) isWanted = true;
      } catch (error) {
        // The next poll tries again; at once would only hurry what is broken.
        onError(error);
        return;
      }
    } while (isWanted && !isStopped);
  }

  function wake(): void {
    if (isStopped) return;
    isWanted = true;
    running ??= run().finally(() => {
      running = null;
    });
  }

  const timer = setInterval(wake, pollMs);
  return {
    wake,
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
