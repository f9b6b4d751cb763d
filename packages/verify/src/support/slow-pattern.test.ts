import { expect, test } from 'vitest';
import { slowText } from './slow-pattern.ts';

test.each([['(a+)+$'], ['([A-Za-z0-9]+)+_'], ['tok_(x+x+)+y'], ['(a|a)*b'], ['(ab|abab)*c'], ['([a-z]+)*/']])(
  '%s has a text that it does not end refusing',
  (pattern) => {
    expect(slowText(pattern)).not.toBeNull();
  },
);

test.each([
  ['[0-9]+'],
  ['ghp_[A-Za-z0-9_]{36,}'],
  ['[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*/?'],
  ['([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]'],
  ['[a-z]{2}(-[a-z]+)+-[0-9]'],
  ['(?P<name>a)'],
])('%s reads each character once, or is none that a browser tries', (pattern) => {
  expect(slowText(pattern)).toBeNull();
});
