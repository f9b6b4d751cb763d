// What holds a webhook together when a delivery does not come: the hook is looked after, and the poll reads what was missed.
import { createHmac } from 'node:crypto';
import {
  deleteWebhookEndpoint,
  getConnection,
  listEndpointsOfConnection,
  listEvents,
  listRecords,
  updateWebhookEndpoint,
} from '@patchbay/db';
import { defineManifest, type ManifestInput } from '@patchbay/schema';
import { type LocalServer, startServer } from '@patchbay/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createConnection } from '../connections/create.ts';
import { pauseConnection } from '../connections/pause.ts';
import { testConnection } from '../connections/test.ts';
import { flushUses } from '../credentials/flush-uses.ts';
import { startSync } from '../syncs/start.ts';
import { createTestClock, hours, minutes } from '../testing/create-test-clock.ts';
import { createTestServices, type TestServices } from '../testing/create-test-services.ts';
import { testManifest } from '../testing/test-manifest.ts';
import type { ServiceContext } from '../types.ts';
import { checkDueHooks } from './check-due-hooks.ts';
import { createWebhookEndpoint } from './create.ts';
import { handleWebhookDeliveries } from './handle.ts';
import { listWebhookEndpoints } from './list.ts';
import { openWebhookEndpoint } from './open-endpoint.ts';
import { receiveWebhook } from './receive.ts';

const { webhooks } = testManifest;
const hookManifest = defineManifest({
  ...testManifest,
  id: 'hook-store',
  name: 'Hook Store',
  testOnly: true,
  operations: {
    ...testManifest.operations,
    listHooks: { description: 'List hooks.', request: 'GET /hooks', safety: 'read', items: '@' },
    createHook: {
      description: 'Make a hook.',
      request: 'POST /hooks',
      safety: 'write',
      input: { url: { type: 'text', required: true } },
      body: { url: '{input.url}' },
    },
  },
  webhooks: {
    ...(webhooks as NonNullable<ManifestInput['webhooks']>),
    lifecycle: { create: 'createHook', list: 'listHooks', address: 'url', enabled: 'on', scope: { url: 'url' } },
    events: { item: { description: 'An item was changed.', record: { sync: 'items', item: '@' } } },
  },
});
const otherManifest = defineManifest({ ...hookManifest, id: 'other-store', name: 'Other Store' });

const clock = createTestClock();
const state = {
  hooks: [] as { id: number; url: string; on: boolean }[],
  items: [] as { id: string; name: string }[],
  /** The provider answers nothing but this. */
  status: 200,
  nextId: 1,
};
let provider: LocalServer;
let tested: TestServices;
let context: ServiceContext;

beforeAll(async () => {
  tested = await createTestServices({ clock, manifests: [hookManifest, otherManifest] });
  context = tested.as('owner');
  provider = await startServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const send = (body: unknown) =>
      response.writeHead(state.status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (state.status !== 200) return void send({ error: { message: 'not today' } });
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === '/me') return void send({ id: '7', name: 'Ada' });
    if (pathname === '/items') return void send({ items: state.items, nextCursor: null });
    if (request.method === 'GET') return void send(state.hooks);
    const hook = { id: state.nextId++, url: JSON.parse(Buffer.concat(chunks).toString()).url, on: true };
    state.hooks.push(hook);
    send(hook);
  });
});
afterAll(async () => {
  await provider?.stop();
  await tested?.close();
});
beforeEach(() => {
  Object.assign(state, { hooks: [], items: [], status: 200 });
});

async function connect(providerSlug = 'hook-store') {
  const { id: connectionId } = await createConnection(context, {
    ...{ providerSlug, name: `Hooks ${state.nextId++}`, authMethod: 'none', settings: { baseUrl: provider.url } },
  });
  await testConnection(context, { id: connectionId });
  const made = await createWebhookEndpoint(context, { connectionId });
  expect(made.hook).toMatchObject({ state: 'registered' });
  return { connectionId, webhookId: made.id, url: made.url ?? '', secret: made.secret ?? '' };
}
type Hooked = Awaited<ReturnType<typeof connect>>;

