import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, owner, setupToken, type TestApp } from './testing/create-test-app.ts';

let tested: TestApp;
beforeAll(async () => {
  tested = await createTestApp();
});
afterAll(() => tested?.close());

test('a wrong token, a missing field and one too many are refused and change nothing', async () => {
  expect((await tested.call(null, 'GET', '/setup')).body).toEqual({ isSetUp: false });
  const wrong = await tested.call(null, 'POST', '/setup', { ...owner, token: 'wrong' });
  expect(wrong).toMatchObject({ status: 401, body: { error: { code: 'unauthorized' } } });
  for (const body of [
    { ...owner },
    { ...owner, token: setupToken, admin: true },
    { ...owner, token: setupToken, password: 'short' },
    { ...owner, token: setupToken, email: 'nobody' },
    { ...owner, token: setupToken, organizationName: 'x'.repeat(10_000) },
  ]) {
    const answer = await tested.call(null, 'POST', '/setup', body);
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'invalid_input' } } });
    expect(answer.body.error.details.length).toBeGreaterThan(0);
    expect(JSON.stringify(answer.body)).not.toContain(owner.password);
  }
  expect((await tested.call(null, 'GET', '/setup')).body).toEqual({ isSetUp: false });
});

test('of many setups at once one wins, and its key works', async () => {
  const answers = await Promise.all(
    [1, 2, 3, 4].map(() => tested.call(null, 'POST', '/setup', { ...owner, token: setupToken })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
  const made = answers.find(({ status }) => status === 201)?.body;
  const me = await tested.call(made.apiKey, 'GET', '/me');
  expect(me.body).toMatchObject({
    user: null,
    organization: { id: made.organizationId, name: 'Example', slug: 'example' },
    role: 'owner',
    scopes: null,
    permissions: expect.arrayContaining(['connections.create', 'keys.rotate']),
    mode: 'embedded',
    isOffline: false,
  });
  const members = await tested.call(made.apiKey, 'GET', '/members');
  expect(members.body.data).toMatchObject([{ userId: made.userId, email: owner.email, role: 'owner' }]);
});

test('a second setup is refused, and the log tells of the first without its secrets', async () => {
  expect((await tested.call(null, 'GET', '/setup')).body).toEqual({ isSetUp: true });
  const again = await tested.call(null, 'POST', '/setup', { ...owner, token: setupToken });
  expect(again).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } });
  const text = tested.logged.join('');
  expect(text).toContain('/api/v1/setup');
  for (const secret of [owner.password, setupToken]) expect(text).not.toContain(secret);
});
