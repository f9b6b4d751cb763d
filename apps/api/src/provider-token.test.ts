// The paths of the documents for the token of a repository host.
import { flushUses } from '@patchbay/services';
import { expect, test } from 'vitest';
import { testPath } from './testing/test-path.ts';

const path = '/integrations/github/token';
const classic = `ghp_${'a1B2'.repeat(10)}`;
const fineGrained = `github_pat_${'Zz9_'.repeat(8)}`;
const legacy = '0123456789abcdef0123456789abcdef01234567';
const resetsAt = 1_900_000_000;

const on = testPath(path, {
  neverTold: [classic, fineGrained, legacy].map((token) => token.slice(-12)),
  reply: ({ headers }) => ({
    headers: {
      ...(headers.authorization !== `Bearer ${fineGrained}` && { 'x-oauth-scopes': 'repo, read:org' }),
      'x-ratelimit-limit': '5000',
      'x-ratelimit-remaining': '4999',
      'x-ratelimit-reset': String(resetsAt),
    },
    body: { id: 1, login: 'octocat' },
  }),
});

const nothing = {
  ...{ configured: false, token_name: null, connection_id: null, status: null, created_by: null },
  ...{ created_at: null, updated_at: null, last_used_at: null },
  ...{ last_test_status: null, last_test_message: null, last_tested_at: null },
};

test('there is none, one is stored, it is told that there is one, and it is deleted', async () => {
  expect((await on.call('GET')).body).toEqual(nothing);
  expect((await on.call('DELETE')).status).toBe(404);
  expect((await on.call('POST', '/test')).status).toBe(404);

  const saved = await on.call('POST', '', { token: classic });
  expect(saved.status).toBe(201);
  expect(saved.body).toEqual({
    ...nothing,
    configured: true,
    token_name: 'GitHub Personal Access Token',
    connection_id: expect.stringMatching(/^con_/),
    status: 'pending',
    created_by: expect.any(String),
    created_at: expect.any(String),
    updated_at: expect.any(String),
  });
  expect((await on.call('GET')).body).toEqual(saved.body);
  const { body: connection } = await on.tested.call(
    on.admin,
    'GET',
    `/integrations/connections/${saved.body.connection_id}`,
  );
  expect(connection).toMatchObject({ providerSlug: 'github', authMethod: 'token' });

  expect((await on.call('DELETE')).status).toBe(204);
  expect((await on.call('GET')).body).toEqual(nothing);
  expect((await on.call('DELETE')).body.error.code).toBe('not_found');
});

test('another token replaces the one there is, and keeps its name unless it gets one', async () => {
  const first = await on.call('POST', '', { token: classic, token_name: 'Scanner' });
  const second = await on.call('POST', '', { token: fineGrained });
  expect(second.status).toBe(201);
  expect(second.body).toMatchObject({ connection_id: first.body.connection_id, token_name: 'Scanner' });
  await on.call('POST', '/test');
  expect(on.providers.asked.at(-1)?.headers.authorization).toBe(`Bearer ${fineGrained}`);
  expect((await on.call('POST', '', { token: legacy, token_name: 'Old one' })).body.token_name).toBe('Old one');
  const { body } = await on.tested.call(on.admin, 'GET', '/integrations/connections?providerSlug=github');
  expect(body.data).toHaveLength(1);
});

test('a stored token is tested: scopes, rate limit, and what came out is kept', async () => {
  await on.call('POST', '', { token: classic });
  const { status, body } = await on.call('POST', '/test');
  expect(status).toBe(200);
  expect(body).toEqual({
    valid: true,
    scopes: ['repo', 'read:org'],
    rate_limit: { limit: 5_000, remaining: 4_999, reset: new Date(resetsAt * 1_000).toISOString() },
    message: null,
  });
  expect(on.providers.asked.map(({ method, target }) => [method, target])).toEqual([['GET', 'api.github.com/user']]);
  expect((await on.call('GET')).body).toMatchObject({ status: 'active', last_test_status: 'success' });
});

test('a token is tested before it is stored, and is not stored by that', async () => {
  const { body } = await on.call('POST', '/test', { token: fineGrained });
  // Fine-grained ones do not tell their permissions.
  expect(body).toMatchObject({ valid: true, scopes: null, rate_limit: { remaining: 4_999 } });
  expect((await on.call('GET')).body.configured).toBe(false);
  expect((await on.tested.call(on.admin, 'GET', '/integrations/runs')).body.data).toEqual([]);
});

test('a token for a server of one’s own is tested there, and shown to no other', async () => {
  const { body: connection } = await on.tested.call(on.admin, 'POST', '/integrations/connections', {
    ...{ providerSlug: 'github', authMethod: 'token', credentials: { token: classic } },
    settings: { baseUrl: 'https://github.example.com/api/v3', siteUrl: 'https://github.example.com' },
    verifyTls: false,
  });
  expect(connection.status).toBe('pending');
  const { runtime } = on.tested.deps.services;
  const tls: boolean[] = [];
  on.tested.deps.services.runtime = {
    ...runtime,
    testConnection: (target, options) => {
      tls.push(target.verifyTls);
      return runtime.testConnection(target, options);
    },
  };
  expect((await on.call('POST', '/test', { token: legacy })).body.valid).toBe(true);
  on.tested.deps.services.runtime = runtime;
  expect([on.providers.asked.map(({ target }) => target), tls]).toEqual([['github.example.com/api/v3/user'], [false]]);
  expect((await on.call('POST', '', { token: fineGrained })).body.connection_id).toBe(connection.id);
});

