// Webhooks end to end: a code host that really makes hooks and delivers, the real API on a port, the real database.
import { createHmac, randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { webhookDeliveries, webhookEndpoints } from '@patchbay/db';
import { flushWebhookTraffic, handleWebhookDeliveries, queueRequestedSyncs } from '@patchbay/services';
import { type HookForge, startHookForge } from '@patchbay/testing';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestApp, type TestApp } from './testing/create-test-app.ts';
import { serveTestApp } from './testing/serve-test-app.ts';

let tested: TestApp;
let server: Awaited<ReturnType<typeof serveTestApp>>;
let gitea: HookForge;
let admin: string;
let viewer: string;
let member: string;
let organizationId: string;

beforeAll(async () => {
  tested = await createTestApp({ settings: { webhookBodyTimeoutMs: 500 } });
  server = await serveTestApp(tested);
  const organization = await tested.addOrganization('Webhooks');
  ({ apiKey: admin, organizationId } = organization);
  viewer = await tested.addKey(organizationId, 'viewer');
  member = await tested.addKey(organizationId, 'member');
  gitea = await startHookForge('gitea');
});
afterAll(async () => {
  await gitea?.stop();
  await server?.close();
  await tested?.close();
});
beforeEach(() => {
  gitea.faults = {};
  gitea.answers.length = 0;
});

async function connectTo(providerSlug = 'gitea', url = gitea.url): Promise<string> {
  const created = await tested.call(admin, 'POST', '/integrations/connections', {
    ...{ providerSlug, authMethod: 'token', settings: { baseUrl: url }, credentials: { token: gitea.token } },
  });
  expect(created.status).toBe(201);
  const { id } = created.body;
  expect((await tested.call(admin, 'POST', `/integrations/connections/${id}/test`)).body.ok).toBe(true);
  return id;
}

async function addWebhook(connectionId: string, body: object = {}) {
  const created = await tested.call(admin, 'POST', `/integrations/connections/${connectionId}/webhooks`, {
    resource: 'octo/shop',
    ...body,
  });
  expect(created.status, JSON.stringify(created.body)).toBe(201);
  return created.body;
}

const handle = async () => {
  while ((await handleWebhookDeliveries(tested.deps.services)) > 0);
};

async function deliveriesOf(webhookId: string) {
  const { body } = await tested.call(viewer, 'GET', `/integrations/webhook-deliveries?webhookId=${webhookId}`);
  return body.data;
}

async function webhookOf(connectionId: string, webhookId: string, credential = admin) {
  await flushWebhookTraffic(tested.deps.services);
  const { body } = await tested.call(credential, 'GET', `/integrations/connections/${connectionId}/webhooks`);
  return body.data.find(({ id }: { id: string }) => id === webhookId);
}

/** Sends as Gitea does, with whatever a test changes. */
async function send(
  url: string,
  secret: string,
  change: { body?: string; headers?: Record<string, string>; signs?: string } = {},
) {
  const body = change.body ?? JSON.stringify({ repository: { full_name: 'octo/shop' } });
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-gitea-event': 'push',
      'x-gitea-delivery': randomUUID(),
      'x-gitea-signature': createHmac('sha256', secret)
        .update(change.signs ?? body)
        .digest('hex'),
      ...change.headers,
    },
    body,
  });
  return { status: response.status, headers: response.headers, body: await response.text() };
}

test('a webhook is made at the provider; its secret is told once, its address to those who may change it', async () => {
  const connectionId = await connectTo();
  const made = await addWebhook(connectionId);
  expect(made.hook).toMatchObject({ state: 'registered', message: null });
  const hook = gitea.hooks.find(({ url }) => url === made.url);
  expect(hook).toMatchObject({ repository: 'octo/shop', secret: made.secret });
  expect(made.url.startsWith(`${server.url}/webhooks/gitea/`)).toBe(true);
  expect((await webhookOf(connectionId, made.id)).url).toBe(made.url);
  const seen = await webhookOf(connectionId, made.id, viewer);
  expect(seen).toMatchObject({ id: made.id, url: null });
  expect(JSON.stringify(seen)).not.toContain(made.url.split('/').at(-1));
  const [row] = await tested.db.orm.select().from(webhookEndpoints).where(eq(webhookEndpoints.id, made.id));
  expect(JSON.stringify(row)).not.toContain(made.secret);
  expect(JSON.stringify(row)).not.toContain(made.url.split('/').at(-1));
  expect(tested.logged.join('\n')).not.toContain(made.url.split('/').at(-1));
});

