// The paths of the documents for incoming webhooks: addresses that write to one channel.
import { getCurrentCredential } from '@patchbay/db';
import { attemptDelivery, claimDeliveries, publishPendingEvents } from '@patchbay/services';
import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { createTestApp } from './testing/create-test-app.ts';
import { signInOwner } from './testing/people-store.ts';
import { redirectProviders } from './testing/redirect-providers.ts';
import { testPath } from './testing/test-path.ts';

const secret = 'XyZ0123456789abcdefABCDEF';
const url = `https://hooks.slack.com/services/T0001AAAA/B0001BBBB/${secret}`;

const on = testPath('/slack-webhooks', { neverTold: [secret], role: 'member', reply: () => ({ body: 'ok' }) });

async function add(input: object = {}, key = on.member): Promise<string> {
  const { status, body } = await on.call('POST', '', { url, ...input }, key);
  expect(status, JSON.stringify(body)).toBe(201);
  return body.id;
}

const messages = () => on.providers.asked.map(({ body }) => body);

test('an address is kept and never shown; its connection shows in the list of connections', async () => {
  const created = await on.call('POST', '', { url, name: 'Deployments' });
  expect(created.status).toBe(201);
  expect(created.body).toEqual({
    id: expect.stringMatching(/^con_/),
    name: 'Deployments',
    is_active: true,
    status: 'pending',
    ...{ team_name: null, team_id: null, channel: null, channel_id: null, configuration_url: null, scope: null },
    routing_type: [],
    routing_error: null,
    ...{ last_test_status: null, last_test_message: null },
    user_id: expect.any(String),
    created_at: expect.any(String),
    updated_at: expect.any(String),
  });
  const { id } = created.body;
  expect((await on.call('GET', `/${id}`)).body).toEqual(created.body);
  expect((await on.call('GET')).body).toEqual({ data: [created.body], nextCursor: null });
  const { body: connection } = await on.tested.call(on.admin, 'GET', `/integrations/connections/${id}`);
  on.answers.push(connection);
  expect(connection).toMatchObject({ providerSlug: 'slack', authMethod: 'incomingWebhook', name: 'Deployments' });
});

test('a message has a title, the text and the time, and blocks are sent as they are given', async () => {
  const id = await add();
  const sent = await on.call('POST', `/${id}/send`, { text: 'Version 1.4 is <live>.' });
  expect([sent.status, sent.body]).toEqual([200, { success: true, result: {}, skippedOffline: false }]);
  expect(on.providers.asked).toMatchObject([{ method: 'POST', target: url.replace('https://', '') }]);
  expect(messages()).toEqual([
    {
      text: 'Notification from Patchbay: Version 1.4 is &lt;live&gt;.',
      blocks: [
        { type: 'header', text: { type: 'plain_text', text: 'Notification from Patchbay' } },
        { type: 'section', text: { type: 'mrkdwn', text: 'Version 1.4 is &lt;live&gt;.' } },
        {
          type: 'context',
          elements: [{ type: 'mrkdwn', text: expect.stringMatching(/^📅 \d{4}-\d\d-\d\d \d\d:\d\d UTC$/) }],
        },
      ],
    },
  ]);
  const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: '*Own*' } }];
  expect((await on.call('POST', `/${id}/send`, { blocks })).body.success).toBe(true);
  expect((await on.call('POST', `/${id}/send`, { text: 'Own', blocks })).body.success).toBe(true);
  expect(messages().slice(1)).toEqual([
    { text: 'Notification from Patchbay', blocks },
    { text: 'Own', blocks },
  ]);
  const { body: runs } = await on.tested.call(on.admin, 'GET', `/integrations/connections/${id}/runs`);
  on.answers.push(runs);
  expect(runs.data.map(({ kind, status }: { kind: string; status: string }) => [kind, status])).toEqual(
    Array(3).fill(['action', 'success']),
  );
});

test('what the provider refuses is told without the address', async () => {
  const id = await add();
  on.providers.answer(() => ({ status: 404, body: 'no_service' }));
  const { status, body } = await on.call('POST', `/${id}/send`, { text: 'Hello' });
  expect(status).toBe(200);
  expect(body).toMatchObject({ success: false, error: { class: 'auth_invalid' } });
});

