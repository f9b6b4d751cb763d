// The paths of the documents for the keys of language models.
import { describe, expect, test } from 'vitest';
import { testPath } from './testing/test-path.ts';

const anthropicKey = `sk-ant-api03-${'abc123'.repeat(4)}xyz789`;
const openaiKey = `sk-proj-${'def456'.repeat(4)}uvw321`;
const openrouterKey = `sk-or-v1-${'0a1b2c'.repeat(4)}rst654`;
const anthropic = { name: 'Anthropic', key: anthropicKey, model: 'claude-opus-4-6' };

const on = testPath('/llm-keys', {
  // One character more than the mask shows.
  neverTold: [anthropicKey, openaiKey, openrouterKey].map((key) => key.slice(-5)),
});

test('a key is stored with its model, and shown by its last four characters', async () => {
  const created = await on.call('POST', '', anthropic);
  expect(created.status).toBe(201);
  expect(created.body).toEqual({
    id: expect.stringMatching(/^con_/),
    name: 'Anthropic',
    provider: 'anthropic',
    key: '****...z789',
    url: 'https://api.anthropic.com/v1',
    model: 'claude-opus-4-6',
    status: 'pending',
    last_test_status: null,
    last_test_message: null,
    created_by: expect.any(String),
    created_at: expect.any(String),
    updated_at: expect.any(String),
    last_used_at: null,
  });
  expect((await on.call('GET')).body).toEqual({ data: [created.body], nextCursor: null });
  for (const name of ['Anthropic', 'anthropic', created.body.id])
    expect((await on.call('GET', `/${name}`)).body).toEqual(created.body);
  const { body: connection } = await on.tested.call(on.admin, 'GET', `/integrations/connections/${created.body.id}`);
  expect(connection).toMatchObject({
    providerSlug: 'anthropic',
    name: 'Anthropic API Key',
    settings: { model: 'claude-opus-4-6' },
  });
});

test('which providers there are, and which have a key', async () => {
  const before = await on.call('GET', '/status');
  expect(before.body).toEqual({
    configured: false,
    providers: ['Anthropic', 'OpenAI', 'OpenRouter'].map((name) => ({
      ...{ name, provider: name.toLowerCase(), configured: false, keys: 0 },
    })),
  });
  await on.call('POST', '', { name: 'OpenAI', key: openaiKey, model: 'gpt-5-mini' });
  await on.call('POST', '', { name: 'openrouter', key: openrouterKey, model: 'openai/gpt-5-mini' });
  expect((await on.call('GET', '/status')).body).toMatchObject({
    configured: true,
    providers: [{ configured: false }, { configured: true, keys: 1 }, { configured: true, keys: 1 }],
  });
  expect((await on.call('GET')).body.data).toMatchObject([
    { name: 'OpenAI', url: 'https://api.openai.com/v1', key: '****...w321' },
    { name: 'OpenRouter', url: 'https://openrouter.ai/api/v1', key: '****...t654' },
  ]);
});

test('the model that was stored is asked where a call names none', async () => {
  const { id } = (await on.call('POST', '', anthropic)).body;
  on.providers.answer(({ body }) => ({
    body: {
      ...{ id: 'msg_1', type: 'message', role: 'assistant', model: body.model, stop_reason: 'end_turn' },
      content: [{ type: 'text', text: 'Hello.' }],
      usage: { input_tokens: 3, output_tokens: 2 },
    },
  }));
  const ask = (input: object) =>
    on.tested.call(on.admin, 'POST', `/integrations/connections/${id}/interfaces/llm.chat`, {
      ...{ messages: [{ role: 'user', content: 'Hello' }], maxTokens: 100, ...input },
    });
  expect((await ask({})).body).toMatchObject({ success: true, result: { text: 'Hello.', model: 'claude-opus-4-6' } });
  expect((await ask({ model: 'claude-haiku-4-5' })).body.result.model).toBe('claude-haiku-4-5');
  await on.call('PATCH', `/${id}`, { model: 'claude-sonnet-4-6' });
  expect((await ask({})).body.result.model).toBe('claude-sonnet-4-6');
  expect(on.providers.asked.map(({ method, target }) => `${method} ${target}`)).toEqual(
    Array(3).fill('POST api.anthropic.com/v1/messages'),
  );
  // A connection made without one asks for it.
  await on.call('DELETE', `/${id}`);
  const { body: bare } = await on.tested.call(on.admin, 'POST', '/integrations/connections', {
    ...{ providerSlug: 'anthropic', credentials: { apiKey: anthropicKey } },
  });
  const refused = await on.tested.call(on.admin, 'POST', `/integrations/connections/${bare.id}/interfaces/llm.chat`, {
    messages: [{ role: 'user', content: 'Hello' }],
  });
  expect([refused.status, refused.body.error.message]).toEqual([400, expect.stringContaining('Model is needed')]);
});

test('a provider has one key, and a key is stored once', async () => {
  const { id } = (await on.call('POST', '', anthropic)).body;
  const again = await on.call('POST', '', { ...anthropic, key: `${anthropicKey}other` });
  expect([again.status, again.body.error.code]).toEqual([409, 'conflict']);
  const twin = await on.tested.call(on.admin, 'POST', '/integrations/connections', {
    ...{ providerSlug: 'anthropic', credentials: { apiKey: anthropicKey } },
  });
  expect([twin.status, twin.body.error.code]).toEqual([409, 'conflict']);
  // Another organization may hold the same: of it nothing is told.
  const other = await on.tested.addOrganization('Other');
  expect((await on.call('POST', '', anthropic, other.apiKey)).status).toBe(201);
  await on.call('DELETE', `/${id}`);
  expect((await on.call('POST', '', anthropic)).status).toBe(201);
});

