import { expect, test } from 'vitest';
import { envSchema, explainOlderNames, parseEnv } from './env.ts';

test('nothing set is a working embedded server', () => {
  const env = parseEnv({});
  expect(env).toMatchObject({
    API_PORT: 3001,
    HOST: '127.0.0.1',
    PATCHBAY_DATA_DIR: '.data',
    PATCHBAY_ROLE: 'all',
    PATCHBAY_OFFLINE: false,
    API_URL: 'http://localhost:3001',
    APP_URL: 'http://localhost:3000',
  });
});

test.each([
  ['API_PORT', 'eighty', /API_PORT must be a port number/],
  ['API_PORT', '70000', /API_PORT must be a port number/],
  ['API_URL', 'ftp://x', /API_URL must be a web address/],
  ['DATABASE_URL', 'mysql://x', /DATABASE_URL must start with postgres/],
  ['PATCHBAY_ROLE', 'boss', /PATCHBAY_ROLE must be all, api or worker/],
  ['PATCHBAY_OFFLINE', 'maybe', /PATCHBAY_OFFLINE must be 1 or 0/],
  ['LOG_LEVEL', 'loud', /LOG_LEVEL must be/],
  ['BETTER_AUTH_SECRET', 'short', /BETTER_AUTH_SECRET must have at least 32/],
  ['PATCHBAY_AUTHREF_ENV', 'CI_TOKEN,*', /PATCHBAY_AUTHREF_ENV must hold names/],
  ['PATCHBAY_AUTHREF_ENV', 'CI_TOKEN,DATABASE_URL', /PATCHBAY_AUTHREF_ENV must not name DATABASE_URL/],
  ['PATCHBAY_AUTHREF_ENV', 'PATCHBAY_*', /PATCHBAY_AUTHREF_ENV must not name PATCHBAY_/],
  ['PATCHBAY_BODY_LIMIT_BYTES', '1', /PATCHBAY_BODY_LIMIT_BYTES must be at least/],
])('a bad %s gets a sentence', (name, value, sentence) => {
  expect(() => parseEnv({ [name]: value })).toThrow(sentence);
});

test('every bad one is named, and no value is repeated', () => {
  try {
    parseEnv({ API_PORT: 'secret-a', BETTER_AUTH_SECRET: 'secret-b' });
    expect.unreachable();
  } catch (error) {
    expect(String(error)).toMatch(/API_PORT[\s\S]*BETTER_AUTH_SECRET/);
    expect(String(error)).not.toMatch(/secret-/);
  }
});

test('variables that references may read are a list', () => {
  expect(parseEnv({ PATCHBAY_AUTHREF_ENV: 'CI_TOKEN, CI_SECRET_*' }).PATCHBAY_AUTHREF_ENV).toEqual([
    'CI_TOKEN',
    'CI_SECRET_*',
  ]);
  expect(parseEnv({}).PATCHBAY_AUTHREF_ENV).toEqual([]);
});

test('PostgreSQL without encryption keys is refused, with how to make one', () => {
  expect(() => parseEnv({ DATABASE_URL: 'postgres://localhost/x' })).toThrow(/openssl rand -base64 32/);
});

test('one of several processes on the embedded database is refused', () => {
  expect(() => parseEnv({ PATCHBAY_ROLE: 'worker' })).toThrow(/DATABASE_URL/);
});

test('an empty variable is one that is not set', () => {
  expect(parseEnv({ API_PORT: '', DATABASE_URL: '' }).API_PORT).toBe(3001);
});

test('a variable of an older system is told to do nothing, without its value', () => {
  const told = explainOlderNames({
    FRONTEND_URL: 'https://old.example',
    ENCRYPTION_KEY: 'secret-0815',
    APP_URL: 'x',
    BACKEND_URL: '',
  });
  expect(told).toEqual([
    expect.stringMatching(/^ENCRYPTION_KEY is set and not read\. .*PATCHBAY_ENCRYPTION_KEYS/),
    'FRONTEND_URL is set and not read. Set APP_URL instead.',
  ]);
  expect(told.join()).not.toMatch(/old\.example|secret-0815/);
});

test('every variable has a text for the documentation', () => {
  for (const [name, schema] of Object.entries(envSchema.shape)) expect(schema.description, name).toBeTruthy();
});