test('a delivery is stored before it is acknowledged, once, and its payload is shown without secrets', async () => {
  const connectionId = await connectTo();
  const { id } = await addWebhook(connectionId, { resource: 'octo/once' });
  const payload = { repository: { full_name: 'octo/once' }, config: { token: 'swordfish-4711' }, note: 'hello' };
  expect(await gitea.deliver('octo/once', 'push', payload, 'delivery-1')).toEqual([202]);
  expect(await gitea.deliver('octo/once', 'push', payload, 'delivery-1')).toEqual([200]);
  const [delivery, ...others] = await deliveriesOf(id);
  expect(others).toEqual([]);
  expect(delivery).toMatchObject({ event: 'push', deliveryId: 'delivery-1', tenant: 'octo/once', status: 'received' });
  const detail = await tested.call(member, 'GET', `/integrations/webhook-deliveries/${delivery.id}`);
  expect(detail.body).toMatchObject({ payload: { config: { token: '[redacted]' }, note: 'hello' } });
  expect(Object.keys(detail.body.headers).join()).not.toContain('signature');
  expect((await tested.call(viewer, 'GET', `/integrations/webhook-deliveries/${delivery.id}`)).status).toBe(403);
  const found = await tested.call(member, 'GET', '/integrations/webhook-deliveries?search=hello');
  expect(found.body.data.map((one: { id: string }) => one.id)).toContain(delivery.id);
  expect(await webhookOf(connectionId, id)).toMatchObject({ counts: { accepted: 1, duplicates: 1, refused: 0 } });
});

test('an event writes the record its payload holds, as the poll gives it, and never an older one over a newer', async () => {
  const connectionId = await connectTo();
  const { id } = await addWebhook(connectionId, { resource: 'octo/records' });
  const repository = {
    ...{ id: 42, full_name: 'octo/records', name: 'records', html_url: 'https://git.example.com/octo/records' },
    ...{
      private: false,
      archived: false,
      default_branch: 'main',
      description: 'first',
      clone_url: 'https://x.example',
    },
    ...{ owner: { login: 'octo' }, created_at: '2026-01-01T00:00:00Z', updated_at: '2026-11-02T00:00:00Z' },
  };
  const deliver = (change: object, action = 'created') =>
    gitea.deliver('octo/records', 'repository', { action, repository: { ...repository, ...change } });
  const records = async () =>
    (await tested.call(viewer, 'GET', `/integrations/connections/${connectionId}/records?includeDeleted=true`)).body
      .data;

  await deliver({});
  await handle();
  expect(await records()).toMatchObject([
    { change: 'added', data: { id: '42', name: 'octo/records', description: 'first' } },
  ]);
  await deliver({ description: 'older', updated_at: '2026-11-01T00:00:00Z' });
  await handle();
  expect(await records()).toMatchObject([{ data: { description: 'first' } }]);
  await deliver({ description: 'newer', updated_at: '2026-11-03T00:00:00Z' });
  await handle();
  expect(await records()).toMatchObject([{ change: 'updated', data: { description: 'newer' } }]);
  await deliver({ updated_at: '2026-11-03T00:00:00Z' }, 'deleted');
  await handle();
  expect(await records()).toMatchObject([{ change: 'deleted' }]);
  const outcomes = (await deliveriesOf(id)).map(
    ({ outcome }: { outcome: { record: { change: string } | null; note: string | null } }) => outcome,
  );
  expect(outcomes.map(({ record }: { record: { change: string } | null }) => record?.change ?? null)).toEqual([
    'deleted',
    'updated',
    null,
    'added',
  ]);
  expect(outcomes[2].note).toContain('older than the record');
  const events = await tested.call(viewer, 'GET', `/events?types=webhook.received&connectionId=${connectionId}`);
  // Published by a worker; here it is enough that they were written with the deliveries.
  expect(events.status).toBe(200);
  const { rows } = {
    rows: await tested.db.orm.execute(
      sql`select count(*)::int as n from events where type = 'webhook.received' and connection_id = ${connectionId}`,
    ),
  };
  expect(JSON.stringify(rows)).toContain('4');
});

