import { expect, test } from 'vitest';
import { createServiceCache } from './cache.ts';

const connectionOf = ({ of }: { of: string }) => of;
/** Counts how often it is asked, and answers what the test says. */
function reader(of = 'con_1') {
  const state = { reads: 0, release: () => {} };
  return Object.assign(state, {
    read: async () => ({ of, read: ++state.reads }),
    slowly: async () => {
      const value = { of, read: ++state.reads };
      await new Promise<void>((resolve) => {
        state.release = resolve;
      });
      return value;
    },
  });
}

test('what is made of a connection is forgotten with it, and with no other', async () => {
  const cache = createServiceCache();
  const source = reader();
  const load = () => cache.load('webhook-endpoint/a', source.read, { connectionOf });
  expect([await load(), await load()]).toEqual([
    { of: 'con_1', read: 1 },
    { of: 'con_1', read: 1 },
  ]);
  cache.forget('con_2');
  expect((await load())?.read).toBe(1);
  cache.forget('con_1');
  expect((await load())?.read).toBe(2);
  cache.forget('webhook-endpoint/a');
  expect((await load())?.read).toBe(3);
});

test('what is read while its connection changes serves those who asked before the change, and nobody after it', async () => {
  const cache = createServiceCache();
  const source = reader();
  const before = cache.load('webhook-endpoint/a', source.slowly, { connectionOf });
  await Promise.resolve();
  cache.forget('con_1');
  expect((await cache.load('webhook-endpoint/a', source.read, { connectionOf }))?.read).toBe(2);
  source.release();
  expect((await before)?.read).toBe(1);
  expect((await cache.load('webhook-endpoint/a', source.read, { connectionOf }))?.read).toBe(2);
});

test('what made room for others is read again, and forgetting its connection harms nothing', async () => {
  const cache = createServiceCache({ max: 1 });
  const [first, second] = [reader('con_1'), reader('con_2')];
  await cache.load('a', first.read, { connectionOf });
  await cache.load('b', second.read, { connectionOf });
  cache.forget('con_1');
  expect((await cache.load('b', second.read, { connectionOf }))?.read).toBe(1);
  expect((await cache.load('a', first.read, { connectionOf }))?.read).toBe(2);
});
