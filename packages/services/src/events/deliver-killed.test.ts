// kill -9 of a process while its receiver has the event and has not answered: the next process sends it again as the same event.
import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { eventDeliveries } from '@patchbay/db';
import { createTestOrganization } from '@patchbay/db/testing';
import { createKeyRing } from '@patchbay/secrets';
import { startServer } from '@patchbay/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEventSubscription } from '../event-subscriptions/create.ts';
import { listEventDeliveries } from '../event-subscriptions/list-deliveries.ts';
import { createTestServices, type TestServices } from '../testing/create-test-services.ts';
import { createKillableDatabase, type KillableDatabase, killed, startScript } from '../testing/killable.ts';
import { attemptDelivery } from './attempt-delivery.ts';
import { claimDeliveries } from './claim-deliveries.ts';
import { emitEvent } from './emit.ts';

const keys = `k1:${randomBytes(32).toString('base64')}`;
const webhookIds: string[] = [];
let receiver: Awaited<ReturnType<typeof startServer>>;
let database: KillableDatabase;
let onReceived: (response: ServerResponse) => void;
let now = Date.now();

beforeAll(async () => {
  receiver = await startServer((request, response) => {
    webhookIds.push(String(request.headers['webhook-id']));
    request.resume().on('end', () => onReceived(response));
  });
  database = await createKillableDatabase();
});
afterAll(async () => {
  await receiver?.stop();
  await database?.remove();
});

/** Services on the database, closed again: the embedded one is for one process at a time. */
async function use<Result>(organizationId: string, work: (services: TestServices) => Promise<Result>): Promise<Result> {
  return database.use(async (db) => {
    const organizations = { a: organizationId, b: organizationId };
    const clock = { now: () => now };
    const services = await createTestServices({ db, organizations, clock, keyRing: createKeyRing(keys) });
    return work(services).finally(() => services.close());
  });
}

const claim = ({ deps }: TestServices) =>
  claimDeliveries(deps, { limit: 10, limitPerSubscription: 10, underWay: new Map() });

test('a process killed while it delivers: nobody else has the delivery for a minute, then it comes again with the same webhook-id', {
  timeout: 180_000,
}, async () => {
  const { organizationId } = await database.use(createTestOrganization);
  const { id } = await use(organizationId, async (services) => {
    const data = { connectionId: 'con_1', providerSlug: 'item-store', name: 'Items' };
    const subscription = await createEventSubscription(services.as('admin'), { name: 'Ours', url: `${receiver.url}/` });
    await services.deps.db.orm.transaction((tx) => emitEvent(tx, { organizationId, type: 'connection.paused', data }));
    return subscription;
  });

  const env = { ...database.env, TEST_KEYS: keys, TEST_ORGANIZATION: organizationId };
  const { child, ended } = startScript('deliver-until-killed', env);
  onReceived = () => void child.kill('SIGKILL');
  expect(await ended).toEqual(killed);
  expect(webhookIds).toHaveLength(1);

  onReceived = (response) => void response.writeHead(204).end();
  await use(organizationId, async (services) => {
    const [row] = await services.deps.db.orm.select().from(eventDeliveries);
    const claimEndsAt = row?.claimedUntil?.getTime() ?? 0;
    const deliveries = async () => (await listEventDeliveries(services.as('admin'), { id })).data;
    // The killed one wrote nothing, and the delivery is still its own.
    expect(await deliveries()).toMatchObject([{ status: 'pending', attempts: [] }]);
    now = claimEndsAt - 1;
    expect(await claim(services)).toEqual([]);
    now = claimEndsAt;
    const [claimed, ...more] = await claim(services);
    if (!claimed) throw new Error('nothing was claimed');
    expect(more).toEqual([]);
    expect(await attemptDelivery(services.deps, claimed)).toBe('delivered');
    expect(await deliveries()).toMatchObject([{ status: 'delivered', attempts: [{ status: 204, error: null }] }]);
  });
  expect(webhookIds).toHaveLength(2);
  expect(new Set(webhookIds).size).toBe(1);
});
