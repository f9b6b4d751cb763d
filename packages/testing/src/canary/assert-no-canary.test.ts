import { expect, test } from 'vitest';
import { assertNoCanary } from './assert-no-canary.ts';
import { createCanary } from './create-canary.ts';

const secret = 'canary-p@ss "word"/ü+1';

const leaks: [string, unknown][] = [
  ['a text', `Bearer ${secret}`],
  ['an object', { deep: [{ value: secret }] }],
  ['a URL', `https://example.test/?q=${encodeURIComponent(secret)}`],
  ['a form', new URLSearchParams({ password: secret }).toString()],
  ['JSON text', JSON.stringify({ password: secret })],
  ['a Basic header of a short user', `Basic ${Buffer.from(`u:${secret}`).toString('base64')}`],
  ['a Basic header of a longer user', `Basic ${Buffer.from(`us:${secret}`).toString('base64')}`],
  ['a Basic header of a user longer still', `Basic ${Buffer.from(`use:${secret}x`).toString('base64')}`],
  ['base64url', Buffer.from(secret).toString('base64url')],
  ['hexadecimal', Buffer.from(secret).toString('hex').toUpperCase()],
  ['bytes', Buffer.from(`..${secret}..`)],
  ['the message of an error', new Error(`failed with ${secret}`)],
  ['the cause of an error', new Error('failed', { cause: new Error(secret) })],
  ['a map', new Map([['key', secret]])],
];

test.each(leaks)('finds the secret in %s', (_kind, value) => {
  expect(() => assertNoCanary(secret, { 'the log': 'clean', 'the place': value })).toThrow(/the place \(/);
});

test('names the place and never repeats the secret', () => {
  let message = '';
  try {
    assertNoCanary(secret, { 'GET /connections': { password: secret }, 'the log': secret, elsewhere: 'clean' });
  } catch (error) {
    message = String(error);
  }
  expect(message).toContain('GET /connections');
  expect(message).toContain('the log');
  expect(message).not.toContain('elsewhere');
  expect(message).not.toContain(secret);
});

test('accepts what holds no secret: rings, empty values and the last four characters', () => {
  const ring: Record<string, unknown> = { mask: secret.slice(-4) };
  ring.self = ring;
  expect(() => assertNoCanary(secret, { ring, nothing: undefined, zero: 0, big: 1n })).not.toThrow();
});

test('refuses a secret short enough to be found by chance', () => {
  expect(() => assertNoCanary('abc', {})).toThrow('at least 8 characters');
});

test('every canary is another one', () => {
  expect(createCanary()).not.toBe(createCanary());
});
