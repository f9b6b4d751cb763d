import { expect, test } from 'vitest';
import { createLineFinder } from './create-line-finder.ts';

test.each(['', '\n', 'a', 'a\n', '\n\n\n', 'a\nbc\r\n\nd', 'ü\n\u{1f600}\n'])(
  'every offset of %j has its line',
  (text) => {
    const lineAt = createLineFinder(text);
    for (let offset = 0; offset <= text.length; offset += 1)
      expect(lineAt(offset)).toBe(text.slice(0, offset).split('\n').length);
  },
);
