import { expect, test } from 'vitest';
import { readEnv } from './env.ts';

test('defaults fit a machine where nothing is set', () => {
  expect(readEnv({})).toEqual({
    ...{ host: '127.0.0.1', port: 3000, apiUrl: 'http://127.0.0.1:3001', appUrl: 'http://localhost:3000' },
  });
  expect(readEnv({ API_PORT: '4001', ADMIN_PORT: '', HOST: '0.0.0.0' })).toEqual({
    host: '0.0.0.0',
    port: 3000,
    apiUrl: 'http://127.0.0.1:4001',
    appUrl: 'http://localhost:3000',
  });
});

test('a slash at the end of API_URL does not matter', () => {
  expect(readEnv({ API_URL: 'https://api.example/patchbay/' }).apiUrl).toBe('https://api.example/patchbay');
});

test('every wrong variable is named at once', () => {
  expect(() => readEnv({ ADMIN_PORT: 'abc', API_URL: 'ftp://x' })).toThrow(
    /ADMIN_PORT must be a port number; API_URL must be an http or https URL/,
  );
});
