import { expect, it } from 'vitest';
import { maskLastFour } from './mask.ts';

it('shows exactly the last four characters of a long secret and nothing of a short one', () => {
  expect(maskLastFour('ghp_abcdefghijklmnop1234')).toBe('****...1234');
  expect(maskLastFour('123456789')).toBe('****...6789');
  expect(maskLastFour('aaaaaaaa🗝b🗝d')).toBe('****...🗝b🗝d');
  for (const short of ['', 'a', 'abcd', 'abcde', '12345678']) expect(maskLastFour(short)).toBe('****');
});
