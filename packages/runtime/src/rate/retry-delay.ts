import type { ProviderError } from '../errors/provider-error.ts';

export const maxAttempts = 3;

const baseMs = { transient: 400, rate_limited: 1_000 };
const capMs = 15_000;

export interface RetryDelayOptions {
  /** Tries made so far, at least 1. */
  attempt: number;
  /** The request may be sent again without a second effect. */
  isRepeatable: boolean;
  /** From 0 to 1. */
  random: () => number;
  /** Longest wait that makes sense for the caller, in milliseconds. */
  maxWaitMs: number;
}

/**
 * How long to wait before trying again, in milliseconds; null when it must not be tried again. What the provider asks for
 * wins; else exponential backoff with full jitter. A wait the caller has no time for is not begun.
 */
export function retryDelay(error: ProviderError, options: RetryDelayOptions): number | null {
  if (!error.isRetryable || options.attempt >= maxAttempts) return null;
  // A rate limit refuses the request before it has an effect, so even a write may follow.
  if (!options.isRepeatable && !error.nothingSent && error.class !== 'rate_limited') return null;
  const delay =
    error.retryAfterSeconds === undefined
      ? options.random() * Math.min(capMs, baseOf(error) * 2 ** (options.attempt - 1))
      : error.retryAfterSeconds * 1000;
  return delay > options.maxWaitMs ? null : delay;
}

function baseOf(error: ProviderError): number {
  return error.class === 'rate_limited' ? baseMs.rate_limited : baseMs.transient;
}