test('while a sync reads, the payload is not written: the sync is asked to look again', async () => {
  const connectionId = await connectTo();
  await addWebhook(connectionId, { resource: 'octo/lease' });
  await tested.db.orm.execute(sql`insert into sync_states (connection_id, sync, organization_id, lease_owner, lease_token, lease_expires_at)
    values (${connectionId}, 'repositories', ${organizationId}, 'somebody', 3, now() + interval '1 minute')`);
  await gitea.deliver('octo/lease', 'repository', {
    action: 'created',
    repository: { id: 1, full_name: 'octo/lease' },
  });
  await handle();
  const [delivery] = (await tested.call(viewer, 'GET', `/integrations/webhook-deliveries?connectionId=${connectionId}`))
    .body.data;
  expect(delivery).toMatchObject({ status: 'handled', outcome: { syncs: ['repositories'], record: null } });
  expect(await queueRequestedSyncs(tested.deps.services)).toBe(1);
  expect(await queueRequestedSyncs(tested.deps.services)).toBe(0);
  const runs = await tested.call(viewer, 'GET', `/integrations/connections/${connectionId}/runs?kind=sync`);
  // Gitea's lists cannot say what changed since: everything is read.
  expect(runs.body.data).toMatchObject([{ name: 'repositories', trigger: 'webhook', mode: 'full', status: 'queued' }]);
});

test('an event starts its sync as a delta where the provider can say what changed since', async () => {
  const gitlab = await startHookForge('gitlab');
  const changedAt = '2026-11-20T09:00:00.000Z';
  const mergeRequests = '/api/v4/projects/7/merge_requests';
  gitlab.lists['/api/v4/projects'] = [{ id: 7, path_with_namespace: 'octo/shop', visibility: 'private' }];
  gitlab.lists[mergeRequests] = [{ id: 501, iid: 5, title: 'First', state: 'opened', updated_at: changedAt }];
  try {
    const connectionId = await connectTo('gitlab', gitlab.url);
    await addWebhook(connectionId, { resource: '7' });
    const path = `/integrations/connections/${connectionId}`;
    const read = async () => {
      gitlab.requests.length = 0;
      await tested.runJobs();
      const [run] = (await tested.call(viewer, 'GET', `${path}/runs?kind=sync`)).body.data;
      return { run, request: gitlab.requests.find((line) => line.startsWith(`GET ${mergeRequests}?`)) };
    };
    const deliver = async () => {
      // A sync that webhooks ask for waits a little after it began last.
      await tested.db.orm.execute(
        sql`update sync_states set last_run_at = last_run_at - interval '1 minute' where connection_id = ${connectionId}`,
      );
      await gitlab.deliver('7', 'Merge Request Hook', { project: { path_with_namespace: 'octo/shop' } });
      await handle();
      expect(await queueRequestedSyncs(tested.deps.services)).toBe(1);
      return read();
    };

    // There is nothing to go on from yet.
    const first = await deliver();
    expect(first.run).toMatchObject({ name: 'mergeRequests', trigger: 'webhook', mode: 'delta', status: 'success' });
    expect(first.run.stats).toMatchObject({ added: 1 });
    expect(first.request).not.toContain('updated_after');

    const second = await deliver();
    expect(second.run).toMatchObject({ name: 'mergeRequests', trigger: 'webhook', mode: 'delta', status: 'success' });
    expect(second.run.id).not.toBe(first.run.id);
    const asked = new URL(second.request?.slice('GET '.length) ?? '', gitlab.url).searchParams;
    expect(asked.get('updated_after')).toBe('2026-11-20T08:55:00Z');
  } finally {
    await gitlab.stop();
  }
});

test('an unknown event is acknowledged, counted and ignored; a paused connection does nothing; redelivery does it after all', async () => {
  const connectionId = await connectTo();
  const { id } = await addWebhook(connectionId, { resource: 'octo/pause' });
  expect(await gitea.deliver('octo/pause', 'wiki', {})).toEqual([202]);
  await handle();
  expect(await deliveriesOf(id)).toMatchObject([
    { status: 'ignored', outcome: { note: expect.stringContaining('"wiki"') } },
  ]);
  expect(await webhookOf(connectionId, id)).toMatchObject({ counts: { accepted: 1, unknown: 1 } });
  await tested.call(admin, 'POST', `/integrations/connections/${connectionId}/pause`);
  await gitea.deliver('octo/pause', 'repository', {
    action: 'created',
    repository: { id: 5, full_name: 'octo/pause' },
  });
  await handle();
  const [paused] = await deliveriesOf(id);
  expect(paused).toMatchObject({ status: 'ignored', outcome: { note: expect.stringContaining('paused') } });
  await tested.call(admin, 'POST', `/integrations/connections/${connectionId}/resume`);
  expect((await tested.call(member, 'POST', `/integrations/webhook-deliveries/${paused.id}/redeliver`)).status).toBe(
    403,
  );
  expect((await tested.call(admin, 'POST', `/integrations/webhook-deliveries/${paused.id}/redeliver`)).status).toBe(
    202,
  );
  await handle();
  expect((await deliveriesOf(id))[0]).toMatchObject({
    status: 'handled',
    outcome: { record: { change: 'added', id: '5' } },
  });
});

