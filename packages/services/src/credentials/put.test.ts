import { type CredentialVersion, getCurrentCredential, listCredentialVersions as listRows } from '@patchbay/db';
import type { ProviderError } from '@patchbay/runtime';
import { type ErrorCode, PatchbayError } from '@patchbay/schema';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listAuditEntries } from '../audit/list.ts';
import { createConnection } from '../connections/create.ts';
import { catchError } from '../testing/catch-error.ts';
import { createTestServices, type TestServices } from '../testing/create-test-services.ts';
import { createCredentialSource } from './create-credential-source.ts';
import { flushUses } from './flush-uses.ts';
import { listCredentialVersions } from './list-versions.ts';
import { putCredentials } from './put.ts';

const settings = { baseUrl: 'https://items.example.com' };

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices({
    env: { PATCHBAY_SECRET_STORE: 'from-the-environment', DATABASE_URL: 'postgres://' },
  });
});
afterAll(() => services?.close());

function connect(credentials: Record<string, string> = { username: 'ada', password: 'swordfish-4711' }) {
  return createConnection(services.as('admin'), {
    providerSlug: 'item-store',
    authMethod: 'basic',
    settings,
    credentials,
  });
}

async function currentValues(connectionId: string) {
  const row = await getCurrentCredential(services.deps.db.orm, {
    organizationId: services.organizations.a,
    connectionId,
  });
  return createCredentialSource(services.deps, targetOf(row), row).get();
}

/** What the credentials are for, as far as these tests need it. */
function targetOf(row: CredentialVersion | null) {
  return {
    manifest: services.deps.registry.require('item-store'),
    connectionId: row?.connectionId ?? '',
    organizationId: row?.organizationId ?? '',
    authMethod: row?.authMethod ?? '',
    settings: {},
    verifyTls: true,
    timeoutMs: 1_000,
  };
}

test('a secret left blank keeps its value, another field is cleared or kept as said', async () => {
  const admin = services.as('admin');
  const { id } = await connect();
  const put = await putCredentials(admin, { connectionId: id, credentials: { username: 'bob', password: '' } });
  expect(put).toMatchObject({ status: 'pending', credential: { version: 2 } });
  expect(await currentValues(id)).toEqual({ username: 'bob', password: 'swordfish-4711' });
  await putCredentials(admin, { connectionId: id, credentials: { password: 'marlin-0815' } });
  expect(await currentValues(id)).toEqual({ username: 'bob', password: 'marlin-0815' });
  const cleared = await catchError(() => putCredentials(admin, { connectionId: id, credentials: { username: '' } }));
  expect(cleared.details).toEqual([{ path: 'credentials.username', message: 'User name is required' }]);
  expect(await currentValues(id)).toEqual({ username: 'bob', password: 'marlin-0815' });
});

test('another method starts from nothing', async () => {
  const admin = services.as('admin');
  const { id } = await connect();
  const missing = await catchError(() =>
    putCredentials(admin, { connectionId: id, authMethod: 'token', credentials: {} }),
  );
  expect(missing.details?.[0]?.path).toBe('credentials.token');
  const token = `sto_${'b'.repeat(24)}`;
  const changed = await putCredentials(admin, { connectionId: id, authMethod: 'token', credentials: { token } });
  expect(changed.authMethod).toBe('token');
  expect(await currentValues(id)).toEqual({ token });
});

test('of the last five versions the facts are kept, of the current one the secrets', async () => {
  const admin = services.as('admin');
  const { id } = await connect();
  for (let round = 0; round < 6; round++) {
    await putCredentials(admin, { connectionId: id, credentials: { password: `swordfish-${round}` } });
  }
  const versions = await listCredentialVersions(admin, { connectionId: id });
  expect(versions.data.map(({ version, isCurrent }) => [version, isCurrent])).toEqual([
    [7, true],
    [6, false],
    [5, false],
    [4, false],
    [3, false],
  ]);
  expect(JSON.stringify(versions)).not.toContain('swordfish');
  const rows = await listRows(services.deps.db.orm, { organizationId: services.organizations.a, connectionId: id });
  expect(rows.map(({ envelope }) => envelope !== null)).toEqual([true, false, false, false, false]);
  const audit = await listAuditEntries(admin, { targetId: id, action: 'credentials.put' });
  expect(audit.data[0]).toMatchObject({
    before: { version: 6 },
    after: { version: 7, fields: ['username', 'password'] },
  });
  expect(JSON.stringify(audit)).not.toContain('swordfish');
});

