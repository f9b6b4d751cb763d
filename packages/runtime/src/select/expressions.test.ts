import { expect, test } from 'vitest';
import { select, selectFlag, selectText } from './expressions.ts';

test.each([
  ['@', [1], [1]],
  ['a.b', { a: { b: 1 } }, 1],
  ['missing', { a: 1 }, null],
  ['let $p = name in (tags || `[]`)[].{n: @, p: $p}', { name: 'x', tags: ['a'] }, [{ n: 'a', p: 'x' }]],
  ['let $p = name in (tags || `[]`)[].{n: @, p: $p}', { name: 'x', tags: null }, []],
  ['epoch_to_iso(t)', { t: 1_767_225_600 }, '2026-01-01T00:00:00.000Z'],
  ['epoch_ms_to_iso(t)', { t: '1767225600001' }, '2026-01-01T00:00:00.001Z'],
  ['epoch_to_iso(t)', { t: null }, null],
  ['epoch_to_iso(t)', { t: 'soon' }, null],
])('%s over %j', (expression, data, result) => {
  expect(select(expression, data)).toEqual(result);
});

test.each(['abs(a)', 'join(`1`, a)', 'to_number(', 'nope(a)'])(
  '%s that does not fit is a fault of the manifest, and quotes no data',
  (expression) => {
    expect(() => select(expression, { a: 'secret-value' })).toThrow('does not fit the expression');
    expect(() => select(expression, { a: 'secret-value' })).not.toThrow('secret-value');
  },
);

test('flags are true as JMESPath sees it', () => {
  const data = { yes: true, no: false, zero: 0, empty: '', list: [], object: {}, text: 'false', full: [0] };
  const flags = Object.keys(data).filter((name) => selectFlag(name, data));
  expect(flags).toEqual(['yes', 'zero', 'text', 'full']);
});

test('text is text, numbers and flags; nothing else', () => {
  const data = { text: 'a', number: 0, flag: false, empty: '', object: {}, nothing: null };
  expect(Object.keys(data).map((name) => selectText(name, data))).toEqual(['a', '0', 'false', null, null, null]);
});
