import type { Clock, Logger } from '../types.ts';
import { createMemoryRateBudgets } from './memory-rate-budgets.ts';
import type { RateBudgets } from './rate-budgets.ts';
import { createRedisRateBudgets, type ScriptRunner } from './redis-rate-budgets.ts';
import { sleep } from './sleep.ts';

/** Budgets that all processes with the same Redis share, on real time; while it does not answer, those of this process. */
export function shareRateBudgets(deps: { redis: ScriptRunner; clock: Clock; logger: Logger }): RateBudgets {
  const fallback = createMemoryRateBudgets({ clock: deps.clock, sleep });
  return createRedisRateBudgets({ ...deps, fallback, sleep, random: Math.random });
}
