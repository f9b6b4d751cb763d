import { expect, test } from 'vitest';
import { checkProxyPath } from './proxy-path.ts';

test.each([
  ['/', ''],
  ['/repos/a%2Fb/contents/x.y', 'q=a%20b&x=%2F..'],
  ['/v2/team/app/manifests/sha256:abc', ''],
  ['/a//b', ''],
  ['/a/...', "a=[b]'c'"],
  ['/caf%C3%A9', ''],
  ['/50%25', ''],
])('%s?%s passes', (path, query) => {
  expect(() => checkProxyPath(path, query)).not.toThrow();
});

test.each([
  '',
  'repos',
  'http://evil.example/',
  '//evil.example/x',
  '/%2fevil.example/x',
  '/%5Cevil.example',
  '/..',
  '/../admin',
  '/a/../../admin',
  '/a/..',
  '/a/./b',
  '/a/%2e%2e/b',
  '/a/%2E./b',
  '/a/.%2e/b',
  '/a/..%2fb',
  '/a%2f..%2fb',
  '/a/..%5cb',
  '/a/%252e%252e/b',
  '/a/%25252e%25252e/b',
  '/a/..;x/b',
  '/a\\..\\b',
  '/a b',
  '/a\tb',
  '/a\r\nHost: evil',
  '/a%0d%0ab',
  '/a%00b',
  '/a#b',
  '/a?b',
  '/caf\u00e9',
  '/\uff0e\uff0e/b',
])('the path %j is refused', (path) => {
  expect(() => checkProxyPath(path, '')).toThrow(/^The path must/);
});

test.each(['a=b c', 'a\r\nb', 'a#b', 'a\u00e9'])('the query %j is refused', (query) => {
  expect(() => checkProxyPath('/', query)).toThrow('query');
});
