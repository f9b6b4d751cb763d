import type { FieldView } from '@patchbay/client';
import { describe, expect, test } from 'vitest';
import { createFieldsSchema, recognizeFormat } from './field-schema.ts';
import { initialValues, isVisible, toCredentials, toPayload } from './field-values.ts';
import { toGivenValues } from './given-values.ts';
import { readPastedValues } from './pasted-values.ts';

function field(overrides: Partial<FieldView> & { name: string }): FieldView {
  return {
    type: 'text',
    label: overrides.name,
    help: null,
    placeholder: null,
    required: false,
    default: null,
    options: null,
    pattern: null,
    visibleWhen: null,
    docsUrl: null,
    maxLength: null,
    ...overrides,
  };
}

function problems(fields: FieldView[], values: Record<string, string | boolean | string[]>, stored: string[] = []) {
  const parsed = createFieldsSchema(fields, { storedSecrets: new Set(stored) }).safeParse(values);
  return parsed.success ? {} : Object.fromEntries(parsed.error.issues.map((issue) => [issue.path[0], issue.message]));
}

describe('schema', () => {
  const url = field({ name: 'baseUrl', type: 'url', label: 'Server URL', required: true });
  const token = field({
    name: 'token',
    type: 'secret',
    label: 'Token',
    required: true,
    formats: [
      { id: 'classic', pattern: 'ghp_[A-Za-z0-9]{4}', label: 'classic token', note: null },
      { id: 'legacy', pattern: '[0-9a-f]{8}', label: 'legacy token', note: null },
    ],
  });

  test('a required field is named in its message', () => {
    expect(problems([url], { baseUrl: '  ' })).toEqual({ baseUrl: 'Server URL is needed.' });
  });

  test.each(['not a url', 'ftp://example.com', 'https://user:secret@example.com'])('%s is no server URL', (value) => {
    expect(Object.keys(problems([url], { baseUrl: value }))).toEqual(['baseUrl']);
  });

  test('a stored secret may stay blank, a new one may not', () => {
    expect(problems([token], { token: '' })).toEqual({ token: 'Token is needed.' });
    expect(problems([token], { token: '' }, ['token'])).toEqual({});
  });

  test('a secret has one of its known shapes, or is a reference', () => {
    expect(problems([token], { token: 'ghp_abcd' })).toEqual({});
    expect(problems([token], { token: 'authref://env/PATCHBAY_SECRET_TOKEN' })).toEqual({});
    expect(problems([token], { token: 'ghp_abcd and more' }).token).toContain('classic token or legacy token');
    expect(recognizeFormat(token, ' 0123abcd ')).toBe('legacy token');
    expect(recognizeFormat(token, 'other')).toBeNull();
  });

  test('numbers and JSON are checked before they are sent', () => {
    const fields = [field({ name: 'count', type: 'integer' }), field({ name: 'body', type: 'json' })];
    expect(Object.keys(problems(fields, { count: '1.5', body: '{' }))).toEqual(['count', 'body']);
    expect(problems(fields, { count: '15', body: '{}' })).toEqual({});
  });

  test('a pattern this browser cannot read is left to the API', () => {
    expect(problems([field({ name: 'name', pattern: '(?P<x>a' })], { name: 'b' })).toEqual({});
    expect(Object.keys(problems([field({ name: 'name', pattern: 'a+' })], { name: 'ab' }))).toEqual(['name']);
  });

  test('a hidden field is neither checked nor sent', () => {
    const fields = [
      field({ name: 'mode' }),
      field({ name: 'key', required: true, visibleWhen: { field: 'mode', equals: 'manual' } }),
    ];
    expect(problems(fields, { mode: 'auto', key: '' })).toEqual({});
    expect(Object.keys(problems(fields, { mode: 'manual', key: '' }))).toEqual(['key']);
    expect(toPayload(fields, { mode: 'auto', key: 'left over' })).toEqual({ mode: 'auto' });
  });
});

