import { randomBytes } from 'node:crypto';
import {
  type CredentialVersion,
  credentialVersions,
  type Database,
  eventSubscriptions,
  findSsoProviderById,
  getCurrentCredential,
  newId,
  replaceEnvelopes,
  runSql,
  sealedColumnNames,
} from '@patchbay/db';
import { createTestConnection, createTestOrganization } from '@patchbay/db/testing';
import { createKeyRing, type KeyRing, open, readKeyId, seal } from '@patchbay/secrets';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { listAuditEntries } from '../audit/list.ts';
import { createConnection } from '../connections/create.ts';
import { credentialAad } from '../credentials/credential-aad.ts';
import { openCredentialVersion } from '../credentials/open-version.ts';
import { putCredentials } from '../credentials/put.ts';
import { subscriptionAad } from '../events/subscription-aad.ts';
import { createSsoProvider } from '../sso/create.ts';
import { openSsoConfig } from '../sso/open-config.ts';
import { catchError } from '../testing/catch-error.ts';
import { createTestServices, type TestServices } from '../testing/create-test-services.ts';
import { createKillableDatabase, killed, startScript } from '../testing/killable.ts';
import { checkKeys } from './check.ts';
import { requireKnownKeys } from './require-known-keys.ts';
import { resealCredentials } from './reseal-credentials.ts';
import { rotateKeys } from './rotate.ts';

const oldKey = `old:${randomBytes(32).toString('base64')}`;
const newKey = `new:${randomBytes(32).toString('base64')}`;
const otherKey = `other:${randomBytes(32).toString('base64')}`;

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services?.close());
beforeEach(async () => {
  await services.deps.db.orm.execute('truncate credential_versions');
  services.deps.keyRing = createKeyRing(oldKey);
});

/** A connection with a password, sealed with the newest key. */
async function connect(password: string, organizationId = services.organizations.a): Promise<string> {
  const connection = await createConnection(services.as('owner', { organizationId }), {
    providerSlug: 'item-store',
    authMethod: 'basic',
    settings: { baseUrl: 'https://items.example.com' },
    credentials: { username: 'ada', password },
  });
  return connection.id;
}

async function readCurrent(connectionId: string, organizationId = services.organizations.a) {
  const row = await getCurrentCredential(services.deps.db.orm, { organizationId, connectionId });
  if (!row?.envelope) throw new Error('there is no sealed credential');
  return { row, envelope: row.envelope };
}

async function readPassword(connectionId: string, organizationId = services.organizations.a) {
  const { row } = await readCurrent(connectionId, organizationId);
  return openCredentialVersion(services.deps.keyRing, row).sealed.password;
}

/** What a key that was thrown away leaves behind. */
async function sealWithLostKey(connectionId: string): Promise<void> {
  const { row, envelope } = await readCurrent(connectionId);
  const to = seal(createKeyRing(otherKey), '{"username":"ada","password":"gone"}', credentialAad(row));
  await replaceEnvelopes(services.deps.db.orm, {
    table: 'credential_versions',
    keyId: 'other',
    changes: [{ id: row.id, from: envelope, to }],
  });
}

test('credentials of all organizations are sealed with the newest key, and open as before', async () => {
  const mine = await connect('swordfish-1');
  const theirs = await connect('swordfish-2', services.organizations.b);
  services.deps.keyRing = createKeyRing(`${newKey},${oldKey}`);
  const before = await readCurrent(mine);

  expect(await rotateKeys(services.as('owner'))).toEqual({
    keyId: 'new',
    resealed: 2,
    undecryptable: 0,
    remaining: 0,
    isComplete: true,
  });
  services.deps.keyRing = createKeyRing(newKey);
  const after = await readCurrent(mine);
  expect([await readPassword(mine), readKeyId(after.envelope), after.row.keyId]).toEqual(['swordfish-1', 'new', 'new']);
  expect({ ...after.row, envelope: '', keyId: '' }).toEqual({ ...before.row, envelope: '', keyId: '' });
  expect(await readPassword(theirs, services.organizations.b)).toBe('swordfish-2');
});

