import { assertNoCanary, createCanary } from '@patchbay/testing';
import { expect, test } from 'vitest';
import { createRedact } from './redact.ts';

test('a secret is hidden in every form it travels in', () => {
  const password = `${createCanary()}/+"é`;
  const redact = createRedact({ username: 'robot', password });
  const text = redact(
    [
      password,
      encodeURIComponent(password),
      JSON.stringify({ password }),
      Buffer.from(`robot:${password}`).toString('base64'),
      Buffer.from(`:${password}`).toString('base64'),
      Buffer.from(password).toString('base64'),
    ].join(' | '),
  );
  assertNoCanary(password, { text });
  expect(text.match(/\[redacted\]/g)?.length).toBeGreaterThanOrEqual(6);
});

test('a secret that is part of another leaves nothing of it', () => {
  expect(createRedact({ a: 'abcd', b: 'abcdefgh' })('x abcdefgh y')).toBe('x [redacted] y');
});

test('values too short to be secrets do not shred the text', () => {
  expect(createRedact({ a: 'a', b: '' })('a banana')).toBe('a banana');
});
