import { expect, test } from 'vitest';
import { importsOf } from './read-packages.ts';

test('imports are found in every form, with their line', () => {
  const text = `import a from 'one';
import type { B } from 'two';
import { type C, d } from 'three';
export { e } from 'four';
export type { F } from 'five';
const g = await import('six');
import 'seven'; // import 'eight'
const h = "import 'nine'";
`;
  expect(importsOf('a.ts', text).map(({ specifier, line, isTypeOnly }) => [specifier, line, isTypeOnly])).toEqual([
    ['one', 1, false],
    ['two', 2, true],
    ['three', 3, false],
    ['seven', 7, false],
    ['four', 4, false],
    ['five', 5, true],
    ['six', 6, false],
  ]);
});
