/** Takes items as they are read and writes them behind. */
export interface BatchWriter<Item> {
  /** Takes items; waits while too many are not written yet. Throws what a write threw. */
  add(items: readonly Item[]): Promise<void>;
  /** Resolves when everything taken is written. Throws what a write threw. */
  flush(): Promise<void>;
  /** Drops what is not written yet and resolves when no write is under way. */
  stop(): Promise<void>;
}

/**
 * Writes while the next page is being read: one write at a time, in order. What comes in meanwhile goes into the next write, so that
 * writes grow, up to `maxItems`, when they are slower than reading.
 */
export function createBatchWriter<Item>(
  write: (items: Item[]) => Promise<void>,
  { maxItems }: { maxItems: number },
): BatchWriter<Item> {
  let waiting: Item[] = [];
  let writing: Promise<void> | null = null;
  let failure: { error: unknown } | null = null;

  function writeNext(): void {
    if (waiting.length === 0 || failure) {
      writing = null;
      return;
    }
    const items = waiting.slice(0, maxItems);
    waiting = waiting.slice(maxItems);
    writing = write(items)
      .catch((error: unknown) => {
        failure = { error };
      })
      .then(writeNext);
  }

  function throwFailure(): void {
    if (failure) throw failure.error;
  }

  return {
    async add(items) {
      throwFailure();
      waiting = waiting.concat(items);
      if (!writing) writeNext();
      while (writing && waiting.length >= maxItems) await writing;
      throwFailure();
    },
    async flush() {
      while (writing) await writing;
      throwFailure();
    },
    async stop() {
      waiting = [];
      while (writing) await writing;
    },
  };
}
