const longestTimer = 2 ** 31 - 1;

export interface WaitOptions {
  /** Of the caller; its reason is thrown. */
  signal: AbortSignal | undefined;
  /** Longest wait, in milliseconds; Infinity without a deadline. */
  remainingMs: number;
  /** What to throw when the time is up. */
  timeout(): Error;
}

/** Waits for what somebody else is doing, no longer than this caller may. The work itself goes on. */
export function waitWithin<Value>(work: Promise<Value>, options: WaitOptions): Promise<Value> {
  const { signal, remainingMs, timeout } = options;
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const fail = () => reject(signal?.aborted ? signal.reason : timeout());
    const timer = setTimeout(fail, Math.min(longestTimer, Math.max(0, remainingMs)));
    const settle = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', fail);
    };
    signal?.addEventListener('abort', fail, { once: true });
    work.then(
      (value) => {
        settle();
        resolve(value);
      },
      (error: unknown) => {
        settle();
        reject(error);
      },
    );
  });
}
