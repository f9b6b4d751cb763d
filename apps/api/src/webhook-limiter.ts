import { PatchbayError } from '@patchbay/schema';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** Limits deliveries by endpoint, each by its own rate. */
export interface WebhookLimiter {
  /** Counts one delivery. Throws `rate_limited`, with the seconds to wait, when there were too many. */
  take(endpointId: string, perMinute: number): Promise<void>;
}

/** One minute of one endpoint, in shares: a delivery takes as many as its endpoint's rate says. */
const sharesPerMinute = 1_000_000;

/** Counts in this process alone: several API processes let through as many times as much. */
export function createWebhookLimiter(): WebhookLimiter {
  const limiter = new RateLimiterMemory({ points: sharesPerMinute, duration: 60 });
  return {
    async take(endpointId, perMinute) {
      try {
        await limiter.consume(endpointId, Math.floor(sharesPerMinute / perMinute));
      } catch (error) {
        if (!(error instanceof RateLimiterRes)) throw error;
        const retryAfterSeconds = Math.max(1, Math.ceil(error.msBeforeNext / 1_000));
        throw new PatchbayError(
          'rate_limited',
          `More than ${perMinute} deliveries came within a minute. Send the rest after ${retryAfterSeconds} seconds.`,
          { retryAfterSeconds },
        );
      }
    },
  };
}
