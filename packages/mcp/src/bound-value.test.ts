import { expect, test } from 'vitest';
import { boundList, boundValue } from './bound-value.ts';

test('what fits stays as it is', () => {
  expect(boundList([1, 'two', { three: 3 }])).toEqual({ items: [1, 'two', { three: 3 }] });
  expect(boundValue({ a: 1 }, 7)).toEqual({ a: 1 });
  expect(boundValue(undefined)).toBeUndefined();
});

test('a list loses its end and says how much', () => {
  const items = ['aaaa', 'bbbb', 'cccc'];
  // Each takes six characters and a comma.
  expect(boundList(items, 14)).toEqual({ items: ['aaaa', 'bbbb'], itemsLeftOut: 1 });
  expect(boundList(items, 13)).toEqual({ items: ['aaaa'], itemsLeftOut: 2 });
});

test('one item that is too long alone is shown by its beginning', () => {
  const cut = { isCutOff: true, length: 102, beginning: `"${'a'.repeat(9)}` };
  expect(boundList(['a'.repeat(100), 'b'], 10)).toEqual({ items: [cut], itemsLeftOut: 1 });
  expect(boundValue('a'.repeat(100), 10)).toEqual(cut);
});
