import { answerTooManyRequests, findFreePort, startServer } from '@patchbay/testing';
import { expect, test } from 'vitest';
import { createServe, inTurn, json } from '../testing/serve.ts';
import { withOperation } from '../testing/test-manifest.ts';
import { createTarget, createTestRuntime } from '../testing/test-runtime.ts';

const serve = createServe();
const read = withOperation({});
const post = { request: 'POST /items', safety: 'write' } as const;
const ok = json({ ok: true });

test('a passing fault is tried three times, with growing waits', async () => {
  const { runtime, url, waits } = await serve(json({}, 503));
  const { error, requests } = await runtime.execute(createTarget(read, url), 'call');
  expect({ class: error?.class, requests, waits }).toEqual({ class: 'transient', requests: 3, waits: [400, 800] });
});

test('the waits are full jitter: anything from nothing to the whole', async () => {
  const { runtime, url, waits } = await serve(json({}, 503), { random: () => 0.25 });
  await runtime.execute(createTarget(read, url), 'call');
  expect(waits).toEqual([100, 200]);
});

test.each([400, 401, 403, 404, 409, 422])('status %s is never tried again', async (status) => {
  const { runtime, url, waits } = await serve(json({}, status));
  expect(await runtime.execute(createTarget(read, url), 'call')).toMatchObject({ success: false, requests: 1 });
  expect(waits).toEqual([]);
});

test('a POST is not sent twice when the server may have acted on it', async () => {
  for (const handler of [json({}, 503), (request: { socket: { destroy(): void } }) => void request.socket.destroy()]) {
    const { runtime, url, server } = await serve(handler);
    const { error } = await runtime.execute(createTarget(withOperation(post), url), 'call');
    expect(error).toMatchObject({ class: 'transient' });
    expect(server.requests).toHaveLength(1);
  }
});

test('a POST is sent again when nothing was sent: the server was not there yet', async () => {
  const port = await findFreePort();
  const started: Awaited<ReturnType<typeof startServer>>[] = [];
  const { runtime, close } = createTestRuntime({
    async sleep() {
      started.push(await startServer(ok, { port }));
    },
  });
  const result = await runtime.execute(createTarget(withOperation(post), `http://127.0.0.1:${port}`), 'call');
  expect(result).toMatchObject({ success: true, requests: 2 });
  expect(started[0]?.requests).toHaveLength(1);
  await close();
  await started[0]?.stop();
});

test('a POST is sent again with an idempotency key, the same each time', async () => {
  const { runtime, url, server } = await serve(inTurn(json({}, 503), ok));
  const manifest = withOperation(post, {
    http: { baseUrl: '{settings.baseUrl}', idempotencyHeader: 'Idempotency-Key' },
  });
  expect(await runtime.execute(createTarget(manifest, url), 'call')).toMatchObject({ success: true });
  const keys = server.requests.map(({ headers }) => headers['idempotency-key']);
  expect(keys).toHaveLength(2);
  expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
  expect(keys[1]).toBe(keys[0]);
  await runtime.execute(createTarget(manifest, url), 'call', {}, { idempotencyKey: 'mine' });
  expect(server.requests[2]?.headers['idempotency-key']).toBe('mine');
});

test('a write the manifest calls repeatable is repeated, a PUT it calls unrepeatable is not', async () => {
  const repeatable = await serve(inTurn(json({}, 503), ok));
  const manifest = withOperation({ ...post, retry: { idempotent: true } });
  expect(await repeatable.runtime.execute(createTarget(manifest, repeatable.url), 'call')).toMatchObject({
    success: true,
  });
  const once = await serve(json({}, 503));
  const put = withOperation({ request: 'PUT /items', safety: 'write', retry: { idempotent: false } });
  expect(await once.runtime.execute(createTarget(put, once.url), 'call')).toMatchObject({ requests: 1 });
});

