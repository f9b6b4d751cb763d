import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Redis, reasonToSkipRedis, startRedis } from '@patchbay/testing';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { createServe, json } from '../testing/serve.ts';
import { withOperation } from '../testing/test-manifest.ts';
import { createTarget, createTestRuntime } from '../testing/test-runtime.ts';
import { createMemoryRateBudgets } from './memory-rate-budgets.ts';
import { type OpenedRedis, openRedis } from './open-redis.ts';
import type { BudgetQuota, RateBudgets } from './rate-budgets.ts';
import { createRedisRateBudgets } from './redis-rate-budgets.ts';
import { sleep } from './sleep.ts';

const serve = createServe();
const skipped = reasonToSkipRedis();
if (skipped) process.stderr.write(`${skipped}\n`);

describe.skipIf(skipped)('with a real Redis', () => {
  let redis: Redis;
  const opened: OpenedRedis[] = [];
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((each) => each.close()));
  });
  afterAll(() => redis?.kill());

  const quota = (more: Omit<BudgetQuota, 'key'>): BudgetQuota => ({ key: randomUUID(), ...more });

  /** What one process has: its own connection, and its own clock. */
  async function startProcess({ clockOffMs = 0 } = {}) {
    const logged: string[] = [];
    const log = (_data: object, message = '') => void logged.push(message);
    const logger = { debug: () => {}, info: log, warn: log, error: log };
    const client = openRedis(redis.url, logger);
    opened.push(client);
    await vi.waitFor(() => client.run('return 1', [], []), { timeout: 45_000 });
    const clock = { now: () => Date.now() + clockOffMs };
    const fallback = createMemoryRateBudgets({ clock, sleep });
    const options = { redis: client, fallback, clock, sleep, logger, random: Math.random };
    return { budgets: createRedisRateBudgets(options), logged };
  }

  /** How many of that many takes without a wait got through. */
  async function takeAll(budgets: RateBudgets[], quotas: BudgetQuota[], tries: number): Promise<number> {
    const results = await Promise.allSettled(
      Array.from({ length: tries }, (_, index) => budgets[index % budgets.length]?.take(quotas, { maxWaitMs: 0 })),
    );
    return results.filter(({ status }) => status === 'fulfilled').length;
  }

  test('two processes together do not exceed a window, whatever their clocks say', async () => {
    const [one, other] = [await startProcess(), await startProcess({ clockOffMs: 3_600_000 })];
    const quotas = [quota({ limit: 20, windowMs: 60_000 })];
    expect(await takeAll([one.budgets, other.budgets], quotas, 200)).toBe(20);
    const refused = other.budgets.take(quotas, { maxWaitMs: 1_000 });
    await expect(refused).rejects.toMatchObject({ code: 'rate_limited' });
    expect(one.logged.concat(other.logged)).toEqual([]);
  });

  test('whoever may wait goes on when the window ends', async () => {
    const [one, other] = [await startProcess(), await startProcess()];
    const quotas = [quota({ limit: 1, windowMs: 500 })];
    await one.budgets.take(quotas, { maxWaitMs: 0 });
    expect(await takeAll([other.budgets], quotas, 1)).toBe(0);
    await other.budgets.take(quotas, { maxWaitMs: 10_000 });
  });

  test('a request that finds one quota spent is charged to none', async () => {
    const { budgets } = await startProcess();
    const [large, small] = [quota({ limit: 2, windowMs: 60_000 }), quota({ limit: 1, windowMs: 60_000 })];
    expect(await takeAll([budgets], [large, small], 5)).toBe(1);
    expect(await takeAll([budgets], [large], 5)).toBe(1);
  });

  test('two processes together have no more requests under way than declared, and places come back', async () => {
    const [one, other] = [await startProcess(), await startProcess()];
    const quotas = [quota({ concurrency: 3 })];
    let running = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 24 }, async (_, index) => {
        const release = await (index % 2 ? one : other).budgets.take(quotas, { maxWaitMs: 30_000 });
        running += 1;
        most = Math.max(most, running);
        await delay(5);
        running -= 1;
        release();
        release();
      }),
    );
    expect(most).toBe(3);
  });

  test('a place of a process that died is free again in the end', async () => {
    const { budgets } = await startProcess();
    const only = quota({ concurrency: 1 });
    await budgets.take([only], { maxWaitMs: 0 });
    await expect(budgets.take([only], { maxWaitMs: 0 })).rejects.toThrow('rate limit');
    // As after thirty seconds without a sign of life.
    await opened[0]?.run(
      "return redis.call('ZADD', KEYS[1], 'XX', 1, redis.call('ZRANGE', KEYS[1], 0, 0)[1])",
      [`{patchbay-rate}:places:${only.key}`],
      [],
    );
    await budgets.take([only], { maxWaitMs: 0 });
  });

  test('what a provider says to one process holds for the other, downwards only', async () => {
    const [one, other] = [await startProcess(), await startProcess()];
    const used = quota({ limit: 10, windowMs: 60_000 });
    await one.budgets.take([used], { maxWaitMs: 0 });
    one.budgets.observe(used.key, { limit: 10, remaining: 2 });
    one.budgets.observe(used.key, { limit: 10, remaining: 9 });
    expect(await takeAll([one.budgets], [used], 1)).toBe(1);
    expect(await takeAll([other.budgets], [used], 10)).toBe(1);
    const blocked = quota({});
    one.budgets.observe(blocked.key, { remaining: 0, resetAt: Date.now() + 60_000 });
    expect(await takeAll([one.budgets], [blocked], 1)).toBe(0);
    expect(await takeAll([other.budgets], [blocked], 1)).toBe(0);
    const asked = quota({});
    one.budgets.block(asked.key, Date.now() + 60_000);
    one.budgets.block(asked.key, Date.now() + 10);
    expect(await takeAll([one.budgets], [asked], 1)).toBe(0);
    await expect(other.budgets.take([asked], { maxWaitMs: 0 })).rejects.toMatchObject({ retryAfterSeconds: 60 });
  });

  test('without Redis each process keeps the budgets by itself, and says so once; with it again they are shared', async () => {
    const [one, other] = [await startProcess(), await startProcess()];
    const quotas = [quota({ limit: 2, windowMs: 60_000 })];
    await redis.kill();
    expect(await takeAll([one.budgets], quotas, 10)).toBe(2);
    expect(await takeAll([other.budgets], quotas, 10)).toBe(2);
    expect(one.logged).toEqual([expect.stringContaining('Redis does not answer')]);
    await redis.start();
    await vi.waitFor(
      async () => {
        await one.budgets.take([quota({})], { maxWaitMs: 0 });
        await other.budgets.take([quota({})], { maxWaitMs: 0 });
        expect([one.logged.length, other.logged.length]).toEqual([2, 2]);
      },
      { timeout: 20_000, interval: 100 },
    );
    expect(await takeAll([one.budgets, other.budgets], [quota({ limit: 5, windowMs: 60_000 })], 20)).toBe(5);
  });

  test('two runtimes together do not ask a provider more often than its manifest declares', async () => {
    const { budgets } = await startProcess();
    const other = await startProcess();
    const { runtime, url, server } = await serve(json({}), { rateBudgets: budgets });
    const second = createTestRuntime({ rateBudgets: other.budgets });
    const rateLimits = { quotas: [{ limit: 7, windowSeconds: 3_600 }] };
    const target = createTarget(withOperation({}, { rateLimits }), url, { connectionId: randomUUID() });
    const results = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        (index % 2 ? runtime : second.runtime).execute(target, 'call', {}, { deadlineMs: 20_000 }),
      ),
    );
    await second.close();
    expect([results.filter(({ success }) => success).length, server.requests.length]).toEqual([7, 7]);
    const refused = results.filter(({ success }) => !success).map(({ error }) => error?.class);
    expect(new Set(refused)).toEqual(new Set(['rate_limited']));
  });

  test('whoever gives up while waiting is charged nothing', async () => {
    const { budgets } = await startProcess();
    const only = quota({ concurrency: 1 });
    const release = await budgets.take([only], { maxWaitMs: 0 });
    const gone = budgets.take([only], { maxWaitMs: 60_000, signal: AbortSignal.timeout(50) });
    await expect(gone).rejects.toThrow(/timeout/);
    release();
    expect(await takeAll([budgets], [only], 1)).toBe(1);
  });
});
