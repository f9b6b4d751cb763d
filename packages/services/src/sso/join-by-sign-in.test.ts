import { deleteMember, getMember, insertMember, newId, runSql } from '@patchbay/db';
import { type SQL, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createInvitation } from '../invitations/create.ts';
import { changeMemberRole } from '../members/change-role.ts';
import { noteComeBack } from '../members/note-come-back.ts';
import { removeMember } from '../members/remove.ts';
import { createTestServices, type TestServices } from '../testing/create-test-services.ts';
import type { Role } from '../types.ts';
import { createSsoProvider } from './create.ts';
import { isKeptOut } from './is-kept-out.ts';
import { joinBySignIn } from './join-by-sign-in.ts';

let services: TestServices;
let organizationId: string;
/** An owner, who is a person: invitations are made in somebody's name. */
let owner: ReturnType<TestServices['as']>;
beforeAll(async () => {
  services = await createTestServices();
  organizationId = services.organizations.a;
  const id = await addUser('owner@acme.example');
  await insertMember(services.deps.db.orm, { id: newId('mem'), organizationId, userId: id, role: 'owner' });
  owner = services.as('owner', { type: 'user', id });
});
afterAll(() => services?.close());

async function addUser(email: string): Promise<string> {
  const id = newId('usr');
  await run(sql`insert into users (id, name, email) values (${id}, 'Ada', ${email})`);
  return id;
}

const saml = { entityId: 'https://login.example.com/saml', entryPoint: 'https://login.example.com/sign-in' };
async function addProvider(rules: { attribute: string; value: string; role: Role }[] = []): Promise<string> {
  const { createSamlProvider } = await import('@patchbay/testing');
  const { certificatePem } = await createSamlProvider(saml.entityId);
  const provider = await createSsoProvider(owner, {
    ...{ name: 'Login', domain: 'acme.example', defaultRole: 'viewer', roleMapping: rules },
    saml: { ...saml, certificates: [certificatePem] },
  });
  return provider.id;
}

let email: string;
let userId: string;
let people = 0;
beforeEach(async () => {
  people += 1;
  email = `Ada${people}@Acme.example`;
  userId = await addUser(email);
});

const signIn = (providerId: string, attributes: Record<string, unknown> = {}, as = email) =>
  joinBySignIn(services.deps, { providerId, userId, email: as, attributes });
const roleOf = async (id = userId) =>
  (await getMember(services.deps.db.orm, { organizationId, userId: id }))?.role ?? null;
const isOut = (as = email) => isKeptOut(services.deps, { organizationId, userId, email: as });
const invite = (role: Role) => createInvitation(owner, { email, role });
const run = (query: SQL) => runSql(services.deps.db.orm, query);
const openInvitations = async () =>
  (await run(sql`select id from invitations where status = 'pending' and email = ${email.toLowerCase()}`)).length;

test('who was removed is not let in again, under no address of theirs and with no account of that address', async () => {
  const provider = await addProvider([{ attribute: 'groups', value: 'platform', role: 'admin' }]);
  expect([await signIn(provider), await roleOf()]).toEqual([true, 'viewer']);
  await removeMember(owner, { userId });
  expect([await isOut(), await signIn(provider), await roleOf()]).toEqual([true, false, null]);
  // Neither does a rule bring them back,
  expect([await signIn(provider, { groups: 'platform' }), await roleOf()]).toEqual([false, null]);
  // nor another address of the same account,
  expect([await isOut('new@acme.example'), await signIn(provider, {}, 'new@acme.example')]).toEqual([true, false]);
  // nor a new account of the same address.
  await run(sql`delete from users where id = ${userId}`);
  userId = await addUser(email);
  expect([await isOut(), await signIn(provider), await roleOf()]).toEqual([true, false, null]);
});

test('an invitation lets them back in, in its role, and is used up', async () => {
  const provider = await addProvider();
  await signIn(provider);
  await removeMember(owner, { userId });
  await invite('member');
  expect([await isOut(), await signIn(provider), await roleOf()]).toEqual([false, true, 'member']);
  expect([await openInvitations(), await isOut()]).toEqual([0, false]);
  // Whoever leaves by themselves was not removed.
  await deleteMember(services.deps.db.orm, { organizationId, userId });
  expect([await isOut(), await signIn(provider), await roleOf()]).toEqual([false, true, 'viewer']);
  // Removed once more, they are out once more.
  await removeMember(owner, { userId });
  expect([await isOut(), await signIn(provider)]).toEqual([true, false]);
});

test('an invitation that was there before does not, nor one that has expired', async () => {
  const provider = await addProvider();
  await invite('admin');
  await insertMember(services.deps.db.orm, { id: newId('mem'), organizationId, userId, role: 'member' });
  await removeMember(owner, { userId });
  expect([await openInvitations(), await isOut(), await signIn(provider)]).toEqual([0, true, false]);
  const { id } = await invite('member');
  await run(sql`update invitations set expires_at = now() - interval '1 hour' where id = ${id}`);
  expect([await isOut(), await signIn(provider), await roleOf()]).toEqual([true, false, null]);
});

test('a rule counts before the role of an invitation, and no invitation makes an owner of whom the provider may not', async () => {
  const provider = await addProvider([{ attribute: 'groups', value: 'platform', role: 'admin' }]);
  await invite('member');
  expect([await signIn(provider, { groups: ['platform'] }), await roleOf()]).toEqual([true, 'admin']);
  await removeMember(owner, { userId });
  await invite('owner');
  expect([await signIn(provider), await roleOf()]).toEqual([true, 'viewer']);
  await removeMember(owner, { userId });
  await invite('owner');
  const owners = await addProvider([{ attribute: 'groups', value: 'owners', role: 'owner' }]);
  expect([await signIn(owners), await roleOf()]).toEqual([true, 'owner']);
  await changeMemberRole(owner, { userId, role: 'viewer' });
});

test('another organization knows nothing of it, and who came back by the link is in again', async () => {
  const provider = await addProvider();
  await signIn(provider);
  await removeMember(owner, { userId });
  const there = { organizationId: services.organizations.b, userId, email };
  expect(await isKeptOut(services.deps, there)).toBe(false);
  await noteComeBack(services.deps, there);
  expect(await isOut()).toBe(true);
  await noteComeBack(services.deps, { organizationId, userId, email });
  expect([await isOut(), await signIn(provider)]).toEqual([false, true]);
});
