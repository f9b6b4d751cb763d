import { field, fieldsSchema } from '@patchbay/schema';
import { expect, test } from 'vitest';
import { fillAddress } from './fill-address.ts';

const fields = fieldsSchema.parse({
  siteUrl: field.url({ label: 'Site', default: 'https://forge.example.com/' }),
  baseUrl: field.url({ label: 'Server' }),
  organization: field.text({ label: 'Organization' }),
});

test.each([
  ['no placeholder', 'https://forge.example.com/apps', {}, 'https://forge.example.com/apps'],
  ['a default', '{settings.siteUrl}/apps', {}, 'https://forge.example.com/apps'],
  ['what is given', '{settings.siteUrl}/apps', { siteUrl: 'https://own.example.com' }, 'https://own.example.com/apps'],
  ['one that is missing', '{settings.baseUrl}/apps', {}, null],
  ['one that is blank', '{settings.baseUrl}/apps', { baseUrl: ' ' }, null],
  ['one that is no address', '{settings.baseUrl}/apps', { baseUrl: 'forge' }, null],
  ['one of another kind', '{settings.baseUrl}/apps', { baseUrl: 'javascript:alert(1)' }, null],
  ['a part', '{settings.siteUrl}/{settings.organization}', { organization: 'a/b' }, 'https://forge.example.com/a%2Fb'],
  ['one nobody declares', '{settings.other}/apps', {}, null],
])('%s', (_what, template, settings, expected) => {
  expect(fillAddress(template, fields, settings)).toBe(expected);
});
