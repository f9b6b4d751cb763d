import { expect, test } from 'vitest';
import { showUnseen } from './show-unseen.ts';

test.each([
  ['plain\ttext\r\nof two lines\n', 'plain\ttext\r\nof two lines\n'],
  ['Grüße \u{1f600} 漢字', 'Grüße \u{1f600} 漢字'],
  ['\u001b[31mred\u0007', '\\u001b[31mred\\u0007'],
  ['\u009b2J', '\\u009b2J'],
  ['over\rwritten', 'over\\u000dwritten'],
  ['exe.\u202egnp', 'exe.\\u202egnp'],
  ['half \ud83d', 'half \\ud83d'],
])('%j is shown as %j', (text, shown) => {
  expect(showUnseen(text)).toBe(shown);
});

test('JSON stays what it was', () => {
  const value = { name: 'a\u001b\u009b\u202e\rb' };
  expect(JSON.parse(showUnseen(JSON.stringify(value)))).toEqual(value);
});