test('a webhook is renamed, paused and resumed; paused, nothing is sent', async () => {
  const id = await add();
  expect((await on.call('PATCH', `/${id}`, { name: 'Ops', is_active: false })).body).toMatchObject({
    ...{ name: 'Ops', is_active: false, status: 'paused' },
  });
  const refused = await on.call('POST', `/${id}/send`, { text: 'Hello' });
  expect([refused.status, refused.body.error.code]).toEqual([409, 'conflict']);
  expect(messages()).toEqual([]);
  expect((await on.call('PATCH', `/${id}`, { is_active: true })).body).toMatchObject({ name: 'Ops', is_active: true });
  expect((await on.call('POST', `/${id}/send`, { text: 'Hello' })).body.success).toBe(true);
});

test('another address takes the place of one that was revoked, and what was disabled by it begins again', async () => {
  const id = await add({ routing_type: ['connection.paused'] });
  const { orm } = on.tested.db;
  await orm.execute(sql`update connections set status = 'error', status_reason = 'revoked' where id = ${id}`);
  await orm.execute(
    sql`update event_subscriptions set status = 'disabled', status_reason = 'x' where connection_id = ${id}`,
  );
  const wrong = await on.call('PATCH', `/${id}`, { url: 'https://example.com/hook', name: 'Not this' });
  expect([wrong.status, wrong.body.error.details[0].path]).toEqual([400, 'url']);
  const replaced = await on.call('PATCH', `/${id}`, { url: `${url}2` });
  expect([replaced.status, replaced.body]).toMatchObject([
    200,
    { name: 'Slack: Incoming webhook', status: 'pending', routing_error: null, routing_type: ['connection.paused'] },
  ]);
  expect((await on.call('POST', `/${id}/send`, { text: 'Hello' })).body.success).toBe(true);
  expect(on.providers.asked.at(-1)?.target).toBe(`${url}2`.replace('https://', ''));
  const key = { organizationId: on.organizationId, connectionId: id };
  expect(await getCurrentCredential(orm, key)).toMatchObject({ version: 2, authMethod: 'incomingWebhook' });
  const { body: audit } = await on.tested.call(on.admin, 'GET', `/audit-log?targetId=${id}&action=credentials.put`);
  on.answers.push(audit);
  expect(audit.data).toMatchObject([{ before: { version: 1 }, after: { version: 2 } }]);
  // Paused, it stays so.
  expect((await on.call('PATCH', `/${id}`, { url, is_active: false })).body).toMatchObject({ status: 'paused' });
});

test('at the limit of subscriptions nothing is made and nothing changed', async () => {
  const { organizationId, tested } = on;
  await add({ routing_type: ['connection.paused'], name: 'First' });
  await tested.db.orm.execute(sql`
    insert into event_subscriptions
    select copy.* from event_subscriptions, generate_series(2, 50) as place,
      jsonb_populate_record(event_subscriptions, jsonb_build_object('id', 'sub_' || place)) as copy
    where event_subscriptions.organization_id = ${organizationId}`);
  const refused = await on.call('POST', '', { url, routing_type: ['connection.paused'] });
  expect([refused.status, refused.body.error.code]).toEqual([409, 'conflict']);
  const id = await add({ name: 'Second' });
  const body = { name: 'Renamed', url: `${url}2`, routing_type: ['connection.paused'] };
  expect((await on.call('PATCH', `/${id}`, body)).status).toBe(409);
  expect((await on.call('GET')).body.data.map(({ name }: { name: string }) => name)).toEqual(['Second', 'First']);
  expect(await getCurrentCredential(tested.db.orm, { organizationId, connectionId: id })).toMatchObject({ version: 1 });
});

test('a deleted webhook is gone with its address, and with what was routed to it', async () => {
  const id = await add({ routing_type: ['connection.error'] });
  expect((await on.call('DELETE', `/${id}`)).status).toBe(204);
  for (const [method, at, body] of [
    ['GET', `/${id}`, undefined],
    ['PATCH', `/${id}`, { name: 'x' }],
    ['DELETE', `/${id}`, undefined],
    ['POST', `/${id}/send`, { text: 'x' }],
  ] as const)
    expect([method, (await on.call(method, at, body)).status]).toEqual([method, 404]);
  expect((await on.call('GET')).body.data).toEqual([]);
  expect((await on.tested.call(on.admin, 'GET', '/event-subscriptions')).body.data).toEqual([]);
  const key = { organizationId: on.organizationId, connectionId: id };
  expect(await getCurrentCredential(on.tested.db.orm, key)).toBeNull();
});

