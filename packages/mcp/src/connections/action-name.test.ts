import { expect, test } from 'vitest';
import { actionName, connectionNames } from './action-name.ts';

const nameOf = (name: string, id = 'con_01jd3s0v6sf6rv3wqcmh2z0x5b') => connectionNames([{ id, name }]).get(id);

test.each([
  ['Team Registry', 'team-registry-2z0x5b'],
  ['  Größe & mehr!  ', 'gro-e-mehr-2z0x5b'],
  ['生产', '2z0x5b'],
  ['a name that is much longer than a tool may have', 'a-name-that-is-mu-2z0x5b'],
  ['sixteen letters, cut', 'sixteen-letters-c-2z0x5b'],
])('the connection %j is %s', (name, short) => {
  expect(nameOf(name)).toBe(short);
});

test('two of one name differ, and stay what they are when the other goes', () => {
  const [a, b] = [
    { id: 'con_01jd3s0v6sf6rv3wqcmh2aaaaa', name: 'Prod' },
    { id: 'con_01jd3s0v6sf6rv3wqcmh2bbbbb', name: 'Prod' },
  ];
  const both = connectionNames([a, b]);
  expect(both.get(a.id)).not.toBe(both.get(b.id));
  expect(connectionNames([b]).get(b.id)).toBe(both.get(b.id));
});

test('two whose ids end alike differ too', () => {
  const names = connectionNames([
    { id: 'con_01jd3s0v6sf6rv3wqcm1aaaaaa', name: 'Prod' },
    { id: 'con_01jd3s0v6sf6rv3wqcm2aaaaaa', name: 'Prod' },
  ]);
  expect([...names.values()]).toEqual(['prod-aaaaaa', 'prod-2aaaaaa']);
});

test('a name of a tool is never too long, and long operations stay apart', () => {
  const connection = nameOf('a name that is much longer than a tool may have') ?? '';
  const long = 'x'.repeat(60);
  const names = ['list', `${long}abcd`, `${long}abce`].map((operation) => actionName(connection, operation));
  expect(names[0]).toBe(`${connection}__list`);
  for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
  expect(new Set(names).size).toBe(3);
});
