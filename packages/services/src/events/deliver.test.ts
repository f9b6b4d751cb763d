// Deliveries to a real HTTP server, as receivers are and as they should not be.
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventDeliveries } from '@patchbay/db';
import { createEgressPolicy } from '@patchbay/runtime';
import { assertNoCanary } from '@patchbay/testing';
import { eq } from 'drizzle-orm';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { listAuditEntries } from '../audit/list.ts';
import { createEventSubscription } from '../event-subscriptions/create.ts';
import { deleteEventSubscription } from '../event-subscriptions/delete.ts';
import { getEventSubscription } from '../event-subscriptions/get.ts';
import { listEventSubscriptions } from '../event-subscriptions/list.ts';
import { listEventDeliveries } from '../event-subscriptions/list-deliveries.ts';
import { redeliverEvent } from '../event-subscriptions/redeliver.ts';
import { rotateSubscriptionSecret } from '../event-subscriptions/rotate-secret.ts';
import { sendTestEvent } from '../event-subscriptions/send-test.ts';
import { updateEventSubscription } from '../event-subscriptions/update.ts';
import { createTestServices, type TestServices } from '../testing/create-test-services.ts';
import { attemptDelivery } from './attempt-delivery.ts';
import { claimDeliveries } from './claim-deliveries.ts';
import { emitEvent } from './emit.ts';
import { listEvents } from './list.ts';
import { pruneEvents } from './prune.ts';
import { publishPendingEvents } from './publish.ts';

interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

let now = Date.now();
let services: TestServices;
let server: Server;
let url: string;
let received: Received[] = [];
let answer: (response: ServerResponse, request: Received) => void;