test('of keys stored at once there is one', async () => {
  const all = await Promise.all(
    [1, 2, 3].map((n) => on.call('POST', '', { ...anthropic, key: `${anthropicKey}${n}` })),
  );
  expect(all.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
});

test('a repeated request with the same Idempotency-Key gives the key that was stored', async () => {
  const headers = { 'idempotency-key': 'one' };
  const first = await on.tested.call(on.admin, 'POST', '/llm-keys', anthropic, headers);
  const second = await on.tested.call(on.admin, 'POST', '/llm-keys', anthropic, headers);
  expect([second.status, second.body]).toEqual([201, first.body]);
});

test('key and model are changed each by itself', async () => {
  const { id } = (await on.call('POST', '', anthropic)).body;
  expect((await on.call('PATCH', `/${id}`, { model: 'claude-haiku-4-5' })).body).toMatchObject({
    ...{ key: '****...z789', model: 'claude-haiku-4-5' },
  });
  const { body } = await on.call('PATCH', `/${id}`, { key: `${anthropicKey.slice(0, -6)}mno852` });
  expect(body).toMatchObject({ key: '****...o852', model: 'claude-haiku-4-5' });
  expect((await on.call('PATCH', `/${id}`, {})).body).toEqual(body);
});

test('a key that is deleted is gone everywhere', async () => {
  const { id } = (await on.call('POST', '', anthropic)).body;
  expect((await on.call('DELETE', `/${id}`)).status).toBe(204);
  for (const [method, at, body] of [
    ['GET', '/Anthropic', undefined],
    ['GET', `/${id}`, undefined],
    ['PATCH', `/${id}`, { model: 'x' }],
    ['DELETE', `/${id}`, undefined],
  ] as const)
    expect([at, (await on.call(method, at, body)).status]).toEqual([at, 404]);
  expect((await on.call('GET')).body.data).toEqual([]);
});

describe('what is not right is refused', () => {
  test.each([
    ['no provider', { key: anthropicKey, model: 'x' }, 'name'],
    ['no key', { name: 'Anthropic', model: 'x' }, 'key'],
    ['no model', { name: 'Anthropic', key: anthropicKey }, 'model'],
    ['a blank model', { ...anthropic, model: '  ' }, 'model'],
    ['a key of another provider', { ...anthropic, key: openaiKey }, 'key'],
    ['a provider that has no language models', { ...anthropic, name: 'Slack' }, 'name'],
    ['another field', { ...anthropic, url: 'https://example.com' }, 'url'],
  ])('%s', async (_what, body, field) => {
    const answer = await on.call('POST', '', body);
    expect([answer.status, answer.body.error.code]).toEqual([400, 'invalid_input']);
    expect(answer.body.error.details).toContainEqual(expect.objectContaining({ path: field }));
    expect((await on.call('GET')).body.data).toEqual([]);
  });

  test('a connection that holds no such key is none', async () => {
    const { body } = await on.tested.call(on.admin, 'POST', '/integrations/connections', {
      ...{ providerSlug: 'in-memory', authMethod: 'none', settings: { baseUrl: 'http://127.0.0.1:1' } },
    });
    expect((await on.call('GET', `/${body.id}`)).status).toBe(404);
    expect((await on.call('DELETE', `/${body.id}`)).status).toBe(404);
    expect((await on.tested.call(on.admin, 'GET', `/integrations/connections/${body.id}`)).status).toBe(200);
  });
});

test('members and viewers see masks and change nothing; another organization sees nothing', async () => {
  const { id } = (await on.call('POST', '', anthropic)).body;
  const other = await on.tested.addOrganization('Other');
  for (const role of ['viewer', 'member'] as const) {
    const key = await on.tested.addKey(on.organizationId, role);
    expect((await on.call('GET', '', undefined, key)).body.data).toMatchObject([{ id, key: '****...z789' }]);
    expect((await on.call('GET', '/status', undefined, key)).body.configured).toBe(true);
    expect((await on.call('POST', '', { name: 'OpenAI', key: openaiKey, model: 'x' }, key)).status).toBe(403);
    expect((await on.call('PATCH', `/${id}`, { model: 'x' }, key)).status).toBe(403);
    expect((await on.call('DELETE', `/${id}`, undefined, key)).status).toBe(403);
  }
  expect((await on.call('GET', '', undefined, other.apiKey)).body.data).toEqual([]);
  expect((await on.call('GET', '/status', undefined, other.apiKey)).body.configured).toBe(false);
  for (const at of ['/Anthropic', `/${id}`])
    expect((await on.call('GET', at, undefined, other.apiKey)).status).toBe(404);
  expect((await on.call('PATCH', `/${id}`, { model: 'x' }, other.apiKey)).status).toBe(404);
  expect((await on.call('DELETE', `/${id}`, undefined, other.apiKey)).status).toBe(404);
  expect((await on.call('POST', '', { ...anthropic, organizationId: other.organizationId })).status).toBe(404);
  expect((await on.call('GET', `/${id}`)).body.model).toBe('claude-opus-4-6');
});

test('the path of the document is the same: without the prefix, with a slash at the end', async () => {
  await on.call('POST', '', anthropic);
  const list = (await on.call('GET')).body;
  for (const path of ['/llm-keys', '/llm-keys/', '/api/v1/llm-keys/']) {
    const answer = await on.tested.app.request(path, { headers: { authorization: `Bearer ${on.admin}` } });
    expect([path, await answer.json()]).toEqual([path, list]);
  }
  expect((await on.tested.app.request('/llm-keys')).status).toBe(401);
});