describe('each member has its own', () => {
  test('and sees those of nobody else; an admin sees all, another organization none', async () => {
    const id = await add();
    const second = await on.tested.addKey(on.organizationId, 'member');
    const own = await add({ name: 'Second' }, second);
    const viewer = await on.tested.addKey(on.organizationId, 'viewer');
    const other = await on.tested.addOrganization('Other');
    const listed = async (key: string) =>
      (await on.call('GET', '', undefined, key)).body.data.map((each: { id: string }) => each.id);
    expect(await listed(on.member)).toEqual([id]);
    expect(await listed(second)).toEqual([own]);
    expect(await listed(on.admin)).toEqual([own, id]);
    expect(await listed(viewer)).toEqual([]);
    expect(await listed(other.apiKey)).toEqual([]);
    const routes = [
      ['GET', `/${id}`, undefined],
      ['PATCH', `/${id}`, { name: 'x' }],
      ['POST', `/${id}/send`, { text: 'x' }],
      ['DELETE', `/${id}`, undefined],
    ] as const;
    for (const [method, at, body] of routes) {
      for (const key of [second, other.apiKey])
        expect([method, (await on.call(method, at, body, key)).status]).toEqual([method, 404]);
      expect([method, (await on.call(method, at, body, null)).status]).toEqual([method, 401]);
      expect((await on.call(method, at, body, viewer)).status).toBe(method === 'GET' ? 404 : 403);
    }
    expect((await on.call('POST', '', { url }, viewer)).status).toBe(403);
    expect((await on.call('POST', '', { url }, null)).status).toBe(401);
    expect((await on.call('PATCH', `/${id}`, { name: 'By an admin' }, on.admin)).body.name).toBe('By an admin');
  });

  test('a list is given page by page', async () => {
    const ids = [await add(), await add(), await add()].reverse();
    const first = await on.call('GET', '?limit=2');
    expect(first.body.data.map(({ id }: { id: string }) => id)).toEqual(ids.slice(0, 2));
    const second = await on.call('GET', `?limit=2&cursor=${first.body.nextCursor}`);
    expect(second.body).toMatchObject({ data: [{ id: ids[2] }], nextCursor: null });
  });
});