beforeAll(async () => {
  services = await createTestServices({ clock: { now: () => now } });
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { url: path = '', headers } = request;
      const whole = { path, headers, body: Buffer.concat(chunks).toString() };
      received.push(whole);
      answer(response, whole);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`;
});
afterAll(async () => {
  server?.closeAllConnections();
  server?.close();
  await services?.close();
});
beforeEach(async () => {
  now = Date.now();
  received = [];
  answer = (response) => response.writeHead(204).end();
  await services.deps.db.orm.execute('truncate event_deliveries, events, event_subscriptions');
});

const admin = () => services.as('admin');
const claim = () => claimDeliveries(services.deps, { limit: 50, limitPerSubscription: 50, underWay: new Map() });

/** Publishes what there is and sends what is due, each once. */
async function deliver(timeoutMs = 5_000): Promise<string[]> {
  await publishPendingEvents(services.deps);
  const claimed = await claim();
  return Promise.all(claimed.map((one) => attemptDelivery(services.deps, one, { timeoutMs, random: () => 0.5 })));
}

async function happen(name = 'Items'): Promise<void> {
  const data = { connectionId: 'con_1', providerSlug: 'item-store', name };
  const { a: organizationId } = services.organizations;
  await services.deps.db.orm.transaction((tx) => emitEvent(tx, { organizationId, type: 'connection.paused', data }));
}

const subscribe = (input: object = {}) => createEventSubscription(admin(), { name: 'Ours', url, ...input });
const lastDelivery = async (id: string) => {
  const [delivery] = (await listEventDeliveries(admin(), { id })).data;
  if (!delivery) throw new Error('there is no delivery');
  return delivery;
};

function verify(secret: string, { headers, body }: Received): unknown {
  const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'];
  return new Webhook(secret).verify(body, Object.fromEntries(names.map((name) => [name, String(headers[name])])));
}

test('a delivery holds the event as the list does, and its signature is what Standard Webhooks defines', async () => {
  const { id, secret } = await subscribe();
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  await happen();
  expect(await deliver()).toEqual(['delivered']);
  const [request] = received as [Received];
  const [event] = (await listEvents(services.as('viewer'), {})).data;
  expect(verify(secret, request)).toEqual(event);
  expect(request.headers).toMatchObject({ 'webhook-id': event?.id, 'content-type': 'application/json' });
  expect(() => verify(secret, { ...request, body: `${request.body} ` })).toThrow();
  expect(await lastDelivery(id)).toMatchObject({
    status: 'delivered',
    trigger: 'event',
    attempts: [{ status: 204, error: null }],
    nextAttemptAt: null,
    deliveredAt: new Date(now).toISOString(),
  });
  expect(await getEventSubscription(admin(), { id })).toMatchObject({
    failingSince: null,
    lastDeliveredAt: expect.any(String),
  });
  expect(await deliver()).toEqual([]);
});

test('a receiver that fails is asked again later and later, for a day, always with the same webhook-id', async () => {
  answer = (response) => response.writeHead(500).end('a long story that nobody keeps');
  const { id } = await subscribe();
  await happen();
  const startedAt = now;
  const waits: number[] = [];
  while ((await deliver())[0] === 'pending') {
    const { nextAttemptAt } = await lastDelivery(id);
    waits.push((Date.parse(nextAttemptAt ?? '') - now) / 1_000);
    now = Date.parse(nextAttemptAt ?? '');
  }
  expect(waits).toEqual([5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 28_800, 25_200]);
  expect(now - startedAt).toBeLessThanOrEqual(86_400_000);
  expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  const delivery = await lastDelivery(id);
  expect(delivery).toMatchObject({ status: 'failed', nextAttemptAt: null });
  expect(delivery.attempts).toHaveLength(11);
  expect(JSON.stringify(delivery)).not.toContain('long story');
  // One event that never arrived is not yet a receiver that is gone.
  expect((await getEventSubscription(admin(), { id })).status).toBe('active');
});

test('when nothing comes through for two days, the next delivery given up disables it, with reason, event and audit', async () => {
  answer = (response) => response.writeHead(500).end();
  const { id } = await subscribe();
  await happen('first');
  await deliver();
  const since = new Date(now).toISOString();
  now += 49 * 3_600_000;
  await happen('second');
  expect(await deliver()).toEqual(expect.arrayContaining(['failed', 'pending']));
  const disabled = await getEventSubscription(admin(), { id });
  expect(disabled).toMatchObject({ status: 'disabled', enabled: false });
  expect(disabled.statusReason).toContain(`No delivery has come through since ${since}`);
  await publishPendingEvents(services.deps);
  const told = await listEvents(services.as('viewer'), { types: ['subscription.disabled'] });
  expect(told.data).toMatchObject([{ data: { subscriptionId: id } }]);
  expect((await listAuditEntries(admin(), { action: 'event_subscription.disable' })).data[0]?.target.id).toBe(id);
  received = [];
  await happen('third');
  expect(await deliver()).toEqual([]);
  expect(await updateEventSubscription(admin(), { id, enabled: false })).toMatchObject({ status: 'disabled' });
  await updateEventSubscription(admin(), { id, enabled: true });
  answer = (response) => response.writeHead(200).end();
  await happen('fourth');
  expect(await deliver()).toEqual(['delivered']);
});

test('one that comes through in between keeps it', async () => {
  const { id } = await subscribe();
  answer = (response) => response.writeHead(500).end();
  await happen('first');
  await deliver();
  now += 49 * 3_600_000;
  answer = (response, { body }) => response.writeHead(body.includes('second') ? 200 : 500).end();
  await happen('second');
  await publishPendingEvents(services.deps);
  const claimed = await claim();
  const second = claimed.filter(({ event }) => event.data.name === 'second');
  const first = claimed.filter(({ event }) => event.data.name === 'first');
  for (const one of [...second, ...first]) await attemptDelivery(services.deps, one);
  expect(await getEventSubscription(admin(), { id })).toMatchObject({ status: 'active' });
});

test('whoever counts is told of each attempt', async () => {
  const counted: string[] = [];
  services.deps.observer = { deliveryAttempted: ({ outcome }) => void counted.push(outcome) };
  await subscribe();
  answer = (response) => response.writeHead(500).end();
  await happen();
  await deliver();
  now += 24 * 3_600_000;
  answer = (response) => response.writeHead(200).end();
  await deliver();
  delete services.deps.observer;
  expect(counted).toEqual(['failed', 'delivered']);
});

test('a redirect is a failure and is not followed', async () => {
  answer = (response) => response.writeHead(302, { location: `${url}/elsewhere` }).end();
  const { id } = await subscribe();
  await happen();
  expect(await deliver()).toEqual(['pending']);
  expect(received.map(({ path }) => path)).toEqual(['/events']);
  expect((await lastDelivery(id)).attempts[0]).toMatchObject({
    status: 302,
    error: expect.stringContaining('redirect'),
  });
});

test('410 disables at once and gives up what waits', async () => {
  answer = (response) => response.writeHead(410).end();
  const { id } = await subscribe();
  await happen();
  expect(await deliver()).toEqual(['failed']);
  expect(await getEventSubscription(admin(), { id })).toMatchObject({
    status: 'disabled',
    statusReason: expect.stringContaining('410'),
  });
  await happen();
  expect(await deliver()).toEqual([]);
});

test.each([429, 503])(
  '%i with Retry-After is waited for, by everything that waits for the receiver',
  async (status) => {
    answer = (response) => response.writeHead(status, { 'retry-after': '600' }).end();
    const { id } = await subscribe();
    await happen('first');
    await happen('second');
    await publishPendingEvents(services.deps);
    const [first] = await claimDeliveries(services.deps, { limit: 1, limitPerSubscription: 1, underWay: new Map() });
    if (!first) throw new Error('nothing was claimed');
    expect(await attemptDelivery(services.deps, first)).toBe('pending');
    const { data } = await listEventDeliveries(admin(), { id });
    expect(data.map(({ nextAttemptAt }) => nextAttemptAt)).toEqual(
      [0, 1].map(() => new Date(now + 600_000).toISOString()),
    );
    expect(await claim()).toEqual([]);
    now += 600_000;
    expect(await claim()).toHaveLength(2);
  },
);

test('a receiver that never answers, that hangs up, or that is not there, is a failure with a sentence', async () => {
  const { id } = await subscribe();
  const errorOf = async () => {
    await happen();
    expect(await deliver(200)).toEqual(['pending']);
    const { attempts } = await lastDelivery(id);
    await services.deps.db.orm.delete(eventDeliveries);
    return attempts[0];
  };
  answer = () => {};
  expect(await errorOf()).toMatchObject({ status: null, error: 'The receiver did not answer within 0.2 seconds.' });
  answer = (response) => response.socket?.destroy();
  expect(await errorOf()).toMatchObject({ status: null, error: expect.stringContaining('broke the connection') });
  await updateEventSubscription(admin(), { id, url: 'http://127.0.0.1:1/' });
  expect(await errorOf()).toMatchObject({ status: null, error: expect.stringContaining('refused the connection') });
});

test('an answer without an end is not read to its end', async () => {
  answer = (response) => {
    response.writeHead(200);
    const drip = setInterval(() => response.write('x'.repeat(1_000)), 5);
    response.on('close', () => clearInterval(drip));
  };
  await subscribe();
  await happen();
  expect(await deliver(5_000)).toEqual(['delivered']);
});

test('after a rotation both secrets sign until the old one ends, then the new one alone', async () => {
  const { id, secret: old } = await subscribe();
  const rotated = await rotateSubscriptionSecret(admin(), { id, overlapSeconds: 60 });
  expect(rotated).toMatchObject({ id, previousSecretExpiresAt: new Date(now + 60_000).toISOString() });
  expect(rotated.secret).not.toBe(old);
  await happen();
  await deliver();
  const [both] = received as [Received];
  expect([verify(old, both), verify(rotated.secret, both)]).toHaveLength(2);
  expect(String(both.headers['webhook-signature']).split(' ')).toHaveLength(2);
  now += 61_000;
  await happen();
  await deliver();
  const after = received[1] as Received;
  expect(() => verify(old, after)).toThrow();
  expect(verify(rotated.secret, after)).toBeTruthy();
  await pruneEvents(services.deps);
  const row = await services.deps.db.orm.query.eventSubscriptions.findFirst();
  expect(row).toMatchObject({ previousEnvelope: null, previousKeyId: null, previousExpiresAt: null });
  const ended = await rotateSubscriptionSecret(admin(), { id, overlapSeconds: 0 });
  expect(ended.previousSecretExpiresAt).toBeNull();
});

test('a worker that dies with a delivery loses it to the next one, and writes nothing when it wakes up', async () => {
  const { id } = await subscribe();
  await happen();
  await publishPendingEvents(services.deps);
  const [dead] = await claim();
  if (!dead) throw new Error('nothing was claimed');
  expect(await claim()).toEqual([]);
  now += 61_000;
  expect(await deliver()).toEqual(['delivered']);
  const late = await attemptDelivery(services.deps, dead);
  expect(late).toBe('delivered');
  expect((await lastDelivery(id)).attempts).toHaveLength(1);
  expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
});

test('a worker that is stopped gives its delivery back at once', async () => {
  const stopping = new AbortController();
  answer = () => stopping.abort(new Error('Patchbay is stopping'));
  const { id } = await subscribe();
  await happen();
  await publishPendingEvents(services.deps);
  const [claimed] = await claim();
  if (!claimed) throw new Error('nothing was claimed');
  expect(await attemptDelivery(services.deps, claimed, { signal: stopping.signal })).toBe('pending');
  expect((await lastDelivery(id)).attempts).toEqual([]);
  expect(await claim()).toHaveLength(1);
});

test('two workers at once take each delivery once, and a slow subscription leaves room for others', async () => {
  await subscribe();
  const other = await subscribe();
  for (let index = 0; index < 10; index += 1) await happen(String(index));
  await publishPendingEvents(services.deps);
  const options = { limit: 50, limitPerSubscription: 3, underWay: new Map([[other.id, 1]]) };
  const [one, two] = await Promise.all([claimDeliveries(services.deps, options), claim()]);
  const ids = [...one, ...two].map(({ delivery }) => delivery.id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(one.filter(({ subscription }) => subscription.id === other.id).length).toBeLessThanOrEqual(2);
});

test('a test event goes once, to its subscription alone, paused or not, and readers of events never see it', async () => {
  answer = (response) => response.writeHead(500).end();
  const { id, secret } = await subscribe({ enabled: false });
  await subscribe();
  const sent = await sendTestEvent(admin(), { id });
  expect(sent).toMatchObject({ status: 'pending', trigger: 'test', eventType: 'subscription.test' });
  expect(await deliver()).toEqual(['failed']);
  expect(verify(secret, received[0] as Received)).toMatchObject({ data: { subscriptionId: id, name: 'Ours' } });
  expect(received).toHaveLength(1);
  expect(await getEventSubscription(admin(), { id })).toMatchObject({ status: 'paused', failingSince: null });
  expect((await listEvents(services.as('viewer'), {})).data).toEqual([]);
});

test('one delivery can be sent again, with the same webhook-id, and not while it is tried', async () => {
  const { id } = await subscribe();
  await happen();
  await publishPendingEvents(services.deps);
  const { id: deliveryId } = await lastDelivery(id);
  await expect(redeliverEvent(admin(), { id, deliveryId })).rejects.toMatchObject({ code: 'conflict' });
  await deliver();
  const again = await redeliverEvent(admin(), { id, deliveryId });
  expect(again).toMatchObject({ trigger: 'redelivery', status: 'pending' });
  expect(await deliver()).toEqual(['delivered']);
  expect(received.map(({ headers }) => headers['webhook-id'])).toEqual([again.eventId, again.eventId]);
  await expect(redeliverEvent(admin(), { id, deliveryId: 'dlv_unknown' })).rejects.toMatchObject({ code: 'not_found' });
});

test('paused, nothing is sent; what waited goes out when it is enabled', async () => {
  const { id } = await subscribe();
  await happen('before');
  await publishPendingEvents(services.deps);
  await updateEventSubscription(admin(), { id, enabled: false });
  await happen('meanwhile');
  expect(await deliver()).toEqual([]);
  await updateEventSubscription(admin(), { id, enabled: true });
  expect(await deliver()).toEqual(['delivered']);
  expect(received.map(({ body }) => JSON.parse(body).data.name)).toEqual(['before']);
});

test('offline, nothing is sent', async () => {
  await subscribe();
  await happen();
  await publishPendingEvents(services.deps);
  const deps = { ...services.deps, settings: { ...services.deps.settings, offline: true } };
  expect(await claimDeliveries(deps, { limit: 5, limitPerSubscription: 5, underWay: new Map() })).toEqual([]);
});

test('addresses that may not be called are refused before they are stored, and when a name leads to one', async () => {
  const strict = { ...services.deps, egress: createEgressPolicy({ allow: [] }) };
  const context = { ...admin(), deps: strict };
  for (const bad of [
    'http://127.0.0.1/',
    'http://10.1.2.3/',
    'http://[::1]/',
    'http://169.254.169.254/latest',
    'http://localhost/',
    'ftp://example.com/',
    'https://user:pass@example.com/',
    'https://example.com/#x',
    'nonsense',
  ])
    await expect(createEventSubscription(context, { url: bad })).rejects.toMatchObject({ code: 'invalid_input' });
  const { id } = await createEventSubscription(context, { url: 'https://example.com/' });
  await expect(updateEventSubscription(context, { id, url: 'http://192.168.0.1/' })).rejects.toMatchObject({
    code: 'invalid_input',
  });
  expect((await createEventSubscription(admin(), { url })).url).toBe(url);
  // Link-local is refused at the socket, too, whatever was stored.
  await services.deps.db.orm.execute("update event_subscriptions set url = 'http://169.254.169.254/'");
  await happen();
  expect(await deliver()).toEqual(['pending', 'pending']);
  const [row] = await services.deps.db.orm.select().from(eventDeliveries).where(eq(eventDeliveries.subscriptionId, id));
  expect(row?.attempts[0]).toMatchObject({ status: null, error: expect.stringContaining('never calls') });
});

test('the same idempotency key makes one subscription and tells the same secret', async () => {
  const first = await subscribe({ idempotencyKey: 'once' });
  expect(await subscribe({ idempotencyKey: 'once' })).toEqual(first);
  expect((await listEventSubscriptions(admin(), {})).data).toHaveLength(1);
});

test('secrets stand in no answer but the first, no table, log or line of audit, and the address in no audit or log', async () => {
  const { orm } = services.deps.db;
  const before = services.logged.length;
  const { id, secret } = await subscribe({ url: `${url}?token=swordfish-in-address` });
  const rotated = await rotateSubscriptionSecret(admin(), { id });
  answer = (response) => response.writeHead(500).end(secret);
  await happen();
  await deliver();
  const shown = [
    await getEventSubscription(admin(), { id }),
    await listEventSubscriptions(admin(), {}),
    await listEventDeliveries(admin(), { id }),
    await listEvents(services.as('viewer'), {}),
  ];
  const audit = await listAuditEntries(admin(), { limit: 500 });
  const logged = services.logged.slice(before);
  const tables = await Promise.all(
    ['event_subscriptions', 'event_deliveries', 'events', 'audit_log', 'idempotency_keys'].map((table) =>
      orm.execute(`select to_jsonb(t) as row from ${table} t`),
    ),
  );
  for (const text of [secret, rotated.secret]) {
    assertNoCanary(text, { shown, audit, logged, tables });
    assertNoCanary(text.slice('whsec_'.length), { shown, audit, logged, tables });
  }
  expect(JSON.stringify([audit, logged])).not.toContain('swordfish-in-address');
  await deleteEventSubscription(admin(), { id });
  expect((await listEventSubscriptions(admin(), {})).data).toEqual([]);
});
