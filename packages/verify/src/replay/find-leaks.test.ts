import { authMethodSchema } from '@patchbay/schema';
import { samplePrivateKey } from '@patchbay/simulator';
import { expect, test } from 'vitest';
import { findLeaks } from './find-leaks.ts';

const basic = authMethodSchema.parse({ id: 'a', type: 'basic' });
const credentials = { username: 'reader-one', password: 'correct/horse' };

test.each([
  ['as it is', 'sent correct/horse'],
  ['percent-encoded', '/login?password=correct%2Fhorse'],
  ['base64-encoded with the user name', `Basic ${btoa('reader-one:correct/horse')}`],
])('a secret is found %s', (_, text) => {
  expect(findLeaks(basic, credentials, [{ where: 'the log', text }])).toEqual([
    { credential: 'password', where: 'the log' },
  ]);
});

test('a user name is no secret', () => {
  expect(findLeaks(basic, credentials, [{ where: 'the log', text: 'reader-one signed in' }])).toEqual([]);
});

test('a key in the query is no leak where the method says why it has to be there', () => {
  const config = { in: 'query', name: 'key', queryReason: 'The provider takes it nowhere else.' };
  const inQuery = authMethodSchema.parse({ id: 'a', type: 'api_key', config });
  const texts = ['a URL', 'the log'].map((where) => ({ where, text: 'key=canary-key-1' }));
  expect(findLeaks(inQuery, { apiKey: 'canary-key-1' }, texts)).toEqual([{ credential: 'apiKey', where: 'the log' }]);
});

test('an address that is a secret is found without its host, and may be the URL', () => {
  const hook = authMethodSchema.parse({ id: 'a', type: 'secret_url', config: { reason: 'There is no other way.' } });
  const text = 'POST example.com/hooks/canary-1 → 200';
  const texts = ['a URL', 'the log'].map((where) => ({ where, text }));
  expect(findLeaks(hook, { url: 'https://example.com/hooks/canary-1' }, texts)).toEqual([
    { credential: 'url', where: 'the log' },
  ]);
});

test('a key is found by one of its lines', () => {
  const key = samplePrivateKey('rsa').export({ type: 'pkcs8', format: 'pem' }).toString();
  const config = { algorithm: 'RS256', keyField: 'privateKey', claims: {} };
  const signed = authMethodSchema.parse({ id: 'a', type: 'jwt', config });
  const text = JSON.stringify({ sent: key });
  expect(text).not.toContain(key);
  expect(findLeaks(signed, { privateKey: key }, [{ where: 'the log', text }])).toHaveLength(1);
});
