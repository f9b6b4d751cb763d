import { expect, test } from 'vitest';
import { compareShapes } from './compare-shapes.ts';

const read = [
  { id: '1', at: '2026-11-28T10:00:00Z', url: 'https://a.example', size: 1, tags: ['a'], owner: null, note: null },
  { id: '2', at: '2026-11-28T11:00:00+01:00', url: null, size: 2, tags: [], owner: { id: 1 }, note: null },
];
const payload = { ...read[0], owner: { id: 2 } };

test('a record as a read gives it is right, whatever its values', () => {
  expect(compareShapes([payload], read)).toEqual([]);
  expect(compareShapes([{ ...payload, id: '9', url: null, owner: null, note: 'first' }], read)).toEqual([]);
});

test.each<[string, object[], string]>([
  [
    'a member less',
    [{ ...payload, id: undefined }].map(({ id: _, ...rest }) => rest),
    'it has no "id", which a read gives',
  ],
  ['a member more', [{ ...payload, extra: 1 }], 'it has "extra", which no read gives'],
  ['a number as a moment', [{ ...payload, at: 1795255200 }], '"at" is a number, and a time in a read'],
  ['a moment in other words', [{ ...payload, at: '2026-11-28 10:00:00 UTC' }], '"at" is text, and a time in a read'],
  ['an address that is a path', [{ ...payload, url: '/a' }], '"url" is text, and an address in a read'],
  ['a text as a number', [{ ...payload, size: '1' }], '"size" is text, and a number in a read'],
  ['a text as a list', [{ ...payload, tags: 'a' }], '"tags" is text, and a list in a read'],
  ['a list as an object', [{ ...payload, owner: [1] }], '"owner" is a list, and an object in a read'],
  ['one of two payloads', [payload, { ...payload, size: true }], '"size" is a boolean, and a number in a read'],
  ['never filled', [{ ...payload, id: null }], '"id" is empty in every payload, and in no record of a read'],
])('%s is another shape', (_, mapped, message) => {
  expect(compareShapes(mapped as Record<string, unknown>[], read)).toEqual([message]);
});