test('an envelope opens in its own row only', async () => {
  const key = { organizationId: services.organizations.a };
  const [first, second] = [await connect(), await connect()];
  const from = await getCurrentCredential(services.deps.db.orm, { ...key, connectionId: first.id });
  const to = await getCurrentCredential(services.deps.db.orm, { ...key, connectionId: second.id });
  if (!from || !to) throw new Error('unreachable');
  const moved = createCredentialSource(services.deps, targetOf(to), { ...to, envelope: from.envelope });
  expect((await catchError(() => moved.get())).message).toMatch(/does not open/);
});

test('a reference is resolved at use, audited, and never stored', async () => {
  const { id } = await connect({ username: 'ada', password: 'authref://env/PATCHBAY_SECRET_STORE' });
  expect(await currentValues(id)).toEqual({ username: 'ada', password: 'from-the-environment' });
  const { data } = await listAuditEntries(services.as('admin'), { targetId: id, action: 'credentials.resolve' });
  expect(data).toMatchObject([{ after: { uri: 'authref://env/PATCHBAY_SECRET_STORE', outcome: 'read' } }]);
  const [row] = await listRows(services.deps.db.orm, { organizationId: services.organizations.a, connectionId: id });
  expect(row).toMatchObject({ source: 'authref', fields: [{ mask: expect.any(String) }, { isSet: true, mask: null }] });
  expect(JSON.stringify([row, data])).not.toContain('from-the-environment');
});

test('a reference to a variable that was not set aside for it is refused at use', async () => {
  const { id } = await connect({ username: 'ada', password: 'authref://env/DATABASE_URL' });
  const error = await catchError(() => currentValues(id));
  expect([error.code, error.message]).toEqual(['reauth_required', expect.stringContaining('may not be used')]);
});

test('a secret store that does not answer says nothing about the credential, and may be asked again', async () => {
  const { id } = await connect({ username: 'ada', password: 'authref://env/PATCHBAY_SECRET_STORE' });
  const key = { organizationId: services.organizations.a, connectionId: id };
  const row = await getCurrentCredential(services.deps.db.orm, key);
  const failing = (code: ErrorCode) => ({
    ...services.deps.authRefs,
    resolve: async () => Promise.reject(new PatchbayError(code, 'Vault is sealed.')),
  });
  const classOf = async (code: ErrorCode) => {
    const source = createCredentialSource({ ...services.deps, authRefs: failing(code) }, targetOf(row), row);
    const error = await catchError(() => source.get());
    expect(error.message).toContain('Vault is sealed.');
    return (error as ProviderError).class;
  };
  expect(await classOf('upstream_failed')).toBe('transient');
  expect(await classOf('timeout')).toBe('transient');
  expect(await classOf('not_found')).toBe('auth_invalid');
  expect(await classOf('forbidden')).toBe('auth_invalid');
});

test('when credentials were used is written in batches', async () => {
  const { id } = await connect();
  await currentValues(id);
  const before = await listCredentialVersions(services.as('admin'), { connectionId: id });
  expect(before.data[0]?.lastUsedAt).toBeNull();
  await flushUses(services.deps);
  const after = await listCredentialVersions(services.as('admin'), { connectionId: id });
  expect(after.data[0]?.lastUsedAt).toMatch(/Z$/);
});

test('two rotations at the same time take different versions', async () => {
  const admin = services.as('admin');
  const { id } = await connect();
  const put = (password: string) => putCredentials(admin, { connectionId: id, credentials: { password } });
  const both = await Promise.all([put('swordfish-left'), put('swordfish-right')]);
  expect(both.map(({ credential }) => credential?.version).sort()).toEqual([2, 3]);
  const winner = both.find(({ credential }) => credential?.version === 3) === both[0] ? 'left' : 'right';
  expect(await currentValues(id)).toEqual({ username: 'ada', password: `swordfish-${winner}` });
});
