import { expect, test } from 'vitest';
import { createTestApp, origin, owner, setupToken } from './testing/create-test-app.ts';

test('a key that asks too often waits, another one does not', async () => {
  const tested = await createTestApp({ limits: { caller: 3 } });
  const { apiKey, organizationId } = await tested.addOrganization('Mine');
  const other = await tested.addKey(organizationId, 'viewer');
  for (let count = 0; count < 3; count += 1) expect((await tested.call(apiKey, 'GET', '/me')).status).toBe(200);
  const refused = await tested.call(apiKey, 'GET', '/me');
  expect(refused).toMatchObject({ status: 429, body: { error: { code: 'rate_limited' } } });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await tested.call(other, 'GET', '/me')).status).toBe(200);
  await tested.close();
});

test('an address that guesses keys waits; one that has a key does not', async () => {
  const tested = await createTestApp({ limits: { address: 2 } });
  const { apiKey } = await tested.addOrganization('Mine');
  const from = (address: string) => ({ 'x-forwarded-for': address });
  for (const status of [401, 401, 429]) {
    expect((await tested.call('pb_guessguess', 'GET', '/me', undefined, from('203.0.113.1'))).status).toBe(status);
  }
  expect((await tested.call('pb_guessguess', 'GET', '/me', undefined, from('203.0.113.2'))).status).toBe(401);
  expect((await tested.call(apiKey, 'GET', '/me', undefined, from('203.0.113.1'))).status).toBe(200);
  await tested.close();
});

test('guessing a password or the setup token is slowed down', async () => {
  const tested = await createTestApp({ limits: { signIn: 3 } });
  const signIn = () =>
    tested.app.request('/api/auth/sign-in/email', {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin },
      body: JSON.stringify({ email: owner.email, password: 'a wrong password' }),
    });
  for (const status of [401, 401, 401, 429]) expect((await signIn()).status).toBe(status);
  const setup = await tested.call(null, 'POST', '/setup', { ...owner, token: setupToken });
  expect(setup.status).toBe(429);
  await tested.close();
});
