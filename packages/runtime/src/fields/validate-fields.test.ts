import { type FieldInput, fieldsSchema } from '@patchbay/schema';
import { expect, test } from 'vitest';
import { requireValidFields, validateFields } from './validate-fields.ts';

function check(field: FieldInput, value: unknown) {
  const result = validateFields(fieldsSchema.parse({ x: field }), { x: value }, { path: 'input' });
  return result.ok ? null : result.details.map(({ path, message }) => `${path}: ${message}`).join('; ');
}

test.each<[FieldInput, unknown]>([
  [{ type: 'text' }, 'a'],
  [{ type: 'text', pattern: '[a-z]+' }, 'abc'],
  [{ type: 'textarea' }, 'a\nb'],
  [{ type: 'url' }, 'https://example.com/path'],
  [{ type: 'integer', min: 1, max: 3 }, 2],
  [{ type: 'boolean' }, false],
  [{ type: 'select', options: [{ value: 'a', label: 'A' }] }, 'a'],
  [{ type: 'multi-select', options: [{ value: 'a', label: 'A' }] }, ['a']],
  [{ type: 'json' }, { a: [1] }],
  [{ type: 'combobox', multiple: true }, ['a', 'b']],
])('%j takes %j', (field, value) => {
  expect(check(field, value)).toBeNull();
});

test.each<[FieldInput, unknown, string]>([
  [{ type: 'text' }, 7, 'input.x: must be text'],
  [{ type: 'text' }, 'a\nb', 'single line'],
  [{ type: 'text' }, 'a'.repeat(10_000), 'at most 1000 characters; it has 10000'],
  [{ type: 'text', pattern: '[a-z]+' }, 'abc1', 'must match the pattern'],
  [{ type: 'text', pattern: 'a', patternMessage: 'say a' }, 'b', 'input.x: say a'],
  [{ type: 'text', required: true }, '', 'x is needed'],
  [{ type: 'url' }, 'ftp://example.com', 'must begin with https:// or http://'],
  [{ type: 'url', schemes: ['https'] }, 'http://example.com', 'must begin with https://'],
  [{ type: 'url' }, 'https://a:b@example.com', 'must not hold a user name'],
  [{ type: 'url' }, 'https://example.com?x', 'query'],
  [{ type: 'url' }, 'https:example.com', 'address such as'],
  [{ type: 'url' }, 'https://a\\b', 'backslashes'],
  [{ type: 'url', path: false }, 'https://example.com/x', 'path'],
  [{ type: 'integer' }, 1.5, 'whole number'],
  [{ type: 'integer', min: 1 }, 0, 'at least 1'],
  [{ type: 'number' }, '1', 'must be a number'],
  [{ type: 'boolean' }, 'true', 'true or false'],
  [{ type: 'select', options: [{ value: 'a', label: 'A' }] }, 'b', 'one of a'],
  [{ type: 'multi-select', options: [{ value: 'a', label: 'A' }] }, 'a', 'must be a list'],
  [{ type: 'file', maxBytes: 3 }, 'abcd', 'at most 3 bytes'],
])('%j refuses %j', (field, value, message) => {
  expect(check(field, value)).toContain(message);
});

test.each([
  ['{"client_email":"a","web":{"key":"b"}}', null],
  ['\n { "web": { "key": "b" }, "client_email": "a", "more": [1] } ', null],
  ['secret-words', 'input.x: must be the whole JSON text, from its first { to its last }'],
  ['{"client_email":"secret-words"', 'input.x: must be the whole JSON text, from its first { to its last }'],
  ['["secret-words"]', 'input.x: must be the whole JSON text, from its first { to its last }'],
  ['null', 'input.x: must be the whole JSON text, from its first { to its last }'],
  ['{"client_email":"secret-words"}', 'input.x: holds no text called web.key'],
  ['{"client_email":"a","web":"secret-words"}', 'input.x: holds no text called web.key'],
  ['{"client_email":"","web":{"key":"b"}}', 'input.x: holds no text called client_email'],
  ['{"client_email":7,"web":{"key":"b"}}', 'input.x: holds no text called client_email'],
])('a JSON secret holds the texts it is asked for: %s', (text, message) => {
  expect(check({ type: 'secret', members: { email: 'client_email', key: 'web.key' } }, text)).toBe(message);
});

test('a name every object has is no member', () => {
  expect(check({ type: 'secret', members: { name: 'constructor.name' } }, '{}')).toContain('holds no text');
});

test('a secret has to look like one of its formats, and is not repeated', () => {
  const field: FieldInput = {
    type: 'secret',
    formats: [
      { id: 'classic', label: 'classic token', pattern: 'ghp_[A-Za-z0-9]{4}' },
      { id: 'old', label: 'legacy token', pattern: '[0-9a-f]{8}' },
    ],
  };
  expect(check(field, 'ghp_abcd')).toBeNull();
  const refusal = check(field, 'my-secret-value');
  expect(refusal).toContain('does not look like a classic token or a legacy token');
  expect(refusal).not.toContain('my-secret');
});

test('every problem is reported, unknown names with those that exist', () => {
  const fields = fieldsSchema.parse({ a: { type: 'text', required: true }, b: { type: 'integer' } });
  const result = validateFields(fields, { b: 'x', c: 1 }, { path: 'settings' });
  expect(result).toMatchObject({
    ok: false,
    details: [
      { path: 'settings.c', message: '"c" is not a field here; there are a, b' },
      { path: 'settings.a', message: 'a is needed' },
      { path: 'settings.b', message: 'must be a whole number' },
    ],
  });
  expect(() => requireValidFields(fields, { b: 'x' })).toThrow('a: a is needed (and 1 more).');
});

test('defaults fill in, and hidden fields are neither asked for nor kept', () => {
  const fields = fieldsSchema.parse({
    kind: {
      type: 'select',
      options: [
        { value: 'cloud', label: 'C' },
        { value: 'own', label: 'O' },
      ],
      default: 'cloud',
    },
    url: { type: 'url', required: true, visibleWhen: { field: 'kind', equals: 'own' } },
  });
  expect(validateFields(fields, { url: 'https://x.example' })).toEqual({ ok: true, values: { kind: 'cloud' } });
  expect(validateFields(fields, { kind: 'own' })).toMatchObject({ ok: false, details: [{ path: 'url' }] });
  expect(validateFields(fields, { kind: 'own' }, { isOptional: () => true })).toEqual({
    ok: true,
    values: { kind: 'own' },
  });
});

test('a field takes its value from a setting where none is given, and is needed where the setting is blank', () => {
  const fields = fieldsSchema.parse({ model: { type: 'text', required: true, defaultFrom: 'model' } });
  const settings = { model: 'large' };
  expect(validateFields(fields, {}, { settings })).toEqual({ ok: true, values: { model: 'large' } });
  expect(validateFields(fields, { model: '' }, { settings })).toEqual({ ok: true, values: { model: 'large' } });
  expect(validateFields(fields, { model: 'small' }, { settings })).toEqual({ ok: true, values: { model: 'small' } });
  for (const none of [undefined, {}, { model: '' }, { model: null }])
    expect(validateFields(fields, {}, none && { settings: none })).toMatchObject({ ok: false });
});

test('no pattern takes long', () => {
  expect(check({ type: 'textarea', pattern: '(a+)+b' }, 'a'.repeat(5_000))).toContain('must match');
});