describe('values', () => {
  test('a condition is one value or one of several', () => {
    const several = field({ name: 'a', visibleWhen: { field: 'mode', equals: ['x', 'y'] } });
    const single = field({ name: 'a', visibleWhen: { field: 'tls', equals: true } });
    expect(isVisible(several, { mode: 'y' })).toBe(true);
    expect(isVisible(several, { mode: 'z' })).toBe(false);
    expect(isVisible(single, { tls: false })).toBe(false);
    expect(isVisible(single, { tls: true })).toBe(true);
  });

  test('what is blank is said to be blank, unless it is hidden or a secret', () => {
    const fields = [
      field({ name: 'team' }),
      field({ name: 'tags', type: 'multi-select' }),
      field({ name: 'token', type: 'secret' }),
      field({ name: 'mode' }),
      field({ name: 'hidden', visibleWhen: { field: 'mode', equals: 'manual' } }),
    ];
    expect(toGivenValues(fields, { team: ' ', tags: [], token: '', mode: 'auto', hidden: 'left over' })).toEqual({
      ...{ team: null, tags: null, mode: 'auto' },
    });
    expect(toGivenValues(fields, { team: 'web', tags: ['a'], token: 't', mode: 'manual', hidden: '' })).toEqual({
      ...{ team: 'web', tags: ['a'], token: 't', mode: 'manual', hidden: null },
    });
  });

  test('initial values: stored before default, secrets always empty', () => {
    const fields = [
      field({ name: 'url', default: 'https://a' }),
      field({ name: 'port', type: 'integer', default: 443 }),
      field({ name: 'token', type: 'secret' }),
      field({ name: 'tls', type: 'boolean' }),
      field({ name: 'tags', type: 'multi-select' }),
      field({ name: 'body', type: 'json', default: { a: 1 } }),
    ];
    expect(initialValues(fields, { url: 'https://b', token: 'never', tags: ['x'] })).toEqual({
      url: 'https://b',
      port: '443',
      token: '',
      tls: false,
      tags: ['x'],
      body: '{\n  "a": 1\n}',
    });
  });

  test('payload: typed, blanks left out, secrets untouched', () => {
    const fields = [
      field({ name: 'url', type: 'url' }),
      field({ name: 'count', type: 'integer' }),
      field({ name: 'ratio', type: 'number' }),
      field({ name: 'body', type: 'json' }),
      field({ name: 'password', type: 'secret' }),
      field({ name: 'note' }),
    ];
    const values = { url: ' https://a ', count: '7', ratio: '0.5', body: '[1]', password: ' p ', note: '' };
    expect(toPayload(fields, values)).toEqual({
      url: 'https://a',
      count: 7,
      ratio: 0.5,
      body: [1],
      password: ' p ',
    });
    expect(toCredentials(fields, values)).toMatchObject({ count: '7', body: '[1]' });
  });
});

describe('pasted text', () => {
  const fields = [field({ name: 'baseUrl' }), field({ name: 'token', type: 'secret' }), field({ name: 'key' })];

  test('a .env file fills the fields it names', () => {
    const text = '# server\nexport GITEA_BASE_URL="https://git.example.com"\nGITEA_TOKEN=abc=def # mine\nOTHER=1\n';
    expect(readPastedValues(text, fields)).toEqual({ baseUrl: 'https://git.example.com', token: 'abc=def' });
  });

  test('a JSON key file does too', () => {
    expect(readPastedValues('{"base_url":"https://a","token":"t","nested":{"key":"no"}}', fields)).toEqual({
      baseUrl: 'https://a',
      token: 't',
    });
  });

  test('a field that takes a key file gets it whole, and the file still fills the fields it names', () => {
    const whole = [
      field({ name: 'keyFile', type: 'secret', members: ['client_email', 'web.key'] }),
      field({ name: 'project', label: 'Project ID' }),
    ];
    const text = '\n{"client_email": "a", "web": {"key": "b"}, "project_id": "shop"}\n';
    expect(readPastedValues(text, whole)).toEqual({ keyFile: text.trim(), project: 'shop' });
    for (const other of ['{"client_email":"a","web":{}}', '{"client_email":"a"}', '{"keyFile":"a"}', 'KEY_FILE=a'])
      expect(readPastedValues(other, whole)).toEqual({});
  });

  test('a short name needs the whole name', () => {
    expect(readPastedValues('MONKEY=1', fields)).toEqual({});
    expect(readPastedValues('KEY=1', fields)).toEqual({ key: '1' });
  });

  test.each(['ghp_plainToken', 'https://git.example.com', '{broken', ''])('%s names nothing', (text) => {
    expect(readPastedValues(text, fields)).toEqual({});
  });
});
