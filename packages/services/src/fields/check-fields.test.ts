import { fieldsSchema } from '@patchbay/schema';
import { expect, test } from 'vitest';
import { checkFields } from './check-fields.ts';
import { toFieldView } from './to-field-view.ts';

const fields = fieldsSchema.parse({
  keyFile: { type: 'secret', label: 'Key file', required: true, members: { email: 'client_email', key: 'web.key' } },
});
const options = { path: 'credentials', egress: { allow: [] } as never };
const check = (keyFile: string) => checkFields(fields, { keyFile }, options);

test('a key file is kept whole, without the blanks around it', () => {
  const text = '{"client_email":"a","web":{"key":"b"},"more":1}';
  expect(check(`\n${text}\n`)).toEqual({ values: { keyFile: text }, problems: [] });
});

test.each([
  ['secret-words', 'Key file must be the whole JSON text, from its first { to its last }'],
  ['{"client_email":"secret-words"}', 'Key file holds no text called web.key'],
])('%s is no key file, and is not repeated', (text, message) => {
  expect(check(text)).toEqual({ values: {}, problems: [{ path: 'credentials.keyFile', message }] });
});

test('forms are told what a key file holds, to recognise one', () => {
  const [name = '', field] = Object.entries(fields)[0] ?? [];
  expect(field && toFieldView(name, field)).toMatchObject({ type: 'secret', members: ['client_email', 'web.key'] });
});