const start = Date.UTC(2026, 0, 1);
test.each([
  ['Retry-After in seconds', { 'retry-after': '7' }, {}, 7_000],
  ['Retry-After as a date', { 'retry-after': new Date(start + 9_000).toUTCString() }, {}, 9_000],
  ['an epoch in seconds', { 'x-reset': String(start / 1000 + 11) }, { unit: 'epoch' }, 11_000],
  ['an epoch in milliseconds', { 'x-reset': String(start + 1_500) }, { unit: 'epoch_milliseconds' }, 2_000],
  ['seconds from now', { 'x-reset': '5' }, { unit: 'seconds' }, 5_000],
  ['milliseconds from now', { 'x-reset': '2500' }, { unit: 'milliseconds' }, 3_000],
  ['an HTTP date', { 'x-reset': new Date(start + 4_000).toUTCString() }, { unit: 'http_date' }, 4_000],
  ['ISO 8601', { 'x-reset': new Date(start + 6_000).toISOString() }, { unit: 'iso8601' }, 6_000],
] as const)('429 waits as told: %s', async (_, headers, reset, waitMs) => {
  const { runtime, url, waits } = await serve(inTurn(json({}, 429, { 'x-left': '0', ...headers }), ok));
  const rateLimits =
    'unit' in reset ? { headers: { remaining: 'X-Left', reset: { name: 'X-Reset', unit: reset.unit } } } : {};
  const result = await runtime.execute(createTarget(withOperation({}, { rateLimits }), url), 'call');
  expect(result.success).toBe(true);
  expect(waits[0]).toBe(waitMs);
});

test('a declared wait in the body, found by a rule of the manifest', async () => {
  const { runtime, url, waits } = await serve(inTurn(json({ code: 'slow_down', wait: 3 }), ok));
  const errors = [
    {
      body: "code == 'slow_down'",
      class: 'rate_limited' as const,
      retryAfter: { body: 'wait', unit: 'seconds' as const },
    },
  ];
  expect(await runtime.execute(createTarget(withOperation({}, { errors }), url), 'call')).toMatchObject({
    success: true,
  });
  expect(waits).toEqual([3_000]);
});

test('a wait longer than the caller has time for is not begun', async () => {
  const { runtime, url, waits } = await serve(answerTooManyRequests({ retryAfterSeconds: 30 }));
  const { error, requests } = await runtime.execute(createTarget(read, url), 'call', {}, { deadlineMs: 10_000 });
  expect(error).toMatchObject({
    class: 'rate_limited',
    code: 'rate_limited',
    retryAfterSeconds: 30,
    isTransient: true,
  });
  expect({ requests, waits }).toEqual({ requests: 1, waits: [] });
});

test('after a refusal the next call of the operation waits its turn, or is told how long', async () => {
  const { runtime, url, server } = await serve(answerTooManyRequests({ retryAfterSeconds: 600 }));
  const target = createTarget(read, url);
  await runtime.execute(target, 'call');
  const { error, requests } = await runtime.execute(target, 'call');
  expect(error).toMatchObject({ class: 'rate_limited', retryAfterSeconds: 600 });
  expect(requests).toBe(0);
  expect(server.requests).toHaveLength(1);
});

test('no try begins after the deadline', async () => {
  const { runtime, url, server } = await serve(json({}, 503));
  await runtime.execute(createTarget(read, url), 'call', {}, { deadlineMs: 1_000 });
  expect(server.requests).toHaveLength(2);
});

test('refused credentials are refreshed once, and the request goes out again with the new ones', async () => {
  const { runtime, url, server } = await serve((request, response) =>
    json({}, request.headers.authorization === 'Bearer new' ? 200 : 401)(request, response),
  );
  let refreshes = 0;
  const refresh = async () => {
    refreshes += 1;
    return { token: 'new' };
  };
  const manifest = withOperation({}, { auth: [{ id: 'token', type: 'bearer' }] });
  const credentials = { get: async () => ({ token: 'old' }), refresh };
  expect(await runtime.execute(createTarget(manifest, url, { credentials }), 'call')).toMatchObject({
    success: true,
    requests: 2,
  });
  expect(refreshes).toBe(1);
  server.use(json({}, 401));
  expect(await runtime.execute(createTarget(manifest, url, { credentials }), 'call')).toMatchObject({
    error: { class: 'auth_invalid' },
    requests: 2,
  });
  expect(refreshes).toBe(2);
});
