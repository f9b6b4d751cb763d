import { expect, test } from 'vitest';
import { sampleText } from './sample-text.ts';

test.each([
  ['ghp_[A-Za-z0-9]{36}'],
  ['github_pat_[A-Za-z0-9_]{22,255}'],
  ['^[0-9a-f]{40}$'],
  ['[A-Z]{4}-\\d{3}\\.x'],
  ['(?:abc)[a-z]+'],
  ['[A-Za-z0-9_.+-]+:[0-9a-fA-F]{32,}'],
])('%s gets a text that matches', (pattern) => {
  expect(sampleText(pattern)).toMatch(new RegExp(`^(?:${pattern})$`));
});

test.each([['a|b(c|d)'], ['('], ['(?=x)y']])('%s is more than it can do', (pattern) => {
  expect(sampleText(pattern)).toBeNull();
});
