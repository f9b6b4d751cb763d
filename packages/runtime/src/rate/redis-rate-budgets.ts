import { randomUUID } from 'node:crypto';
import type { Clock, Logger, Sleep } from '../types.ts';
import type { BudgetQuota, RateBudgets, TakeOptions } from './rate-budgets.ts';
import { rateLimitSpent } from './rate-limit-spent.ts';
import { blockScript, observeScript, releaseScript, renewScript, takeScript } from './redis-scripts.ts';

/** What is needed of a Redis client: to run a Lua script. A promise that rejects means that Redis does not answer. */
export interface ScriptRunner {
  run(script: string, keys: readonly string[], values: readonly (string | number)[]): Promise<unknown>;
}

export interface RedisRateBudgetsOptions {
  redis: ScriptRunner;
  /** What keeps the budgets while Redis does not answer: those of this process alone. */
  fallback: RateBudgets;
  clock: Clock;
  sleep: Sleep;
  logger: Logger;
  /** From 0 to 1. */
  random: () => number;
}

/** Most requests of this process that wait for room at once. */
const maxWaiting = 1_000;
/** A request of a process that died counts as under way for this long. Milliseconds. */
const placeTtlMs = 30_000;
/** Whoever waits for a place asks again after about this long. Milliseconds. */
const askAgainMs = 100;
/** Longest sleep before asking again: somebody else may have corrected the budget meanwhile. Milliseconds. */
const longestSleepMs = 5_000;
/** One slot of a Redis cluster for all of a call's budgets, so that one script can look at them together. */
const prefix = '{patchbay-rate}:';

/**
 * Budgets that all processes share. Windows, blocks and places are in Redis, on the clock of Redis, and one script looks at all quotas
 * of a request and charges all of them or none. While Redis does not answer, each process keeps the budgets by itself and says so in its
 * log: a limit of a provider is not worth an outage of ours.
 */
export function createRedisRateBudgets(options: RedisRateBudgetsOptions): RateBudgets {
  const { redis, fallback, clock, sleep, logger, random } = options;
  let isAnswering = true;
  let waiting = 0;

  function note(error: unknown): void {
    if (isAnswering)
      logger.warn(
        { reason: error instanceof Error ? error.message : String(error) },
        'Redis does not answer: until it does, this process keeps rate budgets by itself. Check REDIS_URL',
      );
    isAnswering = false;
  }

  async function run(script: string, keys: readonly string[], values: readonly (string | number)[]): Promise<unknown> {
    const answer = await redis.run(script, keys, values);
    if (!isAnswering) logger.info({}, 'Redis answers again: rate budgets are shared');
    isAnswering = true;
    return answer;
  }

  const sent = (script: string, keys: readonly string[], values: readonly (string | number)[]) =>
    void run(script, keys, values).catch(note);

  async function take(quotas: readonly BudgetQuota[], options: TakeOptions): Promise<() => void> {
    const deadline = clock.now() + options.maxWaitMs;
    const place = randomUUID();
    const keys = quotas.flatMap(({ key }) => keysOf(key));
    const values = [
      place,
      placeTtlMs,
      ...quotas.flatMap(({ limit = 0, windowMs = 0, concurrency = 0 }) => [limit, windowMs, concurrency]),
    ];
    for (;;) {
      options.signal?.throwIfAborted();
      let waitMs: number;
      let isBusy: boolean;
      try {
        const answer = (await run(takeScript, keys, values)) as [number | string, number | string];
        waitMs = Number(answer[0]);
        isBusy = Number(answer[1]) === 1;
      } catch (error) {
        note(error);
        return fallback.take(quotas, { ...options, maxWaitMs: Math.max(0, deadline - clock.now()) });
      }
      if (waitMs <= 0 && !isBusy) return hold(place, quotas);
      const left = deadline - clock.now();
      if (waitMs > left || (isBusy && left <= 0)) throw rateLimitSpent(waitMs > left ? waitMs : 1000);
      const pause = waitMs > 0 ? waitMs + random() * 10 : Math.min(left, askAgainMs * (0.5 + random()));
      if (waiting >= maxWaiting) throw rateLimitSpent(Math.max(waitMs, 1000));
      waiting += 1;
      await sleep(Math.min(pause, longestSleepMs), options.signal).finally(() => {
        waiting -= 1;
      });
    }
  }

  /** Keeps the places of a request until it is over. */
  function hold(place: string, quotas: readonly BudgetQuota[]): () => void {
    const keys = quotas.filter(({ concurrency }) => concurrency !== undefined).map(({ key }) => keysOf(key)[2]);
    if (keys.length === 0) return () => {};
    const timer = setInterval(() => sent(renewScript, keys, [place, placeTtlMs]), placeTtlMs / 3);
    timer.unref();
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      clearInterval(timer);
      sent(releaseScript, keys, [place]);
    };
  }

  return {
    take,
    observe(key, observation) {
      fallback.observe(key, observation);
      const { limit, remaining, resetAt } = observation;
      if (remaining === undefined || (remaining > 0 && limit === undefined)) return;
      // As a distance: the clock of Redis is another one.
      const resetInMs = resetAt === undefined ? 0 : Math.ceil(resetAt - clock.now());
      sent(observeScript, keysOf(key), [limit ?? -1, remaining, resetInMs]);
    },
    block(key, until) {
      fallback.block(key, until);
      const waitMs = Math.ceil(until - clock.now());
      if (waitMs > 0) sent(blockScript, keysOf(key), [waitMs]);
    },
  };
}

/** Window, block and places of a budget. */
function keysOf(key: string): [string, string, string] {
  return [`${prefix}window:${key}`, `${prefix}block:${key}`, `${prefix}places:${key}`];
}
