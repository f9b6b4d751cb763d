import type { Manifest } from '@patchbay/schema';
import { readMoment } from '../errors/moments.ts';
import type { AnswerHeaders } from '../http/answer.ts';
import type { RateLimitView } from '../types.ts';
import type { BudgetObservation, BudgetQuota, RateBudgets } from './rate-budgets.ts';

/** What the declared headers of an answer tell of the limit; null when they tell nothing. */
export function readRateLimit(manifest: Manifest, headers: AnswerHeaders, now: number): RateLimitView | null {
  const declared = manifest.rateLimits.headers;
  if (!declared) return null;
  const limit = readCount(headers, declared.limit);
  const remaining = readCount(headers, declared.remaining);
  const resetAt = declared.reset
    ? readMoment(headers[declared.reset.name.toLowerCase()], declared.reset.unit, now)
    : null;
  return limit === null && remaining === null ? null : { limit, remaining, resetAt };
}

/** Corrects the budgets a request was counted in. Of the declared ones only those the headers speak of: same limit. */
export function observeRateLimit(budgets: RateBudgets, quotas: readonly BudgetQuota[], view: RateLimitView): void {
  const observation: BudgetObservation = {};
  if (view.limit !== null) observation.limit = view.limit;
  if (view.remaining !== null) observation.remaining = view.remaining;
  if (view.resetAt !== null) observation.resetAt = view.resetAt;
  for (const [index, quota] of quotas.entries()) {
    if (index === 0 || (quota.limit !== undefined && quota.limit === observation.limit))
      budgets.observe(quota.key, observation);
  }
}

function readCount(headers: AnswerHeaders, name: string | undefined): number | null {
  // Some providers list several windows, "100, 100;w=60": the first number is the one in force.
  const text = name === undefined ? undefined : headers[name.toLowerCase()];
  const match = /^\s*(\d+)/.exec(text ?? '');
  return match ? Number(match[1]) : null;
}
