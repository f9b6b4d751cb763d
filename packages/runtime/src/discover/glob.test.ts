import { expect, test } from 'vitest';
import { compileGlob } from './glob.ts';

test.each([
  ['team/*', 'team/app', true],
  ['team/*', 'team/sub/app', false],
  ['team/*', 'other/app', false],
  ['team/**', 'team/sub/app', true],
  ['**/app', 'app', true],
  ['**/app', 'a/b/app', true],
  ['**/app', 'a/happ', false],
  ['*', 'app', true],
  ['*', 'team/app', false],
  ['**', 'team/app', true],
  ['app-?', 'app-1', true],
  ['app-?', 'app-12', false],
  ['a?b', 'a/b', false],
  ['app', 'app', true],
  ['app', 'my-app', false],
  ['a.b', 'axb', false],
  ['a[b]{c}(d)+$^|\\', 'a[b]{c}(d)+$^|\\', true],
  ['team/*:v*', 'team/app:v1', true],
  ['', 'a', false],
])('%s and %s: %s', (pattern, name, matches) => {
  expect(compileGlob(pattern).matches(name)).toBe(matches);
});

test.each([
  ['team/*', 'team/app', true],
  ['team/*', 'team', true],
  ['team/*', 'other', false],
  ['*', 'anything', true],
])('with %s, children of %s may match: %s', (pattern, parent, may) => {
  expect(compileGlob(pattern).mayMatchBelow(parent)).toBe(may);
});

test('a pattern made to be slow is not', () => {
  expect(compileGlob(`${'*a'.repeat(200)}b`).matches('a'.repeat(5_000))).toBe(false);
});

test('a pattern that is too long is refused', () => {
  expect(() => compileGlob('a'.repeat(501))).toThrow('at most 500');
});
