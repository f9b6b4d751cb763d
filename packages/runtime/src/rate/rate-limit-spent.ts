import { PatchbayError } from '@patchbay/schema';

/** Refuses a call whose wait for room would be longer than it may be. */
export function rateLimitSpent(waitMs: number): PatchbayError {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  return new PatchbayError(
    'rate_limited',
    `The provider's rate limit is used up; there is room again in ${seconds === 1 ? '1 second' : `${seconds} seconds`}.`,
    { retryAfterSeconds: seconds },
  );
}
