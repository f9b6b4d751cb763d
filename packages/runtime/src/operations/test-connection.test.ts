import type { ManifestInput } from '@patchbay/schema';
import { answerHtml, assertNoCanary, createCanary } from '@patchbay/testing';
import { expect, test } from 'vitest';
import { createServe, json } from '../testing/serve.ts';
import { withOperation } from '../testing/test-manifest.ts';
import { createTarget } from '../testing/test-runtime.ts';

const serve = createServe();
const rateLimits = {
  headers: { limit: 'X-Limit', remaining: 'X-Left', reset: { name: 'X-Reset', unit: 'epoch' as const } },
};

function createManifest(
  test: Partial<ManifestInput['test']> = {},
  operation: Parameters<typeof withOperation>[0] = {},
) {
  return withOperation(operation, {
    auth: [{ id: 'token', type: 'bearer' }],
    rateLimits,
    test: {
      operation: 'call',
      account: { id: 'to_string(id)', label: 'login' },
      scopes: { header: 'X-Scopes' },
      version: { header: 'X-Version' },
      ...test,
    },
    operations: { write: { description: 'W.', request: 'POST /x', safety: 'write', scopes: ['repo', 'admin'] } },
  });
}

const token = createCanary();
const statuses = (steps: { id: string; status: string }[]) =>
  Object.fromEntries(steps.map(({ id, status }) => [id, status]));

test('a good connection tells account, scopes, what is missing, rate limit and version', async () => {
  const headers = {
    'x-scopes': 'repo, user',
    'x-limit': '60',
    'x-left': '59',
    'x-reset': '1767225700',
    'x-version': '1.2',
  };
  const { runtime, url } = await serve(json({ id: 7, login: 'ada' }, 200, headers));
  const result = await runtime.testConnection(createTarget(createManifest(), url, { secrets: { token } }));
  expect(result).toMatchObject({
    ok: true,
    account: { id: '7', label: 'ada' },
    scopes: ['repo', 'user'],
    missingScopes: ['admin'],
    rateLimit: { limit: 60, remaining: 59, resetAt: 1_767_225_700_000 },
    version: '1.2',
    error: null,
  });
  expect(statuses(result.steps)).toEqual({
    reach: 'passed',
    authenticate: 'passed',
    identity: 'passed',
    scopes: 'failed',
  });
});

test('a scope that is within a granted one is not missing', async () => {
  const { runtime, url } = await serve(json({ id: 7, login: 'ada' }, 200, { 'x-scopes': 'root' }));
  const manifest = { ...createManifest(), impliedScopes: { root: ['admin'], admin: ['repo'] } };
  const { missingScopes } = await runtime.testConnection(createTarget(manifest, url, { secrets: { token } }));
  expect(missingScopes).toEqual([]);
});

test.each([
  [undefined, null],
  ['', []],
])('the scopes header %j gives %j and nothing missing is made up', async (header, scopes) => {
  const { runtime, url } = await serve(json({ id: 1 }, 200, header === undefined ? {} : { 'x-scopes': header }));
  const result = await runtime.testConnection(createTarget(createManifest(), url, { secrets: { token } }));
  expect(result.scopes).toEqual(scopes);
  expect(result.missingScopes).toEqual(scopes === null ? [] : ['admin', 'repo']);
});

test('a header may tell the account; without it nothing is made up', async () => {
  const account = { header: 'X-Organization' };
  for (const [headers, expected] of [
    [{ 'x-organization': 'org-1' }, { id: 'org-1', label: 'org-1' }],
    [{ 'x-organization': '' }, null],
    [{}, null],
  ] as const) {
    const { runtime, url } = await serve(json([], 200, headers));
    const target = createTarget(createManifest({ account }), url, { secrets: { token } });
    expect(await runtime.testConnection(target)).toMatchObject({ ok: true, account: expected });
  }
});

test.each([
  [401, 'authenticate', 'auth_invalid', 'you'],
  [403, 'identity', 'permission', 'you'],
  [404, 'reach', 'not_found', 'you'],
  [500, 'reach', 'transient', 'provider'],
] as const)('status %s fails the step %s and says whose fault it is', async (status, step, errorClass, whoseFault) => {
  const { runtime, url, logged } = await serve(json({ message: `no: ${token}` }, status));
  const lines: unknown[] = [];
  const target = createTarget(createManifest(), url, { secrets: { token } });
  const result = await runtime.testConnection(target, { onLog: (line) => lines.push(line) });
  expect(result).toMatchObject({ ok: false, account: null, error: { class: errorClass, whoseFault, status } });
  expect(result.steps.find((each) => each.status === 'failed')?.id).toBe(step);
  expect(result.error?.nextStep).not.toBe('');
  assertNoCanary(token, { result, lines, logged });
});

test('a web page is no success, not even for an operation that reads no body', async () => {
  const { runtime, url } = await serve(answerHtml());
  const manifest = createManifest({}, { response: 'none' });
  const result = await runtime.testConnection(createTarget(manifest, url, { secrets: { token } }));
  expect(result).toMatchObject({ ok: false, error: { class: 'not_found' } });
});

test('one page is read of a test that lists', async () => {
  const { runtime, url, server } = await serve(json([{ id: 1 }], 200, { link: '</items?page=2>; rel=next' }));
  const manifest = createManifest(
    {},
    { items: '@', paginate: { type: 'link_header', size: { param: 'n', value: 1 } } },
  );
  const result = await runtime.testConnection(createTarget(manifest, url, { secrets: { token } }));
  expect(result.ok).toBe(true);
  expect(server.requests.map((request) => request.url)).toEqual(['/items?n=1']);
});

test('what is not proven is not claimed', async () => {
  const { runtime, url } = await serve(json({ id: 1 }));
  const target = createTarget(createManifest({ provesCredentials: false }), url, { secrets: { token } });
  expect(statuses((await runtime.testConnection(target)).steps)).toMatchObject({ authenticate: 'skipped' });
  const optional = createManifest();
  const unasked = createTarget({ ...optional, auth: [{ ...optional.auth[0], type: 'registry_bearer' } as never] }, url);
  expect(statuses((await runtime.testConnection(unasked)).steps)).toMatchObject({ authenticate: 'skipped' });
  const open = withOperation({}, { auth: [{ id: 'none', type: 'none' }] });
  expect(statuses((await runtime.testConnection(createTarget(open, url))).steps)).toMatchObject({
    authenticate: 'skipped',
  });
});

test('offline nothing is asked', async () => {
  const { runtime, url, server } = await serve(json({}), { offline: true });
  const result = await runtime.testConnection(createTarget(createManifest(), url, { secrets: { token } }));
  expect(result).toMatchObject({ ok: false, error: { class: 'offline', code: 'offline' } });
  expect(server.requests).toEqual([]);
});
