import { expect, test } from 'vitest';
import { createMemoryRateBudgets } from './memory-rate-budgets.ts';

function create() {
  let now = 1_000_000;
  const waits: number[] = [];
  const budgets = createMemoryRateBudgets({
    clock: { now: () => now },
    async sleep(milliseconds, signal) {
      // Waits for a release are ended by the release, those for a window by the clock.
      if (milliseconds > 50_000)
        return new Promise<void>((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
      waits.push(milliseconds);
      now += milliseconds;
    },
  });
  return { budgets, waits, now: () => now, advance: (ms: number) => (now += ms) };
}

const quota = { key: 'a', limit: 2, windowMs: 10_000 };

test('a window lets its limit through, then makes the next wait for its end', async () => {
  const { budgets, waits, advance } = create();
  await budgets.take([quota], { maxWaitMs: 0 });
  advance(4_000);
  await budgets.take([quota], { maxWaitMs: 0 });
  await budgets.take([quota], { maxWaitMs: 20_000 });
  expect(waits).toEqual([6_000]);
});

test('a wait longer than allowed is refused at once, with the time to come back', async () => {
  const { budgets, waits } = create();
  await budgets.take([quota], { maxWaitMs: 0 });
  await budgets.take([quota], { maxWaitMs: 0 });
  await expect(budgets.take([quota], { maxWaitMs: 9_000 })).rejects.toMatchObject({
    code: 'rate_limited',
    retryAfterSeconds: 10,
  });
  expect(waits).toEqual([]);
});

test('every quota must have room, and none is charged while waiting', async () => {
  const { budgets } = create();
  const small = { key: 'b', limit: 1, windowMs: 5_000 };
  await budgets.take([quota, small], { maxWaitMs: 0 });
  await expect(budgets.take([quota, small], { maxWaitMs: 0 })).rejects.toThrow('rate limit');
  await budgets.take([quota], { maxWaitMs: 0 });
});

test('no more run at once than declared; whoever waits goes next when one is over', async () => {
  const { budgets } = create();
  const one = { key: 'c', concurrency: 1 };
  const release = await budgets.take([one], { maxWaitMs: 0 });
  const order: string[] = [];
  const second = budgets.take([one], { maxWaitMs: 60_000 }).then((next) => {
    order.push('second');
    return next;
  });
  const third = budgets.take([one], { maxWaitMs: 60_000 }).then(() => order.push('third'));
  await new Promise((resolve) => setImmediate(resolve));
  expect(order).toEqual([]);
  release();
  release();
  const next = await second;
  await new Promise((resolve) => setImmediate(resolve));
  expect(order).toEqual(['second']);
  next();
  await third;
});

test('whoever gives up while waiting takes no place', async () => {
  const { budgets } = create();
  const one = { key: 'd', concurrency: 1 };
  const release = await budgets.take([one], { maxWaitMs: 0 });
  const stop = new AbortController();
  const gone = budgets.take([one], { maxWaitMs: 60_000, signal: stop.signal });
  const stays = budgets.take([one], { maxWaitMs: 60_000 });
  stop.abort(new Error('enough'));
  await expect(gone).rejects.toThrow('enough');
  release();
  await stays;
});

test('what the provider says corrects the budget, downwards only', async () => {
  const { budgets, now } = create();
  await budgets.take([quota], { maxWaitMs: 0 });
  budgets.observe('a', { limit: 2, remaining: 2 });
  await budgets.take([quota], { maxWaitMs: 0 });
  await expect(budgets.take([quota], { maxWaitMs: 0 })).rejects.toThrow('rate limit');
  budgets.observe('e', { remaining: 0, resetAt: now() + 3_000 });
  await expect(budgets.take([{ key: 'e' }], { maxWaitMs: 1_000 })).rejects.toMatchObject({ retryAfterSeconds: 3 });
});

test('nothing passes a block before its end', async () => {
  const { budgets, now, waits } = create();
  budgets.block('f', now() + 2_000);
  await budgets.take([{ key: 'f' }], { maxWaitMs: 5_000 });
  expect(waits).toEqual([2_000]);
});
