import { getWebhookDelivery, type NewWebhookDelivery, newId } from '@patchbay/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectItems } from '../testing/connect-items.ts';
import { createTestServices, type TestServices } from '../testing/create-test-services.ts';
import { type ItemServer, makeItems, startItemServer } from '../testing/item-server.ts';
import { createWebhookEndpoint } from './create.ts';
import { createWebhookIntake } from './create-intake.ts';

let services: TestServices;
let server: ItemServer;
beforeAll(async () => {
  services = await createTestServices();
  server = await startItemServer(makeItems(1));
});
afterAll(async () => {
  await server?.close();
  await services?.close();
});

test('what comes at once is stored in few statements, on the embedded database too, and is what came', async () => {
  const { db } = services.deps;
  const organizationId = services.organizations.a;
  const { id: connectionId } = await connectItems(services.as('admin'), server);
  const { id: endpointId } = await createWebhookEndpoint(services.as('admin'), { connectionId });
  const delivery = (index: number): NewWebhookDelivery => ({
    ...{ id: newId('whd'), organizationId, connectionId, endpointId, providerSlug: 'item-store' },
    ...{ dedupeKey: `delivery ${index}`, event: 'push', bodyHash: 'hash', query: 'a=1', isHint: true },
    ...{
      body: new Uint8Array([0, 255, index]),
      headers: { 'x-text': 'a\0b' },
      receivedAt: new Date(1_750_000_000_123),
    },
    ...{ status: 'received', nextAttemptAt: new Date(1_750_000_000_456) },
  });
  const inserts = () =>
    services.statements.filter((statement) => /insert into "webhook_deliveries"/.test(statement)).length;

  const intake = createWebhookIntake(db);
  const rows = Array.from({ length: 20 }, (_, index) => delivery(index));
  const before = inserts();
  // Each from a callback of its own, as from sockets that have something to read.
  const stored = await Promise.all(
    rows.map((row) => new Promise<boolean>((resolve) => setImmediate(() => resolve(intake.store(row))))),
  );
  expect(stored).toEqual(rows.map(() => true));
  expect(inserts() - before).toBeLessThanOrEqual(2);
  const last = await getWebhookDelivery(db.orm, { organizationId, id: rows[19]?.id ?? '' });
  expect({ ...last, body: [...(last?.body ?? [])] }).toMatchObject({
    ...{ dedupeKey: 'delivery 19', event: 'push', action: null, tenant: null, contentType: null, query: 'a=1' },
    ...{ body: [0, 255, 19], headers: { 'x-text': 'a\uFFFDb' }, isHint: true, signedAt: null, attemptCount: 0 },
    ...{ status: 'received', receivedAt: rows[19]?.receivedAt, nextAttemptAt: rows[19]?.nextAttemptAt, outcome: null },
  });

  const again = { ...delivery(19), body: new Uint8Array([7]) };
  expect(await Promise.all([intake.store(again), intake.store(delivery(20))])).toEqual([false, true]);
  expect(await getWebhookDelivery(db.orm, { organizationId, id: again.id })).toBeNull();
});
