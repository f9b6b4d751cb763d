import { expect, test } from 'vitest';
import { createServe, json } from '../testing/serve.ts';
import { withOperation } from '../testing/test-manifest.ts';
import { createTarget } from '../testing/test-runtime.ts';

const serve = createServe();
const other = { other: { description: 'Other.', request: 'GET /other', safety: 'read' as const } };

test.each([
  ['connection', { call: 3, other: 4, second: 3 }],
  ['operation', { call: 3, other: 3, second: 3 }],
  ['provider', { call: 3, other: 4, second: 5 }],
] as const)('a quota of the %s is shared as declared', async (scope, calls) => {
  const rateLimits = { quotas: [{ limit: 2, windowSeconds: 3_600, scope }] };
  const { runtime, url, server } = await serve(json({}));
  const target = createTarget(withOperation({}, { rateLimits, operations: other }), url);
  const run = (connectionId: string, name: string) => runtime.execute({ ...target, connectionId }, name);
  await run('con_1', 'call');
  await run('con_1', 'call');
  const refused = await run('con_1', 'call');
  expect(refused).toMatchObject({
    error: { class: 'rate_limited', code: 'rate_limited', isTransient: true },
    requests: 0,
  });
  expect(refused.error?.retryAfterSeconds).toBe(3_600);
  const ran = async (connectionId: string, name: string) => (await run(connectionId, name)).success;
  expect([await ran('con_1', 'other'), await ran('con_2', 'call')]).toEqual([calls.other === 3, calls.second === 3]);
  expect(server.requests.length).toBe(2 + Number(calls.other === 3) + Number(calls.second === 3));
});

test('a quota may hold for some ways to sign in only', async () => {
  const rateLimits = { quotas: [{ limit: 1, windowSeconds: 3_600, authMethods: ['token'] }] };
  const { runtime, url } = await serve(json({}));
  const target = createTarget(withOperation({}, { rateLimits }), url, { secrets: { token: 't' } });
  for (let count = 0; count < 3; count += 1) expect((await runtime.execute(target, 'call')).success).toBe(true);
  const limited = { ...target, authMethod: 'token' };
  expect([(await runtime.execute(limited, 'call')).success, (await runtime.execute(limited, 'call')).success]).toEqual([
    true,
    false,
  ]);
});

test('when the provider says that nothing is left, nothing more is sent before the reset', async () => {
  const rateLimits = { headers: { remaining: 'X-Left', reset: { name: 'X-Reset', unit: 'seconds' as const } } };
  const { runtime, url, server, waits } = await serve(json({}, 200, { 'x-left': '0', 'x-reset': '20' }));
  const target = createTarget(withOperation({}, { rateLimits }), url);
  await runtime.execute(target, 'call');
  await runtime.execute(target, 'call');
  expect(waits).toEqual([20_000]);
  expect(await runtime.execute(target, 'call', {}, { deadlineMs: 5_000 })).toMatchObject({
    error: { retryAfterSeconds: 20 },
  });
  expect(server.requests).toHaveLength(2);
});

const start = Date.UTC(2026, 0, 1);
test.each([
  ['seconds', '20'],
  ['milliseconds', '20000'],
  ['epoch', String(start / 1000 + 20)],
  ['epoch_milliseconds', String(start + 20_000)],
  ['http_date', new Date(start + 20_000).toUTCString()],
  ['iso8601', new Date(start + 20_000).toISOString()],
] as const)('a reset told in %s is waited for: %s', async (unit, value) => {
  const rateLimits = { headers: { remaining: 'X-Left', reset: { name: 'X-Reset', unit } } };
  const { runtime, url, waits } = await serve(json({}, 200, { 'x-left': '0', 'x-reset': value }));
  const target = createTarget(withOperation({}, { rateLimits }), url);
  await runtime.execute(target, 'call');
  await runtime.execute(target, 'call');
  expect(waits).toEqual([20_000]);
});

test.each(['soon', '-5', '', '9'.repeat(400)])('a reset nobody can read is none: "%.10s"', async (value) => {
  const rateLimits = { headers: { remaining: 'X-Left', reset: { name: 'X-Reset', unit: 'epoch' as const } } };
  const { runtime, url, server, waits } = await serve(json({}, 200, { 'x-left': '0', 'x-reset': value }));
  const target = createTarget(withOperation({}, { rateLimits }), url);
  await runtime.execute(target, 'call');
  expect(await runtime.execute(target, 'call')).toMatchObject({ success: true });
  expect([waits, server.requests.length]).toEqual([[], 2]);
});
