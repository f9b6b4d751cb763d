// The patterns of exceptions, for findings to come (in code) and for those there are (in the database): one meaning.
import { acquireSyncLease, lockFindings, newId } from '@patchbay/db';
import { createTestConnection, createTestFinding, createTestOrganization } from '@patchbay/db/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFindingException } from '../finding-exceptions/create.ts';
import { createTestServices, type TestServices } from '../testing/create-test-services.ts';
import { applyRecordsToFindings } from './apply-records.ts';
import { createFindingTeller } from './create-finding-teller.ts';
import { fits } from './find-exception.ts';
import { listFindings } from './list.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services?.close());

test.each([
  ['a', 'a', true],
  ['a', 'A', false],
  ['a', 'ab', false],
  ['*', '', true],
  ['*', null, true],
  ['**', 'x', true],
  ['a*', 'a', true],
  ['*a', 'ba', true],
  ['*a', 'ab', false],
  ['a*a', 'a', false],
  ['a*a', 'aa', true],
  ['a*b*a', 'abXba', true],
  ['a*b*b', 'ab', false],
  ['a_b', 'axb', false],
  ['a%', 'ab', false],
  ['a\\*', 'a\\b', true],
  ['a\\*', 'a*', false],
  ['a.c', 'abc', false],
  [null, 'x', true],
  [null, null, true],
  ['a', null, false],
  ['a*', null, false],
] as const)('%j and %j: %s', async (pattern, text, expected) => {
  expect(fits(pattern, text)).toBe(expected);
  const db = services.deps.db;
  const { organizationId } = await createTestOrganization(db);
  const { id: connectionId } = await createTestConnection(db, { organizationId });
  await createTestFinding(db, { organizationId, connectionId, rule: text });
  const found = await lockFindings(db.orm, { organizationId, rule: pattern ?? undefined, limit: 10 });
  expect(found.length === 1).toBe(expected);
});

test('many stars take no time to speak of', () => {
  expect(fits(`${'*a'.repeat(200)}b`, 'a'.repeat(100_000))).toBe(false);
});

// Two transactions at once take two connections.
test.runIf(process.env.PATCHBAY_TEST_DATABASE === 'postgres')(
  'an exception made while a batch is being written misses none of its findings',
  async () => {
    const { db } = services.deps;
    const organizationId = services.organizations.a;
    const { id: connectionId } = await createTestConnection(db, { organizationId });
    const key = { organizationId, connectionId, sync: 'alerts' };
    const lease = await acquireSyncLease(db.orm, { ...key, owner: 'one', ttlMs: 60_000, runId: newId('run') });
    if (!lease) throw new Error('the lease is not free');
    const data = { id: 'a', title: 'A', severity: 'high', ruleId: 'raced' };
    let exception: Promise<unknown> = Promise.resolve();
    await db.orm.transaction(async (tx) => {
      await applyRecordsToFindings(tx, {
        lease,
        providerSlug: 'item-store',
        records: [{ id: 'a', data }],
        changedIds: ['a'],
        deletedIds: [],
        teller: createFindingTeller(),
        now: new Date(),
      });
      exception = createFindingException(services.as('admin'), { rule: 'raced', reason: 'accepted' });
      const waiting = () =>
        db.orm.execute(
          "select 1 from pg_locks join pg_database on oid = database where locktype = 'advisory' and not granted and datname = current_database()",
        );
      await expect.poll(async () => ((await waiting()) as unknown[]).length, { timeout: 30_000 }).toBeGreaterThan(0);
    });
    await exception;
    const { data: found } = await listFindings(services.as('viewer'), { connectionId });
    expect(found).toMatchObject([{ externalId: 'a', status: 'ignored', statusReason: 'accepted' }]);
  },
);
