// Inviting, joining, changing roles, removing and leaving, as people do it: with sessions.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, origin, owner, type TestApp } from './testing/create-test-app.ts';

const password = 'a long enough password';

let tested: TestApp;
let mine: { apiKey: string; organizationId: string; userId: string };
let other: typeof mine;
let ada: string;
beforeAll(async () => {
  tested = await createTestApp();
  mine = await tested.addOrganization('Mine');
  other = await tested.addOrganization('Other');
  ada = cookieOf(await auth('/sign-in/email', { email: 'owner1@example.com', password: owner.password }));
});
afterAll(() => tested?.close());

const cookieOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');

async function auth(path: string, body: unknown, cookie?: string): Promise<Response> {
  return tested.app.request(`/api/auth${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin, ...(cookie && { cookie }) },
    body: JSON.stringify(body),
  });
}

async function invite(by: string, email: string, role: string): Promise<string> {
  const made = await tested.call(by, 'POST', '/invitations', { email, role });
  expect(made.status).toBe(201);
  return made.body.id;
}

async function signUp(email: string, invitationId: string): Promise<Response> {
  return auth('/sign-up/email', { email, password, name: email.split('@')[0], invitationId });
}

/** Invites somebody who makes an account and accepts. */
async function join(by: string, email: string, role: string): Promise<{ cookie: string; userId: string }> {
  const invitationId = await invite(by, email, role);
  const cookie = cookieOf(await signUp(email, invitationId));
  expect((await auth('/organization/accept-invitation', { invitationId }, cookie)).status).toBe(200);
  return { cookie, userId: (await tested.call(cookie, 'GET', '/me')).body.user.id };
}

const look = (id: string, cookie: string | null = null) => tested.call(cookie, 'GET', `/invitations/${id}`);

test('an invitation is seen by its link, lasts seven days and works once', async () => {
  const id = await invite(ada, 'Grace@Example.com', 'member');
  expect(id).toMatch(/^inv_[0-9a-f]{40}$/);
  const listed = await tested.call(ada, 'GET', '/invitations');
  expect(listed.body.data).toMatchObject([{ id, email: 'grace@example.com', role: 'member', invitedBy: 'Ada' }]);
  const seen = await look(id);
  expect(seen.body).toMatchObject({ status: 'open', organizationName: 'Mine 1', hasAccount: false, signedInAs: null });
  const days = (Date.parse(seen.body.expiresAt) - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(6.99);
  expect(days).toBeLessThanOrEqual(7);

  expect((await signUp('eve@example.com', id)).status).toBe(403);
  const grace = cookieOf(await signUp('grace@example.com', id));
  expect((await look(id, grace)).body).toMatchObject({ hasAccount: true, signedInAs: 'grace@example.com' });
  expect((await auth('/organization/accept-invitation', { invitationId: id }, ada)).status).toBe(403);
  expect((await auth('/organization/accept-invitation', { invitationId: id }, grace)).status).toBe(200);
  expect((await tested.call(grace, 'GET', '/me')).body).toMatchObject({ role: 'member' });
  expect((await look(id)).body.status).toBe('accepted');
  expect((await auth('/organization/accept-invitation', { invitationId: id }, grace)).status).toBe(400);
  expect((await tested.call(ada, 'GET', '/invitations')).body.data).toEqual([]);
  expect(tested.logged.join('')).not.toContain(id);
});

test('a cancelled, a declined and an expired invitation open nothing and say what they are', async () => {
  const cancelled = await invite(ada, 'cancelled@example.com', 'viewer');
  expect((await tested.call(ada, 'DELETE', `/invitations/${cancelled}`)).status).toBe(204);
  expect((await tested.call(ada, 'DELETE', `/invitations/${cancelled}`)).status).toBe(404);
  expect((await look(cancelled)).body.status).toBe('cancelled');
  expect((await signUp('cancelled@example.com', cancelled)).status).toBe(403);

  const declined = await invite(ada, 'declined@example.com', 'viewer');
  const cookie = cookieOf(await signUp('declined@example.com', declined));
  expect((await auth('/organization/reject-invitation', { invitationId: declined }, cookie)).status).toBe(200);
  expect((await look(declined)).body.status).toBe('declined');
  expect((await auth('/organization/accept-invitation', { invitationId: declined }, cookie)).status).toBe(400);

  const expired = await invite(ada, 'expired@example.com', 'viewer');
  await tested.db.orm.execute(
    `update invitations set expires_at = now() - interval '1 minute' where id = '${expired}'`,
  );
  expect((await look(expired)).body.status).toBe('expired');
  expect((await signUp('expired@example.com', expired)).status).toBe(403);
  expect((await tested.call(ada, 'GET', '/invitations')).body.data).toEqual([]);
  expect((await tested.call(ada, 'DELETE', `/invitations/${expired}`)).status).toBe(404);
  // It no longer stands in the way of a new one.
  await invite(ada, 'expired@example.com', 'viewer');
  expect((await look('inv_unknown')).status).toBe(404);
});

test('a member is not invited again, nor an address twice', async () => {
  const again = await tested.call(ada, 'POST', '/invitations', { email: 'OWNER1@example.com', role: 'viewer' });
  expect(again).toMatchObject({ status: 409, body: { error: { message: expect.stringMatching(/member already/) } } });
  const twice = await Promise.all(
    [1, 2].map(() => tested.call(ada, 'POST', '/invitations', { email: 'twice@example.com', role: 'viewer' })),
  );
  expect(twice.map(({ status }) => status).sort()).toEqual([201, 409]);
  for (const body of [
    { email: 'no address', role: 'viewer' },
    { email: 'x@example.com', role: 'god' },
  ])
    expect((await tested.call(ada, 'POST', '/invitations', body)).status).toBe(400);
});

test('an admin manages everybody but owners, and sees no link that would make one', async () => {
  const admin = await join(ada, 'admin@example.com', 'admin');
  const member = await join(admin.cookie, 'member@example.com', 'member');
  const ownersLink = await invite(ada, 'next@example.com', 'owner');
  const { cookie } = admin;
  expect(JSON.stringify((await tested.call(cookie, 'GET', '/invitations')).body)).not.toContain(ownersLink);
  for (const [method, path, body] of [
    ['POST', '/invitations', { email: 'x@example.com', role: 'owner' }],
    ['DELETE', `/invitations/${ownersLink}`, undefined],
    ['PATCH', `/members/${member.userId}`, { role: 'owner' }],
    ['PATCH', `/members/${admin.userId}`, { role: 'owner' }],
    ['PATCH', `/members/${mine.userId}`, { role: 'viewer' }],
    ['DELETE', `/members/${mine.userId}`, undefined],
  ] as const) {
    const refused = await tested.call(cookie, method, path, body);
    expect(refused).toMatchObject({
      status: 403,
      body: { error: { message: expect.stringMatching(/Only an owner/) } },
    });
  }
  const viewer = await tested.call(cookie, 'PATCH', `/members/${member.userId}`, { role: 'viewer' });
  expect(viewer.body).toMatchObject({ role: 'viewer' });
  expect((await tested.call(member.cookie, 'GET', '/me')).body.role).toBe('viewer');
  expect((await tested.call(member.cookie, 'GET', '/members')).status).toBe(200);
  for (const [method, path] of [
    ['GET', '/invitations'],
    ['DELETE', `/members/${admin.userId}`],
    ['DELETE', `/members/${member.userId}`],
  ] as const)
    expect((await tested.call(member.cookie, method, path)).status).toBe(403);
  expect((await tested.call(cookie, 'DELETE', `/members/${member.userId}`)).status).toBe(204);
  expect((await tested.call(member.cookie, 'GET', '/me')).status).toBe(401);
  expect((await tested.call(cookie, 'DELETE', `/members/${member.userId}`)).status).toBe(404);
});

test('the links somebody made end with their membership', async () => {
  const admin = await join(ada, 'gone@example.com', 'admin');
  const link = await invite(admin.cookie, 'accomplice@example.com', 'admin');
  expect((await tested.call(ada, 'DELETE', `/members/${admin.userId}`)).status).toBe(204);
  expect((await look(link)).body.status).toBe('cancelled');
  expect((await signUp('accomplice@example.com', link)).status).toBe(403);
});

test('a lesser role and leaving end them too; a greater one does not', async () => {
  const admin = await join(ada, 'wavering@example.com', 'admin');
  const first = await invite(admin.cookie, 'way-back@example.com', 'admin');
  const setRole = (role: string) => tested.call(ada, 'PATCH', `/members/${admin.userId}`, { role });
  expect((await setRole('owner')).status).toBe(200);
  expect((await look(first)).body.status).toBe('open');
  expect((await setRole('member')).status).toBe(200);
  expect((await look(first)).body.status).toBe('cancelled');
  await setRole('admin');
  const second = await invite(admin.cookie, 'way-back@example.com', 'admin');
  expect((await tested.call(admin.cookie, 'POST', '/members/leave')).status).toBe(204);
  expect((await look(second)).body.status).toBe('cancelled');
});

test('the last owner stays; of two who step down at the same time, one does', async () => {
  const sole = /only owner/;
  for (const [method, path, body] of [
    ['PATCH', `/members/${mine.userId}`, { role: 'admin' }],
    ['DELETE', `/members/${mine.userId}`, undefined],
    ['POST', '/members/leave', undefined],
  ] as const) {
    const refused = await tested.call(ada, method, path, body);
    expect(refused).toMatchObject({ status: 409, body: { error: { message: expect.stringMatching(sole) } } });
  }
  const second = await join(ada, 'second@example.com', 'owner');
  const both = await Promise.all([
    tested.call(ada, 'PATCH', `/members/${mine.userId}`, { role: 'admin' }),
    tested.call(second.cookie, 'PATCH', `/members/${second.userId}`, { role: 'admin' }),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  const { data } = (await tested.call(ada, 'GET', '/members')).body;
  expect(data.filter(({ role }: { role: string }) => role === 'owner')).toHaveLength(1);
});

test('whoever leaves is out at once, keeps the account and can come back', async () => {
  const key = await tested.addKey(mine.organizationId, 'owner');
  const leaver = await join(key, 'leaver@example.com', 'viewer');
  expect((await tested.call(leaver.cookie, 'POST', '/members/leave')).status).toBe(204);
  expect((await tested.call(leaver.cookie, 'GET', '/me')).status).toBe(401);
  const invitationId = await invite(key, 'leaver@example.com', 'member');
  expect((await look(invitationId)).body.hasAccount).toBe(true);
  const signedIn = cookieOf(await auth('/sign-in/email', { email: 'leaver@example.com', password }));
  await auth('/organization/accept-invitation', { invitationId }, signedIn);
  expect((await tested.call(signedIn, 'GET', '/me')).body.role).toBe('member');
  expect((await tested.call(key, 'POST', '/members/leave')).status).toBe(403);
});

test('a key that only reads sees no link, and all changes are in the audit log without one', async () => {
  const reader = await tested.addKey(mine.organizationId, 'owner', ['read']);
  expect((await tested.call(reader, 'GET', '/members')).status).toBe(200);
  expect((await tested.call(reader, 'GET', '/invitations')).status).toBe(403);
  const log = JSON.stringify((await tested.call(reader, 'GET', '/audit-log?limit=200')).body);
  for (const action of ['invite', 'cancel_invitation', 'join', 'decline', 'change_role', 'remove', 'leave'])
    expect(log).toContain(`member.${action}`);
  expect(log).not.toMatch(/inv_[0-9a-f]{9}/);
  expect((await tested.call(other.apiKey, 'GET', '/invitations')).body.data).toEqual([]);
});
