import { errorCodes, PatchbayError } from '@patchbay/schema';
import { HTTPException } from 'hono/http-exception';
import { expect, test } from 'vitest';
import { statusByCode, toHttpError } from './http-error.ts';

test('every code has a status', () => {
  expect(Object.keys(statusByCode).sort()).toEqual([...errorCodes].sort());
});

test('a known error keeps its code, text, details and wait', () => {
  const error = new PatchbayError('rate_limited', 'Slow down.', { retryAfterSeconds: 2.1, data: { limit: 5 } });
  expect(toHttpError(error, 'r1')).toEqual({
    status: 429,
    headers: { 'retry-after': '3' },
    body: { error: { code: 'rate_limited', message: 'Slow down.', requestId: 'r1', data: { limit: 5 } } },
  });
});

test('a known error is found inside what wraps it, and the wrapper tells nothing', () => {
  const full = new PatchbayError('internal', 'The disk is full. Make room, then try again.');
  const wrapped = new Error('Failed query: insert into x values (hunter2)', {
    cause: new Error('driver', { cause: full }),
  });
  const answer = toHttpError(wrapped, 'r1');
  expect(answer.body.error.message).toBe(full.message);
  expect(JSON.stringify(answer)).not.toContain('hunter2');
});

test('an error that is its own cause ends', () => {
  const circular = new Error('round');
  circular.cause = circular;
  expect(toHttpError(circular, 'r1').status).toBe(500);
});

test('an unknown error tells nothing of itself', () => {
  const answer = toHttpError(new Error('password=hunter2 at db.internal'), 'r2');
  expect(answer.status).toBe(500);
  expect(JSON.stringify(answer)).not.toMatch(/hunter2|db\.internal/);
});

test('malformed JSON is the caller’s fault', () => {
  const answer = toHttpError(new HTTPException(400, { message: 'Malformed JSON in request body' }), 'r3');
  expect(answer).toMatchObject({ status: 400, body: { error: { code: 'invalid_input' } } });
});