async function hookOf({ connectionId, webhookId }: Hooked) {
  const { data } = await listWebhookEndpoints(context, { connectionId });
  return data.find(({ id }) => id === webhookId)?.hook;
}

/** Signs and delivers as the store does. */
async function deliver({ url, secret }: Hooked, payload: object, key = secret): Promise<void> {
  const rawBody = Buffer.from(JSON.stringify(payload));
  const headers = {
    'x-items-signature': createHmac('sha256', key).update(rawBody).digest('hex'),
    'x-items-event': 'item',
  };
  const request = { method: 'POST', url, headers };
  const address = { providerSlug: 'hook-store', endpointKey: url.split('/').at(-1) ?? '' };
  const opened = await openWebhookEndpoint(tested.deps, address, request);
  await receiveWebhook(tested.deps, opened, { ...request, rawBody });
}

test('a hook that was deleted or switched off at the provider is found without anybody asking, and told as an event', async () => {
  const hooked = await connect();
  const [made] = state.hooks;
  state.hooks = [];
  // It was looked at when it was made: for some hours nobody asks again.
  clock.pass(hours(6) - minutes(1));
  expect(await checkDueHooks(tested.deps)).toBe(0);
  expect(await hookOf(hooked)).toMatchObject({ state: 'registered' });
  clock.pass(minutes(2));
  expect(await checkDueHooks(tested.deps)).toBe(1);
  expect(await hookOf(hooked)).toMatchObject({
    state: 'missing',
    message: expect.stringContaining('not at Hook Store any more'),
  });
  expect(await checkDueHooks(tested.deps)).toBe(0);

  // Made again by hand, with another id: it is known by its address.
  state.hooks = [{ id: 4_711, url: made?.url ?? '', on: true }];
  clock.pass(hours(7));
  await checkDueHooks(tested.deps);
  expect(await hookOf(hooked)).toMatchObject({ state: 'registered', message: null });
  state.hooks = [{ id: 4_711, url: made?.url ?? '', on: false }];
  clock.pass(hours(7));
  await checkDueHooks(tested.deps);
  expect(await hookOf(hooked)).toMatchObject({
    state: 'disabled',
    message: expect.stringContaining('switched the hook off'),
  });

  const { organizationId } = context.actor;
  const events = await listEvents(tested.deps.db.orm, { organizationId, limit: 100 });
  const changes = events.filter(
    ({ type, connectionId }) => type === 'webhook.hook_changed' && connectionId === hooked.connectionId,
  );
  expect(changes.map(({ data }) => (data as { to: string }).to)).toEqual(['missing', 'registered', 'disabled']);
});

test('a list that cannot be read says nothing about the hook', async () => {
  const hooked = await connect();
  state.status = 500;
  clock.pass(hours(7));
  await checkDueHooks(tested.deps);
  expect(await hookOf(hooked)).toMatchObject({
    state: 'registered',
    message: expect.stringContaining('could not look at the hooks'),
  });
});

test('neither a paused connection nor a provider that is no longer installed keeps other hooks from being looked at', async () => {
  const gone = await connect('other-store');
  const paused = await connect();
  clock.pass(minutes(1));
  const last = await connect();
  await pauseConnection(context, { id: paused.connectionId });
  state.hooks = [];
  clock.pass(hours(7));
  // Another process of the same installation, in which one provider is not there.
  const { db, keyRing } = tested.deps;
  const { organizations } = tested;
  const other = await createTestServices({ clock, db, keyRing, organizations, manifests: [hookManifest] });
  try {
    // One at a time, each takes its place at the end of the line.
    for (let looked = 1, rounds = 0; looked > 0 && rounds < 10; rounds++)
      looked = await checkDueHooks(other.deps, { limit: 1 });
  } finally {
    await other.close();
  }
  expect(await hookOf(last)).toMatchObject({ state: 'missing' });
  expect(await hookOf(paused)).toMatchObject({ state: 'registered' });
  expect(await hookOf(gone)).toMatchObject({ state: 'registered' });
  // And nobody is looked at twice.
  expect(await checkDueHooks(tested.deps)).toBe(0);
});