test('whatever is forged or malformed is refused, stored nowhere, and told to those who set the hook up only', async () => {
  const connectionId = await connectTo();
  const { id, url, secret } = await addWebhook(connectionId, { resource: 'octo/forged' });
  const refused = [
    send(url, 'another secret of thirty characters'),
    send(url, secret, { body: '{"a":1}', signs: '{"a":2}' }),
    send(url, secret, { body: '{ "a": 1 }', signs: '{"a":1}' }),
    send(url, secret, { headers: { 'x-gitea-signature': '' } }),
    send(url, secret, { headers: { 'x-gitea-signature': 'f'.repeat(63) } }),
    send(url, secret, { headers: { 'x-gitea-signature': 'f'.repeat(640) } }),
  ];
  for (const answer of await Promise.all(refused)) {
    expect(answer.status).toBe(401);
    expect(answer.body).not.toMatch(/signature|mismatch/i);
  }
  expect(await deliveriesOf(id)).toEqual([]);
  expect(await webhookOf(connectionId, id)).toMatchObject({
    counts: { accepted: 0, refused: 6 },
    lastRefusal: { reason: expect.stringContaining('signature') },
  });
  expect((await send(`${url}x`, secret)).status).toBe(404);
  expect((await send(url.replace('/gitea/', '/github/'), secret)).status).toBe(404);
  expect((await fetch(url)).status).toBe(401);
});

test('two headers of one name are refused, even when one of them is right', async () => {
  const connectionId = await connectTo();
  const { url, secret } = await addWebhook(connectionId, { resource: 'octo/double' });
  const body = '{}';
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  const { hostname, port, pathname } = new URL(url);
  const answer = await raw(Number(port), [
    `POST ${pathname} HTTP/1.1`,
    `Host: ${hostname}`,
    'Content-Type: application/json',
    'X-Gitea-Event: push',
    `X-Gitea-Signature: ${signature}`,
    `X-Gitea-Signature: ${'0'.repeat(64)}`,
    'Content-Length: 2',
    'Connection: close',
    '',
    body,
  ]);
  expect(answer).toContain('401');
});

test('a body that is no JSON or of another type is taken when it is signed; a large one and a slow one are not', async () => {
  const connectionId = await connectTo();
  const { id, url, secret } = await addWebhook(connectionId, { resource: 'octo/bodies', maxBodyBytes: 4_096 });
  expect((await send(url, secret, { body: 'not json' })).status).toBe(202);
  expect((await send(url, secret, { body: '<a/>', headers: { 'content-type': 'application/xml' } })).status).toBe(202);
  expect((await send(url, secret, { body: 'x'.repeat(10 * 1024 * 1024) })).status).toBe(413);
  const { hostname, port, pathname } = new URL(url);
  const slow = await raw(Number(port), [
    `POST ${pathname} HTTP/1.1`,
    `Host: ${hostname}`,
    'Content-Length: 100',
    '',
    '{',
  ]);
  expect(slow).toContain('504');
  await handle();
  expect((await deliveriesOf(id)).map(({ status }: { status: string }) => status)).toEqual(['handled', 'handled']);
});

test('each webhook has a rate of its own', async () => {
  const connectionId = await connectTo();
  const { url, secret } = await addWebhook(connectionId, { resource: 'octo/rate', ratePerMinute: 2 });
  const statuses = [];
  for (let count = 0; count < 3; count++) statuses.push(await send(url, secret));
  expect(statuses.map(({ status }) => status)).toEqual([202, 202, 429]);
  expect(Number(statuses[2]?.headers.get('retry-after'))).toBeGreaterThan(0);
});

