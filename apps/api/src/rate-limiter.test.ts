import { expect, test } from 'vitest';
import { createRateLimiter } from './rate-limiter.ts';

test('the request over the limit is refused with the seconds to wait, others go on', async () => {
  const limiter = createRateLimiter({ points: 2, windowSeconds: 60, message: 'Too many.' });
  await limiter.take('a');
  await limiter.take('a');
  await expect(limiter.take('a')).rejects.toMatchObject({
    code: 'rate_limited',
    retryAfterSeconds: expect.any(Number),
  });
  await limiter.take('b');
});

test('0 turns it off', async () => {
  const limiter = createRateLimiter({ points: 0, windowSeconds: 60, message: 'Too many.' });
  for (let count = 0; count < 50; count += 1) await limiter.take('a');
});
