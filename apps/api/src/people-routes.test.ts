// Keys and sessions over HTTP: what they open, what they do not, and when they stop.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, origin, owner, type TestApp } from './testing/create-test-app.ts';

let tested: TestApp;
let mine: { apiKey: string; organizationId: string; userId: string };
beforeAll(async () => {
  tested = await createTestApp();
  mine = await tested.addOrganization('Mine');
});
afterAll(() => tested?.close());

async function auth(path: string, body: unknown, headers: Record<string, string> = { origin }): Promise<Response> {
  return tested.app.request(`/api/auth${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

async function signIn(): Promise<string> {
  const response = await auth('/sign-in/email', { email: 'owner1@example.com', password: owner.password });
  expect(response.status).toBe(200);
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

test('a key is shown once, works, and stops at once when it is revoked', async () => {
  const made = await tested.call(mine.apiKey, 'POST', '/api-keys', { name: 'CI', role: 'member', expiresInDays: 30 });
  expect(made).toMatchObject({ status: 201, body: { name: 'CI', role: 'member', scopes: null } });
  const { id, key } = made.body;
  expect(made.body.start).toBe(key.slice(0, 9));
  expect((await tested.call(key, 'GET', '/me')).body).toMatchObject({ apiKey: { id }, role: 'member' });
  const listed = await tested.call(mine.apiKey, 'GET', '/api-keys?limit=1');
  expect(listed.body.data).toMatchObject([{ id }]);
  expect(JSON.stringify(listed.body)).not.toContain(key);
  expect((await tested.call(mine.apiKey, 'GET', `/api-keys?cursor=${listed.body.nextCursor}`)).body.data).toHaveLength(
    1,
  );
  expect((await tested.call(mine.apiKey, 'DELETE', `/api-keys/${id}`)).status).toBe(204);
  expect((await tested.call(key, 'GET', '/me')).status).toBe(401);
  expect((await tested.call(mine.apiKey, 'DELETE', `/api-keys/${id}`)).status).toBe(404);
});

test('the list tells when a key was used last: by a call of its own, also one that is forbidden', async () => {
  const clock = { at: Date.parse('2031-05-04T10:00:00Z') };
  const own = await createTestApp({ clock: { now: () => clock.at } });
  try {
    const { apiKey } = await own.addOrganization('Usage');
    const make = async (name: string) =>
      (await own.call(apiKey, 'POST', '/api-keys', { name, role: 'member' })).body as { id: string; key: string };
    const [used, unused] = [await make('used'), await make('unused')];
    const lastUses = async () => {
      await own.writeKeyUsage();
      const { data } = (await own.call(apiKey, 'GET', '/api-keys')).body;
      const rows = data.map(({ id, lastUsedAt }: { id: string; lastUsedAt: string | null }) => [id, lastUsedAt]);
      return Object.fromEntries(rows) as Record<string, string | null>;
    };
    expect(await lastUses()).toMatchObject({ [used.id]: null, [unused.id]: null });

    expect((await own.call(used.key, 'GET', '/me')).status).toBe(200);
    expect(await lastUses()).toMatchObject({ [used.id]: '2031-05-04T10:00:00.000Z', [unused.id]: null });
    // Known from memory by now, which must not keep the use from being noted. What its role forbids was a use as well.
    clock.at += 5_000;
    expect((await own.call(used.key, 'POST', '/keys/rotate')).status).toBe(403);
    expect(await lastUses()).toMatchObject({ [used.id]: '2031-05-04T10:00:05.000Z' });
    clock.at += 60_000;
    expect(await lastUses()).toMatchObject({ [used.id]: '2031-05-04T10:00:05.000Z' });
  } finally {
    await own.close();
  }
});

test('nobody makes a key that may do more than himself', async () => {
  const admin = await tested.addKey(mine.organizationId, 'admin');
  expect((await tested.call(admin, 'POST', '/api-keys', { name: 'x', role: 'owner' })).status).toBe(403);
  expect((await tested.call(admin, 'POST', '/api-keys', { name: 'x' })).body.role).toBe('admin');
  const scoped = await tested.addKey(mine.organizationId, 'admin', ['api-keys:write', 'records:read']);
  expect((await tested.call(scoped, 'POST', '/api-keys', { name: 'x' })).status).toBe(403);
  expect((await tested.call(scoped, 'POST', '/api-keys', { name: 'x', scopes: ['write'] })).status).toBe(403);
  const narrower = await tested.call(scoped, 'POST', '/api-keys', { name: 'x', scopes: ['records:read'] });
  expect(narrower).toMatchObject({ status: 201, body: { scopes: ['records:read'] } });
  const unknown = await tested.call(admin, 'POST', '/api-keys', { name: 'x', scopes: ['everything'] });
  expect(unknown).toMatchObject({ status: 400, body: { error: { details: [{ path: 'scopes' }] } } });
  const owners = await tested.call(mine.apiKey, 'GET', '/api-keys');
  const ownersKey = owners.body.data.find(({ role }: { role: string }) => role === 'owner').id;
  expect((await tested.call(admin, 'DELETE', `/api-keys/${ownersKey}`)).status).toBe(403);
});

test('scopes hold', async () => {
  const scoped = await tested.addKey(mine.organizationId, 'owner', ['connections:read']);
  expect((await tested.call(scoped, 'GET', '/integrations/connections')).status).toBe(200);
  expect((await tested.call(scoped, 'GET', '/members')).status).toBe(403);
  expect((await tested.call(scoped, 'POST', '/integrations/connections', { providerSlug: 'in-memory' })).status).toBe(
    403,
  );
});

test('a key costs SQL once, then none for a while', async () => {
  await tested.call(mine.apiKey, 'GET', '/integrations/providers');
  tested.statements.length = 0;
  await tested.call(mine.apiKey, 'GET', '/integrations/providers');
  expect(tested.statements.filter((statement) => statement.includes('api_keys'))).toEqual([]);
});

test('a session works for reading anywhere and for writing from our own pages', async () => {
  const cookie = await signIn();
  expect((await tested.call(cookie, 'GET', '/me')).body).toMatchObject({
    user: { id: mine.userId, email: 'owner1@example.com' },
    apiKey: null,
    role: 'owner',
  });
  const create = (headers: Record<string, string>) =>
    tested.call(cookie, 'POST', '/api-keys', { name: 'by session' }, headers);
  expect((await create({})).status).toBe(201);
  expect((await create({ origin: 'http://evil.example' })).status).toBe(403);
  expect((await create({ origin: 'null' })).status).toBe(403);
  expect((await create({ origin: '' })).status).toBe(403);
  // A wrong key beside a good cookie is a wrong key.
  expect((await tested.call(cookie, 'GET', '/me', undefined, { authorization: 'Bearer pb_wrongwrong' })).status).toBe(
    401,
  );
});

test('signing out ends the session at once, in the memory too', async () => {
  const cookie = await signIn();
  expect((await tested.call(cookie, 'GET', '/me')).status).toBe(200);
  expect((await auth('/sign-out', {}, { origin, cookie })).status).toBe(200);
  expect((await tested.call(cookie, 'GET', '/me')).status).toBe(401);
});

test('a page elsewhere signs nobody in, out or up', async () => {
  const evil = { origin: 'http://evil.example' };
  const cookie = await signIn();
  expect((await auth('/sign-in/email', { email: 'owner1@example.com', password: owner.password }, evil)).status).toBe(
    403,
  );
  expect((await auth('/sign-out', {}, { ...evil, cookie })).status).toBe(403);
  expect((await auth('/sign-out', {}, { cookie })).status).toBe(403);
  expect((await tested.call(cookie, 'GET', '/me')).status).toBe(200);
});

test('errors of signing in have the shape of all others, and tell not which part was wrong', async () => {
  const wrong = await auth('/sign-in/email', { email: 'owner1@example.com', password: 'wrong password' });
  const unknown = await auth('/sign-in/email', { email: 'nobody@example.com', password: 'wrong password' });
  expect(wrong.status).toBe(401);
  const bodies = (await Promise.all([wrong.json(), unknown.json()])) as { error: Record<string, unknown> }[];
  for (const { error } of bodies) {
    expect(error).toMatchObject({ code: 'unauthorized', requestId: expect.any(String) });
  }
  expect(bodies[0]?.error.message).toBe(bodies[1]?.error.message);
  expect((await auth('/no/such/thing', {})).status).toBe(404);
  const malformed = await tested.app.request('/api/auth/sign-in/email', {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: '{"email":',
  });
  expect(malformed.status).toBe(400);
});

test('an invited viewer joins, reads, writes nothing; a changed role counts at once; all of it is in the audit log', async () => {
  const cookie = await signIn();
  const invited = await tested.call(cookie, 'POST', '/invitations', { email: 'vera@example.com', role: 'viewer' });
  const { id: invitationId } = invited.body;
  const signedUp = await auth('/sign-up/email', {
    email: 'vera@example.com',
    password: 'a long password',
    name: 'Vera',
    invitationId,
  });
  const vera = signedUp.headers
    .getSetCookie()
    .map((value) => value.split(';')[0])
    .join('; ');
  expect((await tested.call(vera, 'GET', '/me')).status).toBe(401);
  await auth('/organization/accept-invitation', { invitationId }, { origin, cookie: vera });
  expect((await tested.call(vera, 'GET', '/me')).body).toMatchObject({ role: 'viewer' });
  expect((await tested.call(vera, 'POST', '/api-keys', { name: 'x' })).status).toBe(403);
  expect((await tested.call(vera, 'GET', '/audit-log')).status).toBe(403);

  const members = await tested.call(cookie, 'GET', '/members');
  const { userId } = members.body.data.find(({ role }: { role: string }) => role === 'viewer');
  const promoted = await tested.call(cookie, 'PATCH', `/members/${userId}`, { role: 'admin' });
  expect(promoted).toMatchObject({ status: 200, body: { userId, role: 'admin' } });
  expect((await tested.call(vera, 'GET', '/me')).body).toMatchObject({ role: 'admin' });
  expect((await tested.call(cookie, 'DELETE', `/members/${userId}`)).status).toBe(204);
  expect((await tested.call(vera, 'GET', '/me')).status).toBe(401);

  const log = await tested.call(mine.apiKey, 'GET', '/audit-log?limit=100');
  const actions = log.body.data.map(({ action }: { action: string }) => action);
  for (const action of [
    'member.invite',
    'member.join',
    'member.change_role',
    'member.remove',
    'api_key.create',
    'api_key.revoke',
  ]) {
    expect(actions).toContain(action);
  }
  expect(JSON.stringify(log.body)).not.toContain('a long password');
  expect(JSON.stringify(log.body)).not.toContain(invitationId);
});
