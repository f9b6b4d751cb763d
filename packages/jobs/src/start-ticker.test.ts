import { expect, it } from 'vitest';
import { startTicker, type Ticker } from './start-ticker.ts';

it('ticks again and again, one at a time, also after one that threw', async () => {
  let active = 0;
  let most = 0;
  let ticks = 0;
  const errors: unknown[] = [];
  let ticker: Ticker | undefined;
  ticker = startTicker({
    everyMs: 1,
    async tick() {
      active += 1;
      most = Math.max(most, active);
      ticks += 1;
      ticker?.soon();
      await new Promise((resolve) => setImmediate(resolve));
      active -= 1;
      if (ticks === 2) throw new Error('the database went away');
    },
    onError: (error) => errors.push(error),
  });
  await expect.poll(() => ticks, { timeout: 45_000 }).toBeGreaterThan(5);
  await ticker.stop();
  expect([most, active]).toEqual([1, 0]);
  expect(errors).toEqual([new Error('the database went away')]);
});

it('does not wait for the next tick when it is asked, and ends', async () => {
  let ticks = 0;
  const ticker = startTicker({ everyMs: 3_600_000, tick: async () => void ticks++, onError: () => {} });
  await expect.poll(() => ticks).toBe(1);
  ticker.soon();
  await expect.poll(() => ticks).toBe(2);
  const gate = Promise.withResolvers<void>();
  let ended = false;
  const slow = startTicker({ everyMs: 3_600_000, tick: () => gate.promise, onError: () => {} });
  const stopped = slow.stop().then(() => {
    ended = true;
  });
  expect(ended).toBe(false);
  gate.resolve();
  await stopped;
  await ticker.stop();
  ticker.soon();
  expect(ticks).toBe(2);
});
