import { expect, test } from 'vitest';
import { parseBaseUrl } from './base-url.ts';

test.each([
  ['https://git.example.com', { origin: 'https://git.example.com', path: '' }],
  ['https://git.example.com/', { origin: 'https://git.example.com', path: '' }],
  ['https://git.example.com:8443/sub/api//', { origin: 'https://git.example.com:8443', path: '/sub/api' }],
  ['https://git.example.com//api/v1', { origin: 'https://git.example.com', path: '/api/v1' }],
  ['http://127.0.0.1:3000/v2/', { origin: 'http://127.0.0.1:3000', path: '/v2' }],
])('%s', (text, base) => {
  expect(parseBaseUrl(text)).toEqual(base);
});

test.each([
  'ftp://example.com',
  'example.com',
  'https:example.com',
  'https:///example.com',
  'https://example.com\\@evil.example',
  'https://exa mple.com',
  'https://user:secret-word@example.com',
  'https://example.com/?a=1',
  'https://example.com/#a',
  'javascript:alert(1)',
  '',
])('%s is refused without repeating it', (text) => {
  expect(() => parseBaseUrl(text)).toThrow(/^The server URL (is not|must not)/);
  expect(() => parseBaseUrl(text)).not.toThrow('secret-word');
});
