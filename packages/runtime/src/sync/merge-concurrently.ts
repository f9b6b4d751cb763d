type Source<Value> = AsyncGenerator<Value, void, void>;

/**
 * Reads several sources at once, at most `concurrency` of them, and gives what they yield as it comes. A source is taken when
 * there is room for it. The first failure ends all; nothing goes on in the background.
 */
export async function* mergeConcurrently<Value>(
  sources: AsyncGenerator<Source<Value>, void, void>,
  concurrency: number,
): AsyncGenerator<Value, void, void> {
  const running = new Map<Source<Value>, Promise<{ source: Source<Value>; result: IteratorResult<Value, void> }>>();
  const pull = (source: Source<Value>) => {
    const step = source.next().then((result) => ({ source, result }));
    // A failure is seen when its turn comes in the race; until then it must not count as unhandled.
    step.catch(() => {});
    running.set(source, step);
  };
  let hasMore = true;
  try {
    for (;;) {
      while (hasMore && running.size < concurrency) {
        const next = await sources.next();
        if (next.done) hasMore = false;
        else pull(next.value);
      }
      if (running.size === 0) return;
      const { source, result } = await Promise.race(running.values());
      if (!result.done) yield result.value;
      running.delete(source);
      // Behind the others in the order of the race, so that one fast source does not starve them.
      if (!result.done) pull(source);
    }
  } finally {
    const open = [...running.entries()];
    await Promise.allSettled(open.map(([, step]) => step));
    await Promise.allSettled([...open.map(([source]) => source.return()), sources.return()]);
  }
}