describe('events', () => {
  const data = { connectionId: 'con_1', providerSlug: 'github', name: 'Our code' };

  /** Writes an event, and sends what is due. */
  async function happen(type: 'connection.paused' | 'connection.resumed'): Promise<string[]> {
    const id = await connect();
    await on.tested.call(
      on.admin,
      'POST',
      `/integrations/connections/${id}/${type === 'connection.paused' ? 'pause' : 'resume'}`,
    );
    return deliver();
  }

  async function deliver(): Promise<string[]> {
    const { services } = on.tested.deps;
    await publishPendingEvents(services);
    const claimed = await claimDeliveries(services, { limit: 50, limitPerSubscription: 50, underWay: new Map() });
    return Promise.all(claimed.map((one) => attemptDelivery(services, one, { random: () => 0.5 })));
  }

  async function connect(): Promise<string> {
    const { body } = await on.tested.call(on.admin, 'POST', '/integrations/connections', {
      ...{
        providerSlug: 'in-memory',
        name: data.name,
        authMethod: 'none',
        settings: { baseUrl: 'http://127.0.0.1:1' },
      },
    });
    return body.id;
  }

  test('of the types that are routed to a webhook are written there, and no others', async () => {
    const id = await add({ routing_type: ['connection.paused'] });
    expect((await on.call('GET', `/${id}`)).body.routing_type).toEqual(['connection.paused']);
    expect(await happen('connection.paused')).toEqual(['delivered']);
    expect(messages()).toMatchObject([
      {
        text: 'People paused a connection: Our code',
        blocks: [
          { type: 'header', text: { text: 'People paused a connection' } },
          { type: 'section', text: { text: 'Our code' } },
          { type: 'section', text: { text: expect.stringContaining('http://127.0.0.1:3000/connections/con_') } },
          { type: 'context', elements: [{ text: expect.stringMatching(/^📅 /) }] },
        ],
      },
    ]);
    expect(await happen('connection.resumed')).toEqual([]);
    await on.call('PATCH', `/${id}`, { routing_type: [] });
    expect(await happen('connection.paused')).toEqual([]);
    expect(messages()).toHaveLength(1);
  });

  test('go to different channels by their type', async () => {
    await add({ routing_type: ['connection.created'], name: 'New ones' });
    const other = `${url}2`;
    await add({ url: other, routing_type: ['connection.paused'], name: 'Paused ones' });
    on.providers.asked.length = 0;
    await deliver();
    await happen('connection.paused');
    const byAddress = (address: string) =>
      on.providers.asked
        .filter(({ target }) => `https://${target}` === address)
        .map(({ body }) => body.blocks[0].text.text);
    expect(byAddress(other)).toEqual(['People paused a connection']);
    expect(new Set(byAddress(url))).toEqual(new Set(['A connection was made']));
  });

  test('that could not be written are tried again; what routes them shows with the other subscriptions', async () => {
    const id = await add({ routing_type: ['connection.paused'], name: 'Ops' });
    on.providers.answer(() => ({ status: 500, body: 'server_error' }));
    expect(await happen('connection.paused')).toEqual(['pending']);
    const { body } = await on.tested.call(on.admin, 'GET', '/event-subscriptions');
    on.answers.push(body);
    expect(body.data).toMatchObject([
      { name: 'Ops', url: null, connectionId: id, types: ['connection.paused'], failingSince: expect.any(String) },
    ]);
    const [{ id: subscriptionId }] = body.data;
    const { body: deliveries } = await on.tested.call(
      on.admin,
      'GET',
      `/event-subscriptions/${subscriptionId}/deliveries`,
    );
    on.answers.push(deliveries);
    expect(deliveries.data).toMatchObject([
      { status: 'pending', attempts: [{ status: null, error: expect.any(String) }] },
    ]);
    // It has no secret to change and no address.
    const rotated = await on.tested.call(on.admin, 'POST', `/event-subscriptions/${subscriptionId}/rotate-secret`, {});
    const moved = await on.tested.call(on.admin, 'PATCH', `/event-subscriptions/${subscriptionId}`, {
      url: 'https://example.com/',
    });
    expect([rotated.status, moved.status]).toEqual([409, 409]);
  });

  test('are held back while the webhook is paused', async () => {
    const id = await add({ routing_type: ['connection.paused'] });
    await on.call('PATCH', `/${id}`, { is_active: false });
    expect((await on.call('GET', `/${id}`)).body.routing_type).toEqual(['connection.paused']);
    expect(await happen('connection.paused')).toEqual([]);
    await on.call('PATCH', `/${id}`, { is_active: true });
    expect(await happen('connection.paused')).toEqual(['delivered']);
  });
});

describe('what is not right is refused', () => {
  test.each([
    ['no address', {}, 'url'],
    ['an address of nobody', { url: 'https://example.com/hook' }, 'url'],
    ['a part of an address', { url: url.slice(0, 40) }, 'url'],
    ['an event there is none of', { url, routing_type: ['no.such'] }, 'routing_type.0'],
    ['another field', { url, userId: 7 }, 'userId'],
  ])('adding %s', async (_what, body, path) => {
    const answer = await on.call('POST', '', body);
    expect([answer.status, answer.body.error.code]).toEqual([400, 'invalid_input']);
    expect(answer.body.error.details).toContainEqual(expect.objectContaining({ path }));
    expect((await on.call('GET')).body.data).toEqual([]);
  });

  test('sending nothing, or to a connection that is no webhook', async () => {
    const id = await add();
    expect((await on.call('POST', `/${id}/send`, {})).status).toBe(400);
    expect((await on.call('POST', `/${id}/send`, { text: '' })).status).toBe(400);
    expect((await on.call('POST', `/${id}/send`, { blocks: [] })).status).toBe(400);
    expect((await on.call('POST', `/${id}/send`, { text: 'x', url: 'nowhere' })).status).toBe(400);
    const { body } = await on.tested.call(on.admin, 'POST', '/integrations/connections', {
      ...{ providerSlug: 'slack', authMethod: 'botToken', credentials: { botToken: `xoxb-${'1'.repeat(20)}` } },
    });
    expect((await on.call('POST', `/${body.id}/send`, { text: 'x' }, on.admin)).status).toBe(404);
    expect((await on.call('GET', '', undefined, on.admin)).body.data).toHaveLength(1);
    expect(messages()).toEqual([]);
  });

  test('a provider without incoming webhooks has no such path', async () => {
    for (const path of ['/github-webhooks', '/integrations/github/incoming-webhooks', '/nobody-webhooks'])
      expect([path, (await on.tested.call(on.admin, 'GET', path)).status]).toEqual([path, 404]);
  });
});