test('a webhook whose secret cannot be opened any more keeps no other from being looked at', async () => {
  const [locked, last] = [await connect(), await connect()];
  state.hooks = [];
  const { organizationId } = context.actor;
  const [first] = await listEndpointsOfConnection(tested.deps.db.orm, {
    organizationId,
    connectionId: locked.connectionId,
  });
  const [second] = await listEndpointsOfConnection(tested.deps.db.orm, {
    organizationId,
    connectionId: last.connectionId,
  });
  // The envelope of another webhook: it was sealed for that one alone.
  await updateWebhookEndpoint(tested.deps.db.orm, {
    ...{ organizationId, id: locked.webhookId },
    changes: {
      envelope: second?.envelope ?? '',
      hookCheckedAt: new Date((first?.createdAt.getTime() ?? 0) - hours(1)),
    },
  });
  clock.pass(hours(7));
  await checkDueHooks(tested.deps);
  expect(await hookOf(last)).toMatchObject({ state: 'missing' });
  await deleteWebhookEndpoint(tested.deps.db.orm, { organizationId, id: locked.webhookId });
});

test('offline nothing is looked at, and nothing is taken for missing', async () => {
  const hooked = await connect();
  state.hooks = [];
  clock.pass(hours(7));
  const settings = { ...tested.deps.settings, offline: true };
  expect(await checkDueHooks({ ...tested.deps, settings })).toBe(0);
  expect(await hookOf(hooked)).toMatchObject({ state: 'registered' });
});

test('what a delivery that never came would have told is read by the next poll, what came stays, what is gone goes', async () => {
  const hooked = await connect();
  const { connectionId } = hooked;
  const records = async () => {
    const { organizationId } = context.actor;
    const { rows } = await listRecords(tested.deps.db.orm, {
      organizationId,
      connectionId,
      limit: 50,
      includeDeleted: true,
    });
    return Object.fromEntries(
      rows.map(({ externalId, data, deletedAt }) => [externalId, deletedAt ? 'gone' : data.name]),
    );
  };
  const [came, missed, removed] = [
    { id: 'came', name: 'Came' },
    { id: 'missed', name: 'Missed' },
    { id: 'removed', name: 'Removed' },
  ];
  await deliver(hooked, came);
  await deliver(hooked, removed);
  await handleWebhookDeliveries(tested.deps);
  expect(await records()).toEqual({ came: 'Came', removed: 'Removed' });

  // Its delivery was refused, and that the other was removed was never told.
  state.items = [came, missed];
  await expect(deliver(hooked, missed, 'another secret')).rejects.toThrow('does not prove');
  expect(await handleWebhookDeliveries(tested.deps)).toBe(0);
  expect(await records()).toEqual({ came: 'Came', removed: 'Removed' });

  clock.pass(minutes(1));
  await startSync(context, { connectionId, sync: 'items' });
  await tested.drain();
  expect(await records()).toEqual({ came: 'Came', missed: 'Missed', removed: 'gone' });
});

test('a delivery that proves itself moves when its connection was last seen; a forged one does not', async () => {
  const hooked = await connect();
  const seen = async () => {
    await flushUses(tested.deps);
    const key = { organizationId: context.actor.organizationId, id: hooked.connectionId };
    return (await getConnection(tested.deps.db.orm, key))?.lastSeenAt?.getTime();
  };
  const before = await seen();
  clock.pass(minutes(5));
  await expect(deliver(hooked, { id: '1' }, 'another secret')).rejects.toThrow('does not prove');
  expect(await seen()).toBe(before);
  await deliver(hooked, { id: '1', name: 'One' });
  expect(await seen()).toBe(clock.now());
});