test('client secrets of identity providers are sealed anew too, and open in their own row only', async () => {
  const { deps } = services;
  const issuer = 'https://login.example.com';
  deps.sso.discover = async () => ({
    issuer,
    discoveryUrl: `${issuer}/.well-known/openid-configuration`,
    ...{ authorizationEndpoint: `${issuer}/auth`, tokenEndpoint: `${issuer}/token`, jwksUri: `${issuer}/jwks` },
    userInfoEndpoint: null,
    usesPostOnly: false,
  });
  const oidc = { issuer, clientId: 'patchbay', clientSecret: 'swordfish-sso' };
  const { id } = await createSsoProvider(services.as('owner', { type: 'api_key' }), {
    name: 'Login',
    domain: 'acme.example',
    oidc,
  });
  const stored = async () => {
    const row = await findSsoProviderById(deps.db.orm, { id });
    if (row === null) throw new Error('there is no provider');
    return row;
  };
  const before = await stored();
  expect([before.keyId, JSON.stringify(before)]).toEqual(['old', expect.not.stringContaining('swordfish')]);
  deps.keyRing = createKeyRing(`${newKey},${oldKey}`);
  expect(await rotateKeys(services.as('owner'))).toMatchObject({ resealed: 1, remaining: 0, isComplete: true });
  deps.keyRing = createKeyRing(newKey);
  const after = await stored();
  expect(after.keyId).toBe('new');
  expect(JSON.parse(openSsoConfig(deps, after) ?? '')).toMatchObject({ clientSecret: 'swordfish-sso' });
  expect(() => openSsoConfig(deps, { ...after, id: 'sso_other' })).toThrow();
  expect(() => openSsoConfig(deps, { ...after, organizationId: services.organizations.b })).toThrow();
  deps.keyRing = createKeyRing(otherKey);
  const { undecryptable } = await checkKeys(services.as('owner'));
  expect(undecryptable).toEqual([expect.objectContaining({ type: 'sso_provider', id })]);
  await deps.db.orm.execute('delete from sso_providers');
});

test('again does nothing, and only what was done is audited', async () => {
  await connect('swordfish-1');
  services.deps.keyRing = createKeyRing(`${newKey},${oldKey}`);
  const audited = async () => (await listAuditEntries(services.as('owner'), { action: 'keys.rotate' })).data;
  const before = (await audited()).length;
  await rotateKeys(services.as('owner'));
  expect(await rotateKeys(services.as('owner'))).toMatchObject({ resealed: 0, remaining: 0, isComplete: true });
  const entries = await audited();
  expect(entries).toHaveLength(before + 1);
  expect(entries[0]).toMatchObject({ target: { type: 'key', id: 'new' }, after: { resealed: 1, remaining: 0 } });
});

test('a call does about as many as it may, the next ones the rest', async () => {
  const { db } = services.deps;
  await addCredentials(db, createKeyRing(oldKey), 450);
  services.deps.keyRing = createKeyRing(`${newKey},${oldKey}`);
  const first = await rotateKeys(services.as('owner'), { limit: 1 });
  expect(first).toEqual({ keyId: 'new', resealed: 200, undecryptable: 0, remaining: 250, isComplete: false });
  expect(await rotateKeys(services.as('owner'))).toMatchObject({ resealed: 250, remaining: 0, isComplete: true });
});

test('what no key opens is left alone, counted, and named to its own organization only', async () => {
  const mine = await connect('swordfish-1');
  const broken = await connect('swordfish-2');
  const theirs = await connect('swordfish-3', services.organizations.b);
  await sealWithLostKey(broken);
  const { envelope } = await readCurrent(broken);
  services.deps.keyRing = createKeyRing(`${newKey},${oldKey}`);

  expect(await rotateKeys(services.as('owner'))).toEqual({
    keyId: 'new',
    resealed: 2,
    undecryptable: 1,
    remaining: 1,
    isComplete: true,
  });
  expect((await readCurrent(broken)).envelope).toBe(envelope);
  expect(await checkKeys(services.as('owner'))).toEqual({
    currentKeyId: 'new',
    keys: [
      { id: 'new', isConfigured: true, credentials: 2 },
      { id: 'old', isConfigured: true, credentials: 0 },
      { id: 'other', isConfigured: false, credentials: 1 },
    ],
    undecryptable: [
      {
        type: 'credential',
        id: expect.any(String),
        connectionId: broken,
        version: 1,
        message: expect.stringContaining('sealed with the key other'),
      },
    ],
    undecryptableTotal: 1,
  });
  const elsewhere = await checkKeys(services.as('owner', { organizationId: services.organizations.b }));
  expect(elsewhere).toMatchObject({ undecryptable: [], undecryptableTotal: 1 });
  expect(JSON.stringify(elsewhere)).not.toMatch(new RegExp(`${mine}|${broken}|${theirs}`));

  await putCredentials(services.as('owner'), {
    connectionId: broken,
    authMethod: 'token',
    credentials: { token: `sto_${'c'.repeat(24)}` },
  });
  expect((await checkKeys(services.as('owner'))).undecryptableTotal).toBe(0);
});

