export interface TickerOptions {
  /** Pause between two ticks, in milliseconds. */
  everyMs: number;
  tick(): Promise<unknown>;
  /** Told what a tick threw; the next one comes all the same. */
  onError(error: unknown): void;
}

export interface Ticker {
  /** Does not wait for the next tick. One that is under way is followed by another. */
  soon(): void;
  /** Ends it; resolves once a tick that is under way has ended. */
  stop(): Promise<void>;
}

/** Does something now and every few seconds, one at a time. */
export function startTicker({ everyMs, tick, onError }: TickerOptions): Ticker {
  let isStopped = false;
  let isWanted = false;
  let timer: NodeJS.Timeout | undefined;
  let isTicking = false;
  let last: Promise<void> = Promise.resolve();

  function run(): void {
    clearTimeout(timer);
    if (isStopped) return;
    if (isTicking) {
      isWanted = true;
      return;
    }
    isWanted = false;
    isTicking = true;
    last = tick()
      .catch(onError)
      .then(() => {
        isTicking = false;
        if (isStopped) return;
        if (isWanted) run();
        else timer = setTimeout(run, everyMs);
      });
  }
  run();

  return {
    soon: run,
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await last;
    },
  };
}
