import { expect, test } from 'vitest';
import { parseManifestSyntax } from './syntax.ts';

const syntax = parseManifestSyntax(`import { defineManifest, field } from '@patchbay/schema';

const page = {
  size: 1,
};
export const manifest = defineManifest({
  id: 'a',
  settings: {
    baseUrl: field.url({
      required: true,
    }),
  },
  auth: [
    { id: 'one' },
    { id: 'two' },
  ],
  paging: { ...page, other: 2 },
  implements: {
    'scm.comment': { operation: 'x' },
  },
});
`);

test.each([
  ['id', 7],
  ['settings.baseUrl', 9],
  ['settings.baseUrl.required', 10],
  ['auth.1.id', 15],
  ['paging.size', 4],
  ['implements[scm.comment].operation', 19],
  ['settings.missing.deeper', 8],
  ['nothing', 6],
])('%s is written in line %i', (path, line) => {
  expect(syntax.lineOf(path)).toBe(line);
});

test('keys come in the order they are written', () => {
  expect(syntax.keysAt('')).toEqual(['id', 'settings', 'auth', 'paging', 'implements']);
  expect(syntax.keysAt('settings.baseUrl')).toEqual(['required']);
  expect(syntax.keysAt('nothing')).toEqual([]);
});