test('with a new secret both are taken for a time, and the one before no more once it is over', async () => {
  const connectionId = await connectTo();
  const { id, url, secret } = await addWebhook(connectionId, { resource: 'octo/rotate' });
  const path = `/integrations/connections/${connectionId}/webhooks/${id}/rotate-secret`;
  const rotated = await tested.call(admin, 'POST', path, {});
  expect(rotated.status).toBe(200);
  expect(rotated.body.secret).not.toBe(secret);
  expect(gitea.hooks.find((hook) => hook.url === url)?.secret).toBe(rotated.body.secret);
  for (const one of [secret, rotated.body.secret]) expect((await send(url, one)).status).toBe(202);
  const ended = await tested.call(admin, 'POST', path, { overlapSeconds: 0 });
  for (const one of [secret, rotated.body.secret]) expect((await send(url, one)).status).toBe(401);
  expect((await send(url, ended.body.secret)).status).toBe(202);
});

test('a hook that is gone or switched off at the provider is found, and made again when asked', async () => {
  const connectionId = await connectTo();
  const { id, url } = await addWebhook(connectionId, { resource: 'octo/gone' });
  const check = (body = {}) =>
    tested.call(admin, 'POST', `/integrations/connections/${connectionId}/webhooks/${id}/check`, body);
  expect((await check()).body.hook).toMatchObject({ state: 'registered', message: null });
  const hook = gitea.hooks.find((one) => one.url === url);
  if (hook) hook.isActive = false;
  expect((await check()).body.hook).toMatchObject({ state: 'disabled', message: expect.stringContaining('switched') });
  gitea.hooks.length = 0;
  expect((await check()).body.hook).toMatchObject({
    state: 'missing',
    message: expect.stringContaining('Register it again'),
  });
  expect((await check({ repair: true })).body.hook).toMatchObject({ state: 'registered' });
  expect(gitea.hooks).toMatchObject([{ url }]);
});

test('what the provider refuses leaves a webhook to be made by hand, with the steps', async () => {
  gitea.faults = { refusesHooks: true };
  const connectionId = await connectTo();
  const made = await addWebhook(connectionId, { resource: 'octo/refused' });
  expect(made).toMatchObject({ hook: { state: 'failed' }, secret: expect.any(String) });
  expect(made.setup.length).toBeGreaterThan(0);
  const byHand = await addWebhook(connectionId, { resource: undefined, register: false });
  expect(byHand.hook.state).toBe('manual');
  const bad = await tested.call(admin, 'POST', `/integrations/connections/${connectionId}/webhooks`, {
    resource: 'no slash',
  });
  expect(bad).toMatchObject({ status: 400, body: { error: { details: [{ path: 'resource' }] } } });
  const unknown = await tested.call(admin, 'POST', `/integrations/connections/${connectionId}/webhooks`, {
    resource: 'octo/shop',
    events: ['nonsense'],
  });
  expect(unknown).toMatchObject({ status: 400, body: { error: { details: [{ path: 'events' }] } } });
});

test('disconnecting and deleting remove the hook at the provider, and nothing is taken any more', async () => {
  const connectionId = await connectTo();
  const first = await addWebhook(connectionId, { resource: 'octo/first' });
  const second = await addWebhook(connectionId, { resource: 'octo/second' });
  const removed = await tested.call(admin, 'DELETE', `/integrations/connections/${connectionId}/webhooks/${first.id}`);
  expect(removed).toMatchObject({ status: 200, body: { leftToDo: null } });
  expect(gitea.hooks.some(({ url }) => url === first.url)).toBe(false);
  expect((await send(first.url, first.secret)).status).toBe(404);
  await tested.call(admin, 'POST', `/integrations/connections/${connectionId}/disconnect`);
  expect(gitea.hooks.some(({ url }) => url === second.url)).toBe(false);
  expect(await webhookOf(connectionId, second.id)).toMatchObject({ hook: { state: 'removed' } });
  expect((await send(second.url, second.secret)).status).toBe(404);
});

