import { claimSetup } from '@patchbay/db';
import { createTestOrganization } from '@patchbay/db/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listAuditEntries } from '../audit/list.ts';
import { catchError } from '../testing/catch-error.ts';
import { createTestServices, type TestServices } from '../testing/create-test-services.ts';
import { createSetup } from './create.ts';
import { getSetupStatus } from './get-status.ts';

const owner = {
  token: 'the-setup-token',
  email: 'ada@example.com',
  password: 'correct horse battery',
  name: 'Ada',
  organizationName: 'Example',
};

let services: TestServices;
let isIdentityDown = false;
let owners = 0;

beforeEach(async () => {
  isIdentityDown = false;
  owners = 0;
  services = await createTestServices({
    identity: {
      createOwner: async () => {
        if (isIdentityDown) throw new Error('disk full');
        owners += 1;
        const made = await createTestOrganization(services.deps.db);
        return { ...made, apiKey: 'pb_key' };
      },
    },
  });
  // The two organizations other tests need would count as a finished setup.
  await services.deps.db.orm.execute('truncate users, organizations cascade');
});
afterEach(() => services.close());

test('makes the owner once, and a second setup is a conflict', async () => {
  expect(await getSetupStatus(services.deps)).toEqual({ isSetUp: false });
  const made = await createSetup(services.deps, owner, { requestId: 'r', ip: '192.0.2.1' });
  expect(made).toEqual({
    organizationId: expect.stringMatching(/^org_/),
    userId: expect.any(String),
    apiKey: 'pb_key',
  });
  expect(await getSetupStatus(services.deps)).toEqual({ isSetUp: true });
  const error = await catchError(() => createSetup(services.deps, owner));
  expect(error.code).toBe('conflict');
  expect(owners).toBe(1);

  const entries = await listAuditEntries(services.as('owner', { organizationId: made.organizationId }), {});
  expect(entries.data).toMatchObject([
    { action: 'setup.create', actor: { label: 'ada@example.com' }, ip: '192.0.2.1' },
  ]);
  expect(JSON.stringify(entries)).not.toContain(owner.password);
});

test('of two setups at the same time one wins', async () => {
  const outcomes = await Promise.allSettled([createSetup(services.deps, owner), createSetup(services.deps, owner)]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(owners).toBe(1);
});

test('a wrong token is refused without telling anything else', async () => {
  const error = await catchError(() => createSetup(services.deps, { ...owner, token: 'the-setup-tokem' }));
  expect(error.code).toBe('unauthorized');
  expect(error.message).not.toContain('the-setup-token');
  expect(owners).toBe(0);
});

test('bad input is named part by part and its values are not repeated', async () => {
  const error = await catchError(() =>
    createSetup(services.deps, { ...owner, email: 'nobody', password: 'hunter2', name: 'x'.repeat(10_000) }),
  );
  expect(error.code).toBe('invalid_input');
  expect(error.details?.map(({ path }) => path).sort()).toEqual(['email', 'name', 'password']);
  expect(JSON.stringify(error.details) + error.message).not.toContain('hunter2');
});

test('a setup that failed half way can be tried again', async () => {
  isIdentityDown = true;
  await expect(createSetup(services.deps, owner)).rejects.toThrow('disk full');
  isIdentityDown = false;
  expect((await createSetup(services.deps, owner)).apiKey).toBe('pb_key');
});

test('a setup broken off by a crash can be done again a minute later, and not before', async () => {
  const { orm } = services.deps.db;
  expect(await claimSetup(orm, { now: new Date() })).toBe(true);
  expect(await getSetupStatus(services.deps)).toEqual({ isSetUp: true });
  expect((await catchError(() => createSetup(services.deps, owner))).code).toBe('conflict');

  await orm.execute(`update instance_settings set created_at = now() - interval '61 seconds'`);
  expect(await getSetupStatus(services.deps)).toEqual({ isSetUp: false });
  const outcomes = await Promise.allSettled([createSetup(services.deps, owner), createSetup(services.deps, owner)]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(owners).toBe(1);

  await orm.execute(`update instance_settings set created_at = now() - interval '61 seconds'`);
  expect(await getSetupStatus(services.deps)).toEqual({ isSetUp: true });
  expect(await claimSetup(orm, { now: new Date() })).toBe(false);
});