test('damaged, moved and cut off envelopes are found', async () => {
  const { orm } = services.deps.db;
  const [damaged, moved] = [await connect('swordfish-1'), await connect('swordfish-2')];
  const other = await readCurrent(damaged);
  const target = await readCurrent(moved);
  await replaceEnvelopes(orm, {
    table: 'credential_versions',
    keyId: 'old',
    changes: [
      { id: target.row.id, from: target.envelope, to: other.envelope },
      { id: other.row.id, from: other.envelope, to: other.envelope.slice(0, -30) },
    ],
  });
  const { undecryptable } = await checkKeys(services.as('owner'));
  expect(undecryptable.map(({ connectionId }) => connectionId).sort()).toEqual([damaged, moved].sort());
  expect(JSON.stringify(undecryptable)).not.toMatch(/swordfish|v1:/);
});

test('credentials changed while they are sealed anew stay what they were changed to', async () => {
  const { db } = services.deps;
  const id = await connect('swordfish-before');
  const { row, envelope } = await readCurrent(id);
  services.deps.keyRing = createKeyRing(`${newKey},${oldKey}`);
  await putCredentials(services.as('owner'), { connectionId: id, credentials: { password: 'swordfish-after' } });
  // What a rotation that had read the old row would write now.
  const late = { id: row.id, from: envelope, to: seal(services.deps.keyRing, '{}', credentialAad(row)) };
  expect(await replaceEnvelopes(db.orm, { table: 'credential_versions', keyId: 'new', changes: [late] })).toBe(0);
  await rotateKeys(services.as('owner'));
  expect(await readPassword(id)).toBe('swordfish-after');
});

test('two rotations at the same time do the work once', async () => {
  await addCredentials(services.deps.db, createKeyRing(oldKey), 300);
  services.deps.keyRing = createKeyRing(`${newKey},${oldKey}`);
  const both = await Promise.all([rotateKeys(services.as('owner')), rotateKeys(services.as('owner'))]);
  expect(both.reduce((sum, { resealed }) => sum + resealed, 0)).toBe(300);
  expect(await checkKeys(services.as('owner'))).toMatchObject({
    keys: [{ credentials: 300 }, { credentials: 0 }],
    undecryptableTotal: 0,
  });
});

test('a key that still opens credentials cannot be taken out, unless it is given up', async () => {
  await connect('swordfish-1');
  const { db } = services.deps;
  const start = (keys: string, lost: string[] = []) => requireKnownKeys({ db, keyRing: createKeyRing(keys) }, { lost });
  await start(`${newKey},${oldKey}`);
  const refused = await catchError(() => start(newKey));
  expect(refused.message).toMatch(/^The encryption key old cannot be taken out yet: 1 stored credential needs it\./);
  expect(refused.message).toContain('patchbay keys rotate');
  expect(refused.message).toContain('PATCHBAY_LOST_KEYS=old');
  await start(newKey, ['old']);
  services.deps.keyRing = createKeyRing(`${newKey},${oldKey}`);
  await rotateKeys(services.as('owner'));
  await start(newKey);
});

test('an aborted rotation stops between two batches', async () => {
  await addCredentials(services.deps.db, createKeyRing(oldKey), 3);
  services.deps.keyRing = createKeyRing(`${newKey},${oldKey}`);
  const context = { ...services.as('owner'), signal: AbortSignal.abort() };
  await expect(rotateKeys(context)).rejects.toThrow(/abort/i);
  expect((await checkKeys(services.as('owner'))).keys[1]).toMatchObject({ id: 'old', credentials: 3 });
});

test('every column that holds envelopes is known to the rotation', async () => {
  const columns = sql`
    select table_name || '.' || column_name as name from information_schema.columns
    where table_schema = 'public' and column_name like '%envelope'`;
  const found = await runSql<{ name: string }>(services.deps.db.orm, columns);
  // What oauth_states hold is of use for ten minutes and wiped then.
  expect(found.map(({ name }) => name).sort()).toEqual([...sealedColumnNames, 'oauth_states.envelope'].sort());
});