test('a token that is refused is not valid; one that could not be asked about is neither', async () => {
  on.providers.answer(() => ({ status: 401, body: { message: 'Bad credentials' } }));
  expect((await on.call('POST', '/test', { token: classic })).body).toMatchObject({
    valid: false,
    message: expect.stringContaining('GitHub'),
  });
  await on.call('POST', '', { token: classic });
  expect((await on.call('POST', '/test')).body.valid).toBe(false);
  expect((await on.call('GET')).body).toMatchObject({ status: 'error', last_test_status: 'error' });

  on.providers.answer(() => ({ status: 500, body: { message: 'Oops' } }));
  const down = await on.call('POST', '/test', { token: classic });
  expect([down.status, down.body.error.code]).toEqual([502, 'upstream_failed']);
});

test('when it was last used is told', async () => {
  await on.call('POST', '', { token: classic });
  const { connection_id: id, last_used_at: before } = (await on.call('GET')).body;
  const { body } = await on.tested.call(on.admin, 'POST', `/integrations/connections/${id}/actions/getUser`, {});
  expect([before, body.success]).toEqual([null, true]);
  await flushUses(on.tested.deps.services);
  expect((await on.call('GET')).body.last_used_at).toMatch(/^\d{4}-/);
});

test.each([
  [36, 'ghp_'],
  [19, 'github_pat_'],
])('a token has at least %i characters after %s', async (least, prefix) => {
  const token = (length: number) => ({ token: prefix + 'a1B2'.repeat(10).slice(0, length) });
  for (const at of ['', '/test']) {
    const { status, body } = await on.call('POST', at, token(least - 1));
    expect([status, body.error.details]).toMatchObject([400, [{ path: 'token' }]]);
  }
  expect((await on.call('POST', '/test', token(least))).body.valid).toBe(true);
  expect((await on.call('POST', '', token(least))).status).toBe(201);
});

test.each([
  ['nothing', {}],
  ['of no shape GitHub gives', { token: 'abc' }],
  ['another field', { token: classic, secret: 'x' }],
  ['a name of two lines', { token: classic, token_name: 'a\nb' }],
])('what is not right is refused, and not repeated: %s', async (_what, body) => {
  const answer = await on.call('POST', '', body);
  expect([answer.status, answer.body.error.code]).toEqual([400, 'invalid_input']);
  if ('token' in body && body.token === 'abc') expect(answer.body.error.details).toMatchObject([{ path: 'token' }]);
  expect((await on.call('GET')).body.configured).toBe(false);
});

test('it takes an admin of the organization, and others see nothing of it', async () => {
  await on.call('POST', '', { token: classic });
  const routes = [
    ['GET', '', undefined],
    ['POST', '', { token: classic }],
    ['DELETE', '', undefined],
    ['POST', '/test', {}],
  ] as const;
  const viewer = await on.tested.addKey(on.organizationId, 'viewer');
  const member = await on.tested.addKey(on.organizationId, 'member');
  for (const [method, at, body] of routes) {
    for (const key of [viewer, member]) expect((await on.call(method, at, body, key)).status).toBe(403);
    expect((await on.tested.call(null, method, `${path}${at}`, body)).status).toBe(401);
  }
  const other = await on.tested.addOrganization('Other');
  expect((await on.call('GET', '', undefined, other.apiKey)).body).toEqual(nothing);
  expect((await on.call('DELETE', '', undefined, other.apiKey)).status).toBe(404);
  expect((await on.call('POST', '/test', {}, other.apiKey)).status).toBe(404);
  expect((await on.call('GET', `?organizationId=${on.organizationId}`, undefined, other.apiKey)).status).toBe(404);
  expect((await on.call('GET')).body.configured).toBe(true);
});

test('a provider that takes more than a token, or none, says where to go; with two tokens none is taken for the one meant', async () => {
  const none = await on.tested.call(on.admin, 'GET', '/integrations/jenkins/token');
  expect([none.status, none.body.error.message]).toEqual([404, expect.stringContaining('/configure')]);
  expect((await on.tested.call(on.admin, 'GET', '/integrations/nobody/token')).status).toBe(404);
  for (const token of [classic, fineGrained])
    await on.tested.call(on.admin, 'POST', '/integrations/connections', {
      ...{ providerSlug: 'github', authMethod: 'token', credentials: { token } },
    });
  expect((await on.call('GET')).body.error.code).toBe('conflict');
});

test('of two that are stored at once there is one', async () => {
  const both = await Promise.all([
    on.call('POST', '', { token: classic }),
    on.call('POST', '', { token: fineGrained }),
  ]);
  expect(both.map(({ status }) => status).filter((status) => status !== 201 && status !== 409)).toEqual([]);
  const { body } = await on.tested.call(on.admin, 'GET', '/integrations/connections?providerSlug=github');
  expect(body.data).toHaveLength(1);
});

test('the path of the document is the same without the prefix', async () => {
  await on.call('POST', '', { token: classic });
  const old = await on.tested.app.request(path, { headers: { authorization: `Bearer ${on.admin}` } });
  expect(await old.json()).toEqual((await on.call('GET')).body);
});