test("GitLab's deliveries are found by their token alone, at one address for all", async () => {
  const gitlab = await startHookForge('gitlab');
  try {
    const connectionId = await connectTo('gitlab', gitlab.url);
    const made = await addWebhook(connectionId, { resource: '7', scheme: '0' });
    expect(gitlab.hooks).toMatchObject([{ secret: made.secret, signingToken: '' }]);
    const deliver = (token: string, path = '/webhooks/gitlab') =>
      fetch(`${server.url}${path}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-gitlab-event': 'Push Hook',
          'x-gitlab-token': token,
          'idempotency-key': randomUUID(),
        },
        body: '{}',
      });
    expect((await deliver(made.secret)).status).toBe(202);
    expect((await deliver(made.secret, '/api/v1/webhooks/gitlab')).status).toBe(202);
    expect((await deliver('another token')).status).toBe(401);
    expect((await deliver('')).status).toBe(401);
    const signed = await addWebhook(connectionId, { resource: '8' });
    expect(signed.schemeType).toBe('standard_webhooks');
    expect(await gitlab.deliver('8', 'Push Hook', {})).toEqual([202]);
    gitlab.faults = { wrongSecret: true };
    expect(await gitlab.deliver('8', 'Push Hook', {})).toEqual([401]);
    // A secret whose time is over finds nothing either.
    await tested.call(admin, 'POST', `/integrations/connections/${connectionId}/webhooks/${made.id}/rotate-secret`, {
      overlapSeconds: 0,
    });
    expect((await deliver(made.secret)).status).toBe(401);
  } finally {
    await gitlab.stop();
  }
});

test("Slack's question is answered when it is signed, and not when it is forged", async () => {
  const created = await tested.call(admin, 'POST', '/integrations/connections', {
    ...{
      providerSlug: 'slack',
      authMethod: 'botToken',
      credentials: { botToken: `xoxb-${'1'.repeat(12)}-${'a'.repeat(24)}` },
    },
  });
  expect(created.status, JSON.stringify(created.body)).toBe(201);
  const secret = 'a1b2c3d4e5f60718293a4b5c6d7e8f90';
  const made = await addWebhook(created.body.id, { resource: undefined, register: false, secret });
  const ask = (key: string, ageSeconds = 0) => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'three-words-or-so' });
    const at = String(Math.floor(Date.now() / 1_000) - ageSeconds);
    const signature = createHmac('sha256', key).update(`v0:${at}:${body}`).digest('hex');
    return fetch(made.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-slack-request-timestamp': at,
        'x-slack-signature': `v0=${signature}`,
      },
      body,
    });
  };
  const answer = await ask(secret);
  expect({ status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() }).toEqual({
    ...{ status: 200, type: 'text/plain', text: 'three-words-or-so' },
  });
  expect((await ask('another secret')).status).toBe(401);
  expect((await ask(secret, 301)).status).toBe(401);
  expect((await ask(secret, -301)).status).toBe(401);
});

test('of 5 000 deliveries while the database is slow nothing acknowledged is lost; the rest is told when to come again', {
  timeout: 120_000,
}, async () => {
  const connectionId = await connectTo();
  const { id, url, secret } = await addWebhook(connectionId, { resource: 'octo/burst', ratePerMinute: 100_000 });
  await send(url, secret);
  let release = () => {};
  const isHeld = new Promise<void>((held) => {
    void tested.db.orm.transaction(async (tx) => {
      await tx.execute(sql`lock table webhook_deliveries in access exclusive mode`);
      held();
      await new Promise<void>((resolve) => {
        release = resolve;
      });
    });
  });
  await isHeld;
  const answers: { deliveryId: string; status: number; retryAfter: string | null }[] = [];
  const total = 5_000;
  let next = 0;
  const sender = async () => {
    while (next++ < total) {
      const deliveryId = randomUUID();
      const { status, headers } = await send(url, secret, { headers: { 'x-gitea-delivery': deliveryId } });
      answers.push({ deliveryId, status, retryAfter: headers.get('retry-after') });
      // However slow this machine is: the database is held until somebody was refused.
      if (status === 503) release();
    }
  };
  await Promise.all(Array.from({ length: 800 }, sender));
  const taken = answers.filter(({ status }) => status === 202);
  const refused = answers.filter(({ status }) => status === 503);
  expect(answers).toHaveLength(total);
  expect(taken.length + refused.length).toBe(total);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.every(({ retryAfter }) => retryAfter === '10')).toBe(true);
  const rows = await tested.db.orm
    .select({ deliveryId: webhookDeliveries.deliveryId })
    .from(webhookDeliveries)
    .where(eq(webhookDeliveries.endpointId, id));
  const stored = new Set(rows.map(({ deliveryId }) => deliveryId));
  expect(taken.filter(({ deliveryId }) => !stored.has(deliveryId))).toEqual([]);
  // What was refused for waiting too long may be there all the same, once.
  expect(rows).toHaveLength(stored.size);
});

/** Sends exactly these lines and gives what came back until the other side closes. */
function raw(port: number, lines: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(lines.join('\r\n')));
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString();
      if (/^HTTP\/1\.1 \d+/.test(text)) socket.end();
    });
    socket.on('close', () => resolve(text));
    socket.on('error', reject);
  });
}
