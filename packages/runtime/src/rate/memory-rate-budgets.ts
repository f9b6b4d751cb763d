import type { Clock, Sleep } from '../types.ts';
import type { BudgetQuota, RateBudgets, TakeOptions } from './rate-budgets.ts';
import { rateLimitSpent } from './rate-limit-spent.ts';

interface Bucket {
  /** Requests begun in this window. */
  used: number;
  windowEnds: number;
  blockedUntil: number;
  running: number;
  /** Called, oldest first, when a request is over. */
  waiting: (() => void)[];
}

export interface MemoryRateBudgetsOptions {
  clock: Clock;
  sleep: Sleep;
}

const maxBuckets = 10_000;
const maxWaiting = 1_000;

/** Budgets of this process. A window begins with its first request; whoever has to wait longer than allowed is refused at once. */
export function createMemoryRateBudgets({ clock, sleep }: MemoryRateBudgetsOptions): RateBudgets {
  const buckets = new Map<string, Bucket>();

  function bucketOf(key: string): Bucket {
    const known = buckets.get(key);
    if (known) return known;
    if (buckets.size >= maxBuckets) dropIdle(buckets, clock.now());
    const bucket = { used: 0, windowEnds: 0, blockedUntil: 0, running: 0, waiting: [] };
    buckets.set(key, bucket);
    return bucket;
  }

  async function take(quotas: readonly BudgetQuota[], options: TakeOptions): Promise<() => void> {
    const deadline = clock.now() + options.maxWaitMs;
    for (;;) {
      options.signal?.throwIfAborted();
      const now = clock.now();
      const busy = quotas.find((quota) => isBusy(bucketOf(quota.key), quota));
      const readyAt = Math.max(now, ...quotas.map((quota) => readyAtOf(bucketOf(quota.key), quota, now)));
      if (readyAt > deadline || (busy && now >= deadline))
        throw rateLimitSpent(readyAt > deadline ? readyAt - now : 1000);
      if (readyAt > now) await sleep(readyAt - now, options.signal);
      else if (busy) await waitForRelease(bucketOf(busy.key), deadline - now, options.signal);
      else return begin(quotas.map((quota) => ({ bucket: bucketOf(quota.key), quota })));
    }
  }

  function begin(taken: { bucket: Bucket; quota: BudgetQuota }[]): () => void {
    const now = clock.now();
    for (const { bucket, quota } of taken) {
      bucket.running += 1;
      if (quota.windowMs === undefined) continue;
      if (bucket.windowEnds <= now) {
        bucket.windowEnds = now + quota.windowMs;
        bucket.used = 0;
      }
      bucket.used += 1;
    }
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      for (const { bucket } of taken) {
        bucket.running -= 1;
        bucket.waiting.shift()?.();
      }
    };
  }

  async function waitForRelease(bucket: Bucket, waitMs: number, signal: AbortSignal | undefined): Promise<void> {
    if (bucket.waiting.length >= maxWaiting) throw rateLimitSpent(1000);
    const timer = new AbortController();
    const cancel = () => timer.abort();
    signal?.addEventListener('abort', cancel, { once: true });
    let wake = () => {};
    const released = new Promise<void>((resolve) => {
      wake = resolve;
      bucket.waiting.push(resolve);
    });
    try {
      await Promise.race([released, sleep(waitMs, timer.signal).catch(() => {})]);
    } finally {
      timer.abort();
      signal?.removeEventListener('abort', cancel);
      const index = bucket.waiting.indexOf(wake);
      if (index !== -1) bucket.waiting.splice(index, 1);
      // Woken, but gone in the same moment: the next in line takes the place.
      else if (signal?.aborted) bucket.waiting.shift()?.();
    }
  }

  return {
    take,
    observe(key, { limit, remaining, resetAt }) {
      const bucket = bucketOf(key);
      if (remaining === 0 && resetAt !== undefined) bucket.blockedUntil = Math.max(bucket.blockedUntil, resetAt);
      if (limit === undefined || remaining === undefined || bucket.windowEnds <= clock.now()) return;
      bucket.used = Math.max(bucket.used, limit - remaining);
      if (resetAt !== undefined && resetAt > clock.now()) bucket.windowEnds = resetAt;
    },
    block(key, until) {
      const bucket = bucketOf(key);
      bucket.blockedUntil = Math.max(bucket.blockedUntil, until);
    },
  };
}

function isBusy(bucket: Bucket, quota: BudgetQuota): boolean {
  return quota.concurrency !== undefined && bucket.running >= quota.concurrency;
}

function readyAtOf(bucket: Bucket, quota: BudgetQuota, now: number): number {
  const isSpent = quota.limit !== undefined && bucket.windowEnds > now && bucket.used >= quota.limit;
  return Math.max(bucket.blockedUntil, isSpent ? bucket.windowEnds : 0);
}

function dropIdle(buckets: Map<string, Bucket>, now: number): void {
  for (const [key, bucket] of buckets) {
    if (bucket.running === 0 && bucket.waiting.length === 0 && bucket.windowEnds <= now && bucket.blockedUntil <= now)
      buckets.delete(key);
  }
}