test('both secrets of a subscription are sealed anew, and open in their own row only', async () => {
  const { deps, organizations } = services;
  const owner = { organizationId: organizations.a, id: newId('sub') };
  const aad = subscriptionAad(owner);
  await deps.db.orm.insert(eventSubscriptions).values({
    ...owner,
    name: 'Ours',
    url: 'https://example.com/events',
    envelope: seal(deps.keyRing, 'swordfish-now', aad),
    keyId: 'old',
    previousEnvelope: seal(deps.keyRing, 'swordfish-before', aad),
    previousKeyId: 'old',
  });
  const stored = async () => {
    const [row] = await deps.db.orm.select().from(eventSubscriptions).where(eq(eventSubscriptions.id, owner.id));
    if (!row?.previousEnvelope) throw new Error('there is no subscription with two secrets');
    return { ...row, previousEnvelope: row.previousEnvelope };
  };
  deps.keyRing = createKeyRing(`${newKey},${oldKey}`);
  expect(await rotateKeys(services.as('owner'))).toMatchObject({ resealed: 2, remaining: 0, isComplete: true });
  deps.keyRing = createKeyRing(newKey);
  const after = await stored();
  expect([after.keyId, after.previousKeyId]).toEqual(['new', 'new']);
  expect(open(deps.keyRing, after.envelope, aad)).toBe('swordfish-now');
  expect(open(deps.keyRing, after.previousEnvelope, aad)).toBe('swordfish-before');
  expect(() => open(deps.keyRing, after.envelope, subscriptionAad({ ...owner, id: 'sub_other' }))).toThrow();
  expect((await checkKeys(services.as('owner'))).undecryptable).toEqual([]);
  deps.keyRing = createKeyRing(otherKey);
  const { undecryptable, undecryptableTotal } = await checkKeys(services.as('owner'));
  expect(undecryptableTotal).toBe(2);
  expect(undecryptable[0]).toMatchObject({ type: 'event_subscription', id: owner.id });
  await deps.db.orm.execute('delete from event_subscriptions');
});

test('killed in the middle of a batch, the next rotation does the rest and every credential opens', async () => {
  const keyRing = createKeyRing(`${newKey},${oldKey}`);
  const database = await createKillableDatabase();
  const { use } = database;
  try {
    await use((db) => addCredentials(db, createKeyRing(oldKey), 500));
    const env = { ...database.env, TEST_KEYS: `${newKey},${oldKey}` };
    expect(await startScript('reseal-until-killed', env).ended).toEqual(killed);
    await use(async (db) => {
      const resealed = (await readAll(db)).filter(({ keyId }) => keyId === 'new');
      // The first batch was committed; the second one wholly or not at all.
      expect([200, 400]).toContain(resealed.length);
      const rest = await resealCredentials({ db, keyRing }, { limit: 100_000 });
      expect(rest).toEqual({ resealed: 500 - resealed.length, undecryptable: 0 });
      const rows = await readAll(db);
      expect(new Set(rows.map(({ keyId }) => keyId))).toEqual(new Set(['new']));
      const opened = rows.map((row) => openCredentialVersion(createKeyRing(newKey), row).sealed.password);
      expect(opened.sort()).toEqual(Array.from({ length: 500 }, (_, index) => `password-${index}`).sort());
    });
  } finally {
    await database.remove();
  }
});

/** A connection with that many versions of credentials, `password-0` and on, all sealed with the newest key of the ring. */
async function addCredentials(db: Database, keyRing: KeyRing, total: number): Promise<void> {
  const { organizationId } = await createTestOrganization(db);
  const { id: connectionId } = await createTestConnection(db, { organizationId });
  const rows = Array.from({ length: total }, (_, index) => {
    const key = { organizationId, connectionId, version: index + 1 };
    const secrets = JSON.stringify({ password: `password-${index}` });
    const envelope = seal(keyRing, secrets, credentialAad(key));
    const keyId = keyRing.current.id;
    return { id: newId('crd'), ...key, authMethod: 'basic', source: 'sealed' as const, envelope, keyId };
  });
  await db.orm.insert(credentialVersions).values(rows);
}

function readAll(db: Database): Promise<CredentialVersion[]> {
  return db.orm.select().from(credentialVersions);
}
