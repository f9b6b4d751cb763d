import type { FieldView } from '@patchbay/client';
import { expect, test } from 'vitest';
import { inputSchema } from './input-schema.ts';

const plain: FieldView = {
  ...{ name: 'f', type: 'text', label: 'F', help: null, placeholder: null, required: false, default: null },
  ...{ options: null, pattern: null, visibleWhen: null, docsUrl: null, maxLength: null },
};
const schemaOf = (field: Partial<FieldView>) => inputSchema([{ ...plain, ...field }]);
const propertyOf = (field: Partial<FieldView>) => (schemaOf(field).properties as Record<string, object>).f;
const options = [
  { value: 'a', label: 'The first' },
  { value: 'b', label: 'b' },
];

test.each<[Partial<FieldView>, object]>([
  [
    { maxLength: 9, pattern: 'a|b' },
    { type: 'string', maxLength: 9, pattern: '^(?:a|b)$' },
  ],
  // RE2 knows what JSON Schema does not.
  [{ pattern: '(?i)a' }, { type: 'string' }],
  [
    { type: 'integer', default: 3 },
    { type: 'integer', default: 3 },
  ],
  [
    { type: 'boolean', default: false },
    { type: 'boolean', default: false },
  ],
  [{ type: 'url' }, { type: 'string', format: 'uri' }],
  [
    { type: 'select', options },
    { type: 'string', enum: ['a', 'b'], description: 'a: The first.' },
  ],
  [
    { type: 'multi-select', options },
    { type: 'array', items: { type: 'string', enum: ['a', 'b'] } },
  ],
  [{ type: 'combobox' }, { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] }],
  [{ type: 'json' }, { type: ['object', 'array'] }],
  [{ type: 'secret' }, { type: 'string', description: 'A secret.' }],
  [
    { help: 'Where it is.', placeholder: 'x/y' },
    { type: 'string', description: 'Where it is. For example x/y.' },
  ],
])('%j', (field, schema) => {
  const property = propertyOf(field);
  expect(property).toMatchObject({ title: 'F', ...schema });
  if (!('pattern' in schema)) expect(property).not.toHaveProperty('pattern');
});

test('what may be left out is not required', () => {
  expect(schemaOf({ required: true })).toMatchObject({ required: ['f'], additionalProperties: false });
  expect(schemaOf({ required: true, default: 'x' })).not.toHaveProperty('required');
  expect(schemaOf({ required: true, visibleWhen: { field: 'g', equals: ['a', 'b'] } })).not.toHaveProperty('required');
  expect(propertyOf({ visibleWhen: { field: 'g', equals: ['a', 'b'] } })).toMatchObject({
    description: 'Only when g is a or b.',
  });
});
