// What looks for a connection among many finds it, and who asks for all of them gets all.
import { connections, newId } from '@patchbay/db';
import { createTestOrganization } from '@patchbay/db/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listAuditEntries } from '../audit/list.ts';
import { findOnlyConnection } from '../by-provider/find-only-connection.ts';
import { startDoctor } from '../doctor/start.ts';
import { findLlmConnections } from '../llm-keys/find-llm-connections.ts';
import { createTestServices, type TestServices } from '../testing/create-test-services.ts';

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
});
afterAll(() => services?.close());

type Row = Partial<typeof connections.$inferInsert>;

/** Adds connections of the item store; each is newer than the one before. */
async function add(count: number, values: Row): Promise<string[]> {
  const rows = Array.from({ length: count }, (_, place) => ({
    ...{ id: newId('con'), organizationId: services.organizations.a, providerSlug: 'item-store' },
    ...{ name: `Items ${place}`, authMethod: 'token', ...values },
  }));
  await services.deps.db.orm.insert(connections).values(rows);
  return rows.map(({ id }) => id);
}

test.each<[string, Row]>([
  ['disconnected ones', { status: 'disconnected' }],
  ['those with another way to sign in', { authMethod: 'other' }],
])('the one that is meant is found behind however many %s', async (_what, crowd) => {
  const { organizationId } = await createTestOrganization(services.deps.db);
  const [id] = await add(1, { organizationId, status: 'active' });
  await add(101, { organizationId, ...crowd });
  const context = services.as('admin', { organizationId });
  const { connection } = await findOnlyConnection(context, 'item-store', { authMethod: 'token' });
  expect(connection?.id).toBe(id);
  const manifest = services.deps.registry.require('item-store');
  const method = manifest.auth.find((one) => one.id === 'token');
  if (!method) throw new Error('the item store takes no token any more');
  const found = await findLlmConnections(context, [{ manifest, method, field: 'token' }]);
  expect(found.map((one) => one.connection.id)).toEqual([id]);
});

test('a doctor for all visits all that are connected, however many there are', async () => {
  await add(3, { status: 'disconnected' });
  const ids = await add(1_001, { status: 'active' });
  const { id, checks } = await startDoctor(services.as('admin'));
  expect(checks.map(({ connectionId }) => connectionId).sort()).toEqual(ids.toSorted());
  expect(services.jobs).toHaveLength(ids.length);
  const { data } = await listAuditEntries(services.as('admin'), { action: 'doctor.run' });
  expect(data).toMatchObject([{ target: { id }, after: { connections: 1_001 } }]);
});
