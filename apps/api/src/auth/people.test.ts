import { createHash } from 'node:crypto';
import { authSchema, type Database, getApiKeyByHash, insertInvitation, newId, touchApiKeys } from '@patchbay/db';
import { createTestDb } from '@patchbay/db/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PeopleChange } from './auth-settings.ts';
import { createPeople, type People } from './people.ts';
import { readApiKeyRights } from './stored-api-key.ts';

const origin = 'http://127.0.0.1:3000';
const owner = {
  email: 'Ada@example.com',
  password: 'correct horse battery',
  name: 'Ada',
  organizationName: 'Ada & Söhne',
};

let db: Database;
let people: People;
let changes = 0;
const peopleChanges: PeopleChange[] = [];
let made: Awaited<ReturnType<People['createOwner']>>;

beforeAll(async () => {
  db = await createTestDb();
  const silent = () => {};
  people = createPeople({
    db,
    tables: authSchema,
    newId,
    clock: { now: Date.now },
    logger: { debug: silent, info: silent, warn: silent, error: silent },
    secret: 'a secret for tests that is long enough',
    apiUrl: 'http://127.0.0.1:3001',
    appUrl: origin,
    origins: [origin],
    sso: {
      openConfig: () => null,
      opensOwners: async () => false,
      isKeptOut: async () => false,
      onSignIn: async () => true,
      fetch: () => Promise.reject(new Error('nobody is called')),
      isAllowedUrl: async () => false,
    },
    onChange: async () => {
      changes += 1;
    },
    onInvitationAccepted: async () => {},
    onPeopleChange: async (change) => void peopleChanges.push(change),
  });
  made = await people.createOwner(owner);
});
afterAll(() => db.close());

function post(path: string, body: unknown, cookie = ''): Promise<Response> {
  return people.handle(
    new Request(`http://127.0.0.1:3001/api/auth${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin, cookie },
      body: JSON.stringify(body),
    }),
  );
}

const cookieOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');

async function signIn(email: string, password: string): Promise<string> {
  const response = await post('/sign-in/email', { email, password });
  expect(response.status).toBe(200);
  return cookieOf(response);
}

test('the owner’s key is stored hashed, with an owner’s rights', async () => {
  const hash = createHash('sha256').update(made.apiKey).digest('base64url');
  const stored = await getApiKeyByHash(db.orm, { hash });
  expect(stored).toMatchObject({ referenceId: made.organizationId, start: made.apiKey.slice(0, 9) });
  expect(stored && readApiKeyRights(stored)).toEqual({ role: 'owner', createdBy: made.userId, scopes: null });
  expect(JSON.stringify(stored)).not.toContain(made.apiKey);
  const at = new Date('2030-01-01');
  await touchApiKeys(db.orm, { ids: [stored?.id ?? ''], at });
  await touchApiKeys(db.orm, { ids: [stored?.id ?? ''], at: new Date('2029-01-01') });
  expect((await getApiKeyByHash(db.orm, { hash }))?.lastRequest).toEqual(at);
});

test('the owner signs in, is known by the session, and signs out', async () => {
  const cookie = await signIn('ada@example.com', owner.password);
  expect(await people.findSession(cookie)).toMatchObject({
    caller: { via: 'session', actor: { id: made.userId, organizationId: made.organizationId, role: 'owner' } },
  });
  const before = changes;
  expect((await post('/sign-out', {}, cookie)).status).toBe(200);
  expect(await people.findSession(cookie)).toBeNull();
  expect(changes).toBeGreaterThan(before);
});

test('a wrong password and a forged cookie open nothing', async () => {
  expect((await post('/sign-in/email', { email: owner.email, password: 'wrong password' })).status).toBe(401);
  expect(await people.findSession('patchbay.session_token=abc.def')).toBeNull();
});

test('nobody signs up without an invitation; with one, a member has its role', async () => {
  const person = { email: 'vera@example.com', password: 'another long password', name: 'Vera' };
  expect((await post('/sign-up/email', person)).status).toBe(403);

  const id = `inv_${'0f'.repeat(20)}`;
  const invitation = { id, organizationId: made.organizationId, email: person.email, role: 'viewer' };
  const [createdAt, expiresAt] = [new Date(), new Date(Date.now() + 60_000)];
  await insertInvitation(db.orm, { ...invitation, inviterId: made.userId, createdAt, expiresAt });
  expect((await post('/sign-up/email', { ...person, email: 'eve@example.com', invitationId: id })).status).toBe(403);

  const signedUp = await post('/sign-up/email', { ...person, invitationId: id });
  expect(signedUp.status).toBe(200);
  const vera = cookieOf(signedUp);
  expect(await people.findSession(vera)).toBeNull();
  expect((await post('/organization/accept-invitation', { invitationId: id }, vera)).status).toBe(200);
  expect(await people.findSession(vera)).toMatchObject({
    caller: { actor: { organizationId: made.organizationId, role: 'viewer' } },
  });

  expect(await people.findSignedIn(vera)).toBe(person.email);
  expect(peopleChanges).toMatchObject([
    { action: 'member.join', organizationId: made.organizationId, actor: { label: person.email } },
  ]);

  for (const path of ['invite-member', 'update-member-role', 'remove-member', 'leave', 'cancel-invitation'])
    expect((await post(`/organization/${path}`, { email: 'x@example.com', role: 'owner' }, vera)).status).toBe(404);
  expect((await post('/organization/create', { name: 'Mine', slug: 'mine' }, vera)).status).toBe(403);
  expect((await post('/api-key/create', { organizationId: made.organizationId }, vera)).status).toBe(404);
});

test('keys are listed without the key, and deleted', async () => {
  const { stored, key } = await people.createApiKey({
    organizationId: made.organizationId,
    name: 'ci',
    role: 'member',
    scopes: ['records:read'],
    expiresInDays: 1,
    createdBy: null,
  });
  const listed = await people.listApiKeys(made.organizationId, 10, 0);
  expect(listed[0]).toMatchObject({ id: stored.id, role: 'member', scopes: ['records:read'], createdBy: null });
  expect(listed[0]?.expiresAt).toBeInstanceOf(Date);
  expect(JSON.stringify(listed)).not.toContain(key);
  expect(await people.getApiKey('org_other', stored.id)).toBeNull();
  await people.deleteApiKey(stored.id);
  expect(await people.getApiKey(made.organizationId, stored.id)).toBeNull();
});
