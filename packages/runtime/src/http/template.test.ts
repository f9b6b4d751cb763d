import { expect, test } from 'vitest';
import { placeholdersOf, renderText, renderValue } from './template.ts';

const scope = {
  settings: { baseUrl: 'https://a.example', team: 'core' },
  input: { count: 3, flag: false, list: ['a', 1], nothing: null, text: 'x{input.count}y' },
};

test('a string that is one placeholder keeps the type', () => {
  expect(
    renderValue({ a: '{input.count}', b: '{input.flag}', c: '{input.list}', d: '{input.nothing}' }, scope),
  ).toEqual({
    a: 3,
    b: false,
    c: ['a', 1],
    d: null,
  });
});

test('what is missing is left out with the whole string that needs it', () => {
  expect(
    renderValue(
      { a: '{input.missing}', b: 'x-{input.missing}', c: ['{input.missing}', 'kept'], d: { e: '{input.no}' } },
      scope,
    ),
  ).toEqual({ c: ['kept'], d: {} });
});

test('values are put in as they are and never read as templates again', () => {
  expect(renderText('<{input.text}>', scope)).toBe('<x{input.count}y>');
});

test('braces that are no placeholder stay, as in a GraphQL query', () => {
  const query = 'query($a: Int) { viewer { login } repository(name: {x: 1}) { id } }';
  expect(renderText(query, scope)).toBe(query);
});

test('nothing is inherited: only own values are found', () => {
  expect(renderText('{input.constructor}', scope)).toBeUndefined();
  expect(renderText('{settings.toString}', scope)).toBeUndefined();
});

test('a key called __proto__ stays a key', () => {
  const rendered = renderValue(JSON.parse('{"__proto__": {"isAdmin": true}}'), scope) as object;
  expect(Object.hasOwn(rendered, '__proto__')).toBe(true);
  expect(Reflect.get({}, 'isAdmin')).toBeUndefined();
});

test('names its placeholders', () => {
  expect(placeholdersOf('{settings.team}/{input.count}/{other}')).toEqual(['settings.team', 'input.count']);
});
