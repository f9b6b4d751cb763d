// The chain of the audit log over HTTP: who may check it, and what a changed line looks like.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from './testing/create-test-app.ts';

const path = '/audit-log/verification';

let tested: TestApp;
let mine: { apiKey: string; organizationId: string };
beforeAll(async () => {
  tested = await createTestApp();
  mine = await tested.addOrganization('Mine');
  for (const name of ['first', 'second', 'third']) await tested.call(mine.apiKey, 'POST', '/api-keys', { name });
});
afterAll(() => tested?.close());

test('admins check the chain, members do not', async () => {
  const admin = await tested.addKey(mine.organizationId, 'admin');
  expect(await tested.call(admin, 'GET', path)).toMatchObject({
    status: 200,
    body: { ok: true, checked: 3, lastHash: expect.stringMatching(/^[0-9a-f]{64}$/), problem: null },
  });
  const member = await tested.addKey(mine.organizationId, 'member');
  expect((await tested.call(member, 'GET', path)).status).toBe(403);
});

test('another organization checks its own log', async () => {
  const other = await tested.addOrganization('Other');
  expect((await tested.call(other.apiKey, 'GET', path)).body).toMatchObject({ ok: true, checked: 0 });
});

test('a line changed behind our back is named', async () => {
  await tested.db.orm.execute(`update audit_log set actor_label = 'somebody else' where seq = 2`);
  expect((await tested.call(mine.apiKey, 'GET', path)).body).toMatchObject({
    ok: false,
    checked: 1,
    problem: { seq: 2, message: 'it was changed after it was written' },
  });
});
