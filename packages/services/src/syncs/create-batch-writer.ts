/** Takes items as they are read and writes them behind. */
export interface BatchWriter<Item> {
  /** Takes items; waits while too many are not written yet. Throws what a write threw. */
  add(items: readonly Item[]): Promise<void>;
  /** Resolves when everything taken is written. Throws what a write threw. */
  flush(): Promise<void>;
  /** Drops what is not written yet and resolves when no write is under way. */
  stop(): Promise<void>;
}

export interface BatchWriterOptions<Item> {
  /** Most that one write takes, in the unit of `sizeOf`; an item larger than that goes alone. */
  maxSize: number;
  /** A write waits until there is so much for it, for `lingerMs` at most. Default: it begins at once. */
  minSize?: number;
  lingerMs?: number;
  /** Default: each item counts as one. */
  sizeOf?: (item: Item) => number;
}

/**
 * Writes while the next page is being read: one write at a time, in order. What comes in meanwhile goes into the next write, so that
 * writes grow, up to `maxSize`, when they are slower than reading. A write that waits for more costs the database less by the item.
 */
export function createBatchWriter<Item>(
  write: (items: Item[]) => Promise<void>,
  { maxSize, minSize = 0, lingerMs = 0, sizeOf = () => 1 }: BatchWriterOptions<Item>,
): BatchWriter<Item> {
  let waiting: Item[] = [];
  let waitingSize = 0;
  let writing: Promise<void> | null = null;
  let failure: { error: unknown } | null = null;
  /** What waits is written although it is little: it has waited long enough, or nothing more comes. */
  let isDue = false;
  let lingering: NodeJS.Timeout | null = null;

  function takeNext(): Item[] {
    let count = 0;
    let size = 0;
    for (const item of waiting) {
      if (count > 0 && size + sizeOf(item) > maxSize) break;
      size += sizeOf(item);
      count += 1;
    }
    const items = waiting.slice(0, count);
    waiting = waiting.slice(count);
    waitingSize -= size;
    return items;
  }

  function writeNext(): void {
    writing = null;
    if (waiting.length === 0 || failure) return;
    if (waitingSize < minSize && !isDue) {
      lingering ??= setTimeout(writeNow, lingerMs);
      return;
    }
    if (lingering) clearTimeout(lingering);
    lingering = null;
    isDue = false;
    writing = write(takeNext())
      .catch((error: unknown) => {
        failure = { error };
      })
      .then(writeNext);
  }

  function writeNow(): void {
    isDue = true;
    lingering = null;
    if (!writing) writeNext();
  }

  function throwFailure(): void {
    if (failure) throw failure.error;
  }

  return {
    async add(items) {
      throwFailure();
      waiting = waiting.concat(items);
      for (const item of items) waitingSize += sizeOf(item);
      if (!writing) writeNext();
      while (writing && waitingSize >= maxSize) await writing;
      throwFailure();
    },
    async flush() {
      while (waiting.length > 0 && !failure) {
        writeNow();
        await writing;
      }
      while (writing) await writing;
      throwFailure();
    },
    async stop() {
      if (lingering) clearTimeout(lingering);
      waiting = [];
      waitingSize = 0;
      while (writing) await writing;
    },
  };
}