test('the paths: with and without the prefix, with a slash at the end, and by provider', async () => {
  await add();
  const list = (await on.call('GET')).body;
  for (const path of [
    '/slack-webhooks',
    '/slack-webhooks/',
    '/api/v1/slack-webhooks/',
    '/integrations/slack/incoming-webhooks',
    '/api/v1/integrations/slack/incoming-webhooks',
  ]) {
    const answer = await on.tested.app.request(path, { headers: { authorization: `Bearer ${on.member}` } });
    expect([path, await answer.json()]).toEqual([path, list]);
  }
});

test('who adds the app at the provider has a webhook of the channel chosen there, with its address sealed beside the token', async () => {
  const app = await createTestApp();
  const redirected = await redirectProviders(app);
  try {
    await app.addOrganization('Installed');
    const cookie = await signInOwner(app);
    const token = `xoxb-${'7'.repeat(12)}-${'t'.repeat(24)}`;
    redirected.answer(({ target }) => {
      if (target.startsWith('hooks.slack.com')) return { body: 'ok' };
      if (target.startsWith('slack.com/api/auth.test'))
        return { body: { ok: true, team_id: 'T1', team: 'Example', user_id: 'U1', user: 'patchbay' } };
      return {
        body: {
          ...{ ok: true, access_token: token, token_type: 'bot', scope: 'chat:write,incoming-webhook' },
          team: { id: 'T1', name: 'Example' },
          incoming_webhook: {
            ...{ url, channel: '#ops', channel_id: 'C1' },
            configuration_url: 'https://example.slack.com/services/B1',
          },
        },
      };
    });
    const ask = async (method: string, path: string, body?: unknown) => {
      const answer = await app.call(cookie, method, path, body);
      on.answers.push(answer.body, app.logged);
      return answer;
    };
    await ask('POST', '/integrations/oauth-apps', {
      providerSlug: 'slack',
      clientId: '1.2',
      clientSecret: 'app-secret',
    });
    const started = await ask('POST', '/integrations/oauth/start', {
      ...{ providerSlug: 'slack', authMethod: 'oauth', scopes: ['chat:write', 'incoming-webhook'] },
    });
    const state = new URL(started.body.authorizationUrl).searchParams.get('state');
    expect((await ask('GET', `/integrations/oauth/callback?code=abc&state=${state}`)).status).toBe(303);
    const { body } = await ask('GET', '/slack-webhooks');
    expect(body.data).toMatchObject([
      {
        ...{ team_name: 'Example', team_id: 'T1', channel: '#ops', channel_id: 'C1', is_active: true },
        ...{ configuration_url: 'https://example.slack.com/services/B1', scope: 'chat:write,incoming-webhook' },
      },
    ]);
    const [{ id }] = body.data;
    expect((await ask('POST', `/slack-webhooks/${id}/send`, { text: 'Hello' })).body).toMatchObject({ success: true });
    expect(redirected.asked.at(-1)).toMatchObject({ method: 'POST', target: url.replace('https://', '') });
    expect(redirected.asked.at(-1)?.headers.authorization).toBeUndefined();
    expect(JSON.stringify(on.answers)).not.toContain(token);
  } finally {
    await redirected.stop();
    await app.close();
  }
});

test('ten are added from one address within an hour', async () => {
  const limited = await createTestApp({ limits: { incomingWebhooks: 10 } });
  try {
    const { apiKey } = await limited.addOrganization('Limits');
    const statuses: number[] = [];
    for (let count = 0; count < 11; count++)
      statuses.push((await limited.call(apiKey, 'POST', '/slack-webhooks', { url })).status);
    expect(statuses).toEqual([...Array(10).fill(201), 429]);
    expect((await limited.call(apiKey, 'GET', '/slack-webhooks')).status).toBe(200);
  } finally {
    await limited.close();
  }
});
