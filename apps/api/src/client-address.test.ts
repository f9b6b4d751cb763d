import { expect, test } from 'vitest';
import { createClientAddress } from './client-address.ts';

test('a stranger cannot choose his address', () => {
  expect(createClientAddress([])('203.0.113.9', '198.51.100.1')).toBe('203.0.113.9');
});

test('what a trusted proxy wrote is believed, from the right', () => {
  const address = createClientAddress(['10.0.0.0/8']);
  expect(address('127.0.0.1', '6.6.6.6, 198.51.100.1')).toBe('198.51.100.1');
  expect(address('10.1.2.3', '6.6.6.6, 198.51.100.1, 10.9.9.9')).toBe('198.51.100.1');
  expect(address('::ffff:127.0.0.1', '2001:db8::1')).toBe('2001:db8::1');
});

test('a header that holds no address ends the search', () => {
  expect(createClientAddress([])('127.0.0.1', 'unknown')).toBe('127.0.0.1');
  expect(createClientAddress([])('127.0.0.1', undefined)).toBe('127.0.0.1');
});

test('a bad entry is named', () => {
  expect(() => createClientAddress(['10.0.0.0/99'])).toThrow('10.0.0.0/99');
});
