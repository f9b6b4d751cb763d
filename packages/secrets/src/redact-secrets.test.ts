import { expect, test } from 'vitest';
import { redactSecrets } from './redact-secrets.ts';

test('what stands under a telling name is taken out, at any depth', () => {
  const given = {
    hook: { config: { secret: 'abc', url: 'https://a.example' } },
    items: [{ access_token: 'x', id: 1 }],
  };
  expect(redactSecrets(given)).toEqual({
    hook: { config: { secret: '[redacted]', url: 'https://a.example' } },
    items: [{ access_token: '[redacted]', id: 1 }],
  });
  expect(redactSecrets({ clientSecret: 'a', 'api-key': 'b', token: '', tokenCount: 'c', secretary: 'd' })).toEqual({
    clientSecret: '[redacted]',
    'api-key': '[redacted]',
    token: '',
    tokenCount: 'c',
    secretary: 'd',
  });
});

test('what looks like a secret is taken out wherever it stands', () => {
  const token = `ghp_${'a1B2'.repeat(9)}`;
  expect(redactSecrets({ message: `see ${token}!` })).toEqual({ message: 'see [redacted]!' });
  expect(redactSecrets('https://ada:swordfish@git.example.com/x')).toBe('https://ada:[redacted]@git.example.com/x');
  expect(redactSecrets(['-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----', 7, null, true])).toEqual([
    '[redacted]',
    7,
    null,
    true,
  ]);
});

test('a nest without an end does not end the process', () => {
  let nest: unknown = { secret: 'a' };
  for (let depth = 0; depth < 5_000; depth++) nest = [nest];
  expect(JSON.stringify(redactSecrets(nest))).toContain('[redacted]');
});
