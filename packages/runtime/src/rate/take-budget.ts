import { isPatchbayError } from '@patchbay/schema';
import type { Call } from '../call/call.ts';
import { ProviderError } from '../errors/provider-error.ts';
import type { BudgetQuota } from './rate-budgets.ts';

/** Waits for room in the budgets as long as the call allows, and gives the function that ends the request. */
export async function takeBudget(call: Call, quotas: readonly BudgetQuota[]): Promise<() => void> {
  const { runtime, options } = call;
  const maxWaitMs = Math.max(0, Math.min(runtime.limits.maxWaitMs, call.remainingMs()));
  try {
    return await runtime.rateBudgets.take(quotas, { maxWaitMs, ...(options.signal ? { signal: options.signal } : {}) });
  } catch (error) {
    if (!isPatchbayError(error) || error.code !== 'rate_limited') throw error;
    throw new ProviderError('rate_limited', error.message, {
      nothingSent: true,
      ...(error.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: error.retryAfterSeconds }),
    });
  }
}
