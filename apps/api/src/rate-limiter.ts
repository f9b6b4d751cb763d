import { createHash, randomBytes } from 'node:crypto';
import { PatchbayError } from '@patchbay/schema';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

export interface RateLimiter {
  /** Counts one request. Throws rate_limited, with the seconds to wait, when there were too many. */
  take(key: string): Promise<void>;
}

export interface RateLimiterOptions {
  /** Requests allowed in one window; 0 turns the limiter off. */
  points: number;
  windowSeconds: number;
  /** The start of the sentence a refused caller reads: "Too many sign-in attempts from this address." */
  message: string;
}

/** Callers choose their address, so keys are folded into this many counters: memory stays bounded. */
const BUCKETS = 65_536;

export function createRateLimiter({ points, windowSeconds, message }: RateLimiterOptions): RateLimiter {
  if (points === 0) return { take: async () => {} };
  const limiter = new RateLimiterMemory({ points, duration: windowSeconds });
  // Salted, so that nobody can pick an address that shares another's counter.
  const salt = randomBytes(16);
  return {
    async take(key) {
      const bucket = createHash('sha256').update(salt).update(key).digest().readUInt32BE(0) % BUCKETS;
      try {
        await limiter.consume(bucket);
      } catch (error) {
        if (!(error instanceof RateLimiterRes)) throw error;
        const retryAfterSeconds = Math.max(1, Math.ceil(error.msBeforeNext / 1_000));
        throw new PatchbayError('rate_limited', `${message} Try again in ${retryAfterSeconds} seconds.`, {
          retryAfterSeconds,
        });
      }
    },
  };
}
