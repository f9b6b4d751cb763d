// What comes over HTTP and is wrong: each gets one clear error in the one shape, and nothing is made.
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from './testing/create-test-app.ts';

let tested: TestApp;
let key: string;
beforeAll(async () => {
  tested = await createTestApp({ settings: { bodyLimitBytes: 20_000 } });
  key = (await tested.addOrganization('Mine')).apiKey;
});
afterAll(() => tested?.close());

const connect = '/integrations/connections';
const good = { providerSlug: 'in-memory', settings: { baseUrl: 'http://127.0.0.1:1' }, authMethod: 'none' };

function expectError(answer: { status: number; headers: Headers; body: unknown }, status: number, code: string): void {
  expect(answer).toMatchObject({ status, body: { error: { code } } });
  const { error } = answer.body as { error: Record<string, unknown> };
  expect(Object.keys(error).every((name) => ['code', 'message', 'requestId', 'details', 'data'].includes(name))).toBe(
    true,
  );
  expect(String(error.message)).toMatch(/^[A-Z“"].+[.!]$/s);
  expect(answer.headers.get('x-request-id')).toBe(error.requestId);
}

describe('connecting', () => {
  test.each([
    ['an unknown provider', { ...good, providerSlug: 'nowhere' }, 400, 'invalid_input'],
    ['a NUL character', { ...good, settings: { baseUrl: 'http://127.0.0.1/\0' } }, 400, 'invalid_input'],
    ['a missing field', { settings: {} }, 400, 'invalid_input'],
    ['an unknown field', { ...good, colour: 'red' }, 400, 'invalid_input'],
    ['an unknown setting', { ...good, settings: { ...good.settings, colour: 'red' } }, 400, 'invalid_input'],
    ['a wrong type', { ...good, settings: [] }, 400, 'invalid_input'],
    ['an unknown auth method', { ...good, authMethod: 'telepathy' }, 400, 'invalid_input'],
    [
      'a URL that is a metadata address',
      { ...good, settings: { baseUrl: 'http://169.254.169.254/' } },
      400,
      'invalid_input',
    ],
    ['a URL of another scheme', { ...good, settings: { baseUrl: 'file:///etc/passwd' } }, 400, 'invalid_input'],
    [
      'a URL with credentials inside',
      { ...good, settings: { baseUrl: 'http://a:hunter2@127.0.0.1' } },
      400,
      'invalid_input',
    ],
    ['a name of 10 000 characters', { ...good, name: 'x'.repeat(10_000) }, 400, 'invalid_input'],
    ['a name over several lines', { ...good, name: 'a\nb' }, 400, 'invalid_input'],
    ['a time-out of a year', { ...good, timeoutMs: 31_536_000_000 }, 400, 'invalid_input'],
    ['a list instead of an object', [good], 400, 'invalid_input'],
    ['JSON that is not', '{"providerSlug": ', 400, 'invalid_input'],
    ['nothing', '', 400, 'invalid_input'],
    ['a body too large', { ...good, name: 'x'.repeat(30_000) }, 413, 'payload_too_large'],
  ])('%s', async (_name, body, status, code) => {
    const answer = await tested.call(key, 'POST', connect, body);
    expectError(answer, status, code);
    expect(JSON.stringify(answer.body)).not.toContain('hunter2');
    expect(JSON.stringify(answer.body).length).toBeLessThan(5_000);
  });

  test('a body that is no JSON by its type', async () => {
    const answer = await tested.call(key, 'POST', connect, 'providerSlug=in-memory', { 'content-type': 'text/plain' });
    expectError(answer, 400, 'invalid_input');
  });

  test('a prototype in the body changes nothing', async () => {
    const answer = await tested.call(key, 'POST', connect, '{"__proto__":{"isAdmin":true},"providerSlug":"nowhere"}');
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  test('nothing was made', async () => {
    expect((await tested.call(key, 'GET', connect)).body.data).toEqual([]);
  });
});

describe('asking', () => {
  test.each([
    ['limit=0', 400],
    ['limit=501', 400],
    ['limit=many', 400],
    ['limit=1.5', 400],
    ['limit=500', 200],
    ['unknown=1', 400],
    ['status=happy', 400],
    ['cursor=!!!', 200],
    [`cursor=${'x'.repeat(600)}`, 400],
  ])('?%s', async (query, status) => {
    const answer = await tested.call(key, 'GET', `${connect}?${query}`);
    expect(answer.status).toBe(status);
    if (status === 400) expectError(answer, 400, 'invalid_input');
  });

  test('a route there is not', async () => {
    for (const path of ['/nowhere', '/integrations/nowhere/at/all']) {
      expectError(await tested.call(key, 'GET', path), 404, 'not_found');
      expectError(await tested.call(null, 'GET', path), 404, 'not_found');
    }
  });

  test('an id that is a path, a query or 10 000 characters long', async () => {
    for (const id of ['%2e%2e%2fsetup', 'con_%00', "con_'%20or%201=1", 'x'.repeat(10_000)]) {
      const answer = await tested.call(key, 'GET', `${connect}/${id}`);
      expect([400, 404]).toContain(answer.status);
    }
  });

  test('a request id is taken over only when it is a plain one', async () => {
    const own = await tested.call(key, 'GET', '/me', undefined, { 'x-request-id': 'my-request-1' });
    expect(own.headers.get('x-request-id')).toBe('my-request-1');
    const odd = await tested.call(key, 'GET', '/me', undefined, { 'x-request-id': '<script>' });
    expect(odd.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

test('an error of ours is told as a generic one, and logged by its id', async () => {
  const broken = await createTestApp();
  const { apiKey } = await broken.addOrganization('Mine');
  broken.deps.findOrganization = async () => {
    throw new Error('canary-in-an-error');
  };
  const answer = await broken.call(apiKey, 'GET', '/me');
  expectError(answer, 500, 'internal');
  expect(JSON.stringify(answer.body)).not.toContain('canary');
  expect(broken.logged.some((line) => line.includes(answer.body.error.requestId) && line.includes('canary'))).toBe(
    true,
  );
  await broken.close();
});

test('a request that takes too long is stopped', async () => {
  const silent = createServer(() => {});
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as { port: number };
  const slow = await createTestApp({ settings: { requestTimeoutMs: 300 } });
  const { apiKey } = await slow.addOrganization('Mine');
  const body = { ...good, settings: { baseUrl: `http://127.0.0.1:${port}` } };
  const { id } = (await slow.call(apiKey, 'POST', connect, body)).body;
  expectError(await slow.call(apiKey, 'POST', `${connect}/${id}/test`), 504, 'timeout');
  silent.closeAllConnections();
  silent.close();
  await slow.close();
});

test('every answer carries the security headers', async () => {
  const { headers } = await tested.call(key, 'GET', '/me');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(headers.get('x-frame-options')).toBe('DENY');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
});
