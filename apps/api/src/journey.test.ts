// One connection's life over HTTP: connect, test, discover, sync, records, action, rotate, pause, disconnect, delete.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from './testing/create-test-app.ts';
import { type Items, startItems } from './testing/start-items.ts';

let tested: TestApp;
let items: Items;
let key: string;
let id: string;
beforeAll(async () => {
  [tested, items] = await Promise.all([createTestApp(), startItems(250)]);
  key = (await tested.addOrganization('Mine')).apiKey;
});
afterAll(async () => {
  items?.close();
  await tested?.close();
});

const call = (method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
  tested.call(key, method, path, body, headers);
const at = (path: string) => `/integrations/connections/${id}${path}`;

test('providers: the catalog, one whole, its logo', async () => {
  const list = await call('GET', '/integrations/providers');
  expect(list.body.data.map(({ slug }: { slug: string }) => slug)).not.toContain('in-memory');
  expect((await call('GET', '/integrations/connections/providers')).body).toEqual(list.body);
  const all = await call('GET', '/integrations/providers?includeTestOnly=true&q=memory');
  expect(all.body.data).toMatchObject([{ slug: 'in-memory', isTestOnly: true, supportsDiscovery: true }]);
  const one = await call('GET', '/integrations/connections/providers/in-memory');
  expect(one.body).toMatchObject({ slug: 'in-memory', settings: [{ name: 'baseUrl', type: 'url', required: true }] });
  const logo = await call('GET', one.body.logoUrl.replace('/api/v1', ''));
  expect(logo.headers.get('content-type')).toContain('image/svg+xml');
  expect(logo.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect((await call('GET', '/integrations/providers/in-memry')).body.error.message).toContain('in-memory');
});

test('connect: once for one idempotency key, and no secret comes back', async () => {
  const body = {
    providerSlug: 'in-memory',
    name: 'Mine',
    authMethod: 'bearer',
    settings: { baseUrl: items.url },
    credentials: { token: 'canary-token-1234' },
  };
  const first = await call('POST', '/integrations/connections', body, { 'idempotency-key': 'once' });
  const again = await call('POST', '/integrations/connections', body, { 'idempotency-key': 'once' });
  expect(first).toMatchObject({
    status: 201,
    body: { status: 'pending', credential: { version: 1, source: 'sealed' } },
  });
  id = first.body.id;
  expect(again.body.id).toBe(id);
  const other = await call(
    'POST',
    '/integrations/connections',
    { ...body, name: 'Other' },
    { 'idempotency-key': 'once' },
  );
  expect(other).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } });
  expect((await call('GET', '/integrations/connections')).body.data).toHaveLength(1);
  expect(JSON.stringify([first.body, again.body])).not.toContain('canary-token');
});

test('test and discover', async () => {
  const outcome = await call('POST', at('/test'), {});
  expect(outcome).toMatchObject({ status: 200, body: { ok: true, account: { id: 'u1', label: 'Ada' }, error: null } });
  expect((await call('GET', at(''))).body.status).toBe('active');
  const discover = (body: unknown) => call('POST', `/integrations/${id}/discover`, body);
  const found = await discover({ resourceType: 'item', filter: { namePattern: 'item-1?' } });
  expect(found.body).toMatchObject({ resourceType: 'items', supportedResourceTypes: ['items'] });
  expect(found.body.resources).toHaveLength(10);
  const unsupported = await discover({ resourceType: 'boards' });
  expect(unsupported).toMatchObject({ status: 400, body: { error: { code: 'unsupported' } } });
  expect(JSON.stringify(unsupported.body.error)).toContain('items');
});

test('sync, follow the run, page its records, and a second sync writes nothing', async () => {
  const started = await call('POST', at('/sync'), { mode: 'full' });
  expect(started.status).toBe(202);
  const run = () => call('GET', `/integrations/runs/${started.body.runId}`);
  expect((await run()).body.status).toBe('queued');
  await tested.runJobs();
  expect((await run()).body).toMatchObject({ status: 'success', kind: 'sync', stats: { read: 250, added: 250 } });
  const logs = await call('GET', `/integrations/runs/${started.body.runId}/logs`);
  expect(logs.body.data.length).toBeGreaterThan(0);

  const seen: string[] = [];
  let after: string | null = '0';
  while (after !== null) {
    const page = await call('GET', at(`/records?limit=100&after=${after}`));
    seen.push(...page.body.data.map(({ externalId }: { externalId: string }) => externalId));
    after = page.body.nextCursor;
  }
  expect(new Set(seen).size).toBe(250);

  const second = await call('POST', at('/sync'), { sync: 'items', mode: 'full' });
  await tested.runJobs();
  expect((await call('GET', `/integrations/runs/${second.body.runId}`)).body.stats).toMatchObject({
    added: 0,
    unchanged: 250,
  });
  expect((await call('GET', at('/runs?kind=sync&limit=1'))).body.nextCursor).toBeTruthy();
  expect((await call('GET', '/overview')).body).toMatchObject({ connections: { total: 1, active: 1 }, attention: [] });
});

test('an action: its result, a bad input, an unknown operation', async () => {
  const listed = await call('POST', at('/actions/listItems'), { status: 'open' });
  expect(listed).toMatchObject({ status: 200, body: { success: true, skippedOffline: false } });
  const refused = await call('POST', at('/actions/echo'), { value: { a: 1 } });
  expect(refused).toMatchObject({ status: 200, body: { success: false, error: { class: 'not_found', status: 404 } } });
  expect((await call('POST', at('/actions/getItem'), { colour: 'red' })).status).toBe(400);
  expect((await call('POST', at('/actions/noSuch'), {})).status).toBe(404);
});

test('new credentials are a new version; a blank secret keeps the old one', async () => {
  const rotated = await call('PUT', at('/credentials'), { credentials: { token: 'canary-token-5678' } });
  expect(rotated.body.credential).toMatchObject({ version: 2 });
  const versions = await call('GET', at('/credential-versions'));
  expect(versions.body.data.map(({ version }: { version: number }) => version)).toEqual([2, 1]);
  expect(JSON.stringify(versions.body)).not.toContain('canary-token');
});

test('pause, resume, disconnect, delete', async () => {
  await call('POST', at('/test'), {});
  expect((await call('POST', at('/pause'))).body.status).toBe('paused');
  expect((await call('POST', at('/actions/listItems'), {})).status).toBe(409);
  expect((await call('POST', at('/resume'))).body.status).toBe('active');
  expect((await call('PATCH', at(''), { name: 'Renamed' })).body.name).toBe('Renamed');
  expect((await call('POST', at('/disconnect'))).body).toMatchObject({ status: 'disconnected' });
  expect((await call('DELETE', at(''))).status).toBe(204);
  expect((await call('GET', at(''))).status).toBe(404);
});

test('the audit log tells of it all, without a secret; so does what was logged', async () => {
  const log = await call('GET', '/audit-log?limit=200');
  const actions = new Set(log.body.data.map(({ action }: { action: string }) => action));
  for (const action of ['connection.create', 'credentials.put', 'connection.pause', 'connection.delete']) {
    expect(actions).toContain(action);
  }
  expect((await call('GET', `/audit-log?targetId=${id}&action=connection.pause`)).body.data).toHaveLength(1);
  for (const text of [JSON.stringify(log.body), tested.logged.join('')]) {
    expect(text).not.toContain('canary-token');
    expect(text).not.toContain(key);
  }
});
