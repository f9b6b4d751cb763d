// Encryption keys over HTTP: for owners alone, and nothing but numbers of other organizations.
import { randomBytes } from 'node:crypto';
import { createKeyRing } from '@patchbay/secrets';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from './testing/create-test-app.ts';

const keys = ['k2', 'k1'].map((id) => `${id}:${randomBytes(32).toString('base64')}`);

let tested: TestApp;
let mine: { apiKey: string; organizationId: string };
let connectionId: string;
beforeAll(async () => {
  tested = await createTestApp();
  tested.deps.services.keyRing = createKeyRing(keys[1] ?? '');
  mine = await tested.addOrganization('Mine');
  const made = await tested.call(mine.apiKey, 'POST', '/integrations/connections', {
    providerSlug: 'docker-registry',
    authMethod: 'basic',
    settings: { baseUrl: 'http://127.0.0.1:1' },
    credentials: { username: 'ada', password: 'swordfish-4711' },
  });
  expect(made.status).toBe(201);
  connectionId = made.body.id;
});
afterAll(() => tested?.close());

test('an admin may neither rotate nor check', async () => {
  const admin = await tested.addKey(mine.organizationId, 'admin');
  expect((await tested.call(admin, 'POST', '/keys/rotate')).status).toBe(403);
  expect((await tested.call(admin, 'GET', '/keys/check')).status).toBe(403);
});

test('an owner rotates, and sees that the old key can go', async () => {
  tested.deps.services.keyRing = createKeyRing(keys.join(','));
  const check = async () => (await tested.call(mine.apiKey, 'GET', '/keys/check')).body;
  expect((await check()).keys.map(({ credentials }: { credentials: number }) => credentials)).toEqual([0, 1]);
  expect(await tested.call(mine.apiKey, 'POST', '/keys/rotate')).toMatchObject({
    status: 200,
    body: { keyId: 'k2', resealed: 1, undecryptable: 0, remaining: 0, isComplete: true },
  });
  expect((await check()).keys.map(({ credentials }: { credentials: number }) => credentials)).toEqual([1, 0]);
});

test('what does not open is named to its own organization only, without a secret', async () => {
  tested.deps.services.keyRing = createKeyRing(keys[1] ?? '');
  const other = await tested.addOrganization('Other');
  const own = await tested.call(mine.apiKey, 'GET', '/keys/check');
  expect(own.body).toMatchObject({ undecryptable: [{ connectionId, version: 1 }], undecryptableTotal: 1 });
  const theirs = await tested.call(other.apiKey, 'GET', '/keys/check');
  expect(theirs.body).toMatchObject({ undecryptable: [], undecryptableTotal: 1 });
  expect(JSON.stringify([own.body, theirs.body, tested.logged])).not.toContain('swordfish');
});
