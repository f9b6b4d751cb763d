import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Simulator, startSimulator } from '../start-simulator.ts';
import { readTree } from '../testing/simulated-tree.ts';

let simulator: Simulator;
beforeAll(async () => {
  const providers = (await readTree()).filter(({ manifest }) => manifest.id === 'gitea');
  simulator = await startSimulator({ providers });
});
afterAll(() => simulator.close());

async function ask(method: string, path: string, body?: object) {
  const answer = await fetch(`${simulator.url}/_simulator${path}`, {
    method,
    ...(body && { body: JSON.stringify(body) }),
  });
  return [answer.status, (await answer.json()) as { now: string }] as const;
}

test('the clock is read and moved', async () => {
  const [, before] = await ask('GET', '/clock');
  const [status, after] = await ask('POST', '/clock', { advanceSeconds: 3_600 });
  expect(status).toBe(200);
  expect(Date.parse(after.now) - Date.parse(before.now)).toBeGreaterThanOrEqual(3_600_000);
  expect(await ask('POST', '/clock', { now: '2030-01-01T00:00:00Z' })).toEqual([
    200,
    { now: expect.stringMatching(/^2030-01-01T00:00:0/) },
  ]);
  expect(await ask('POST', '/clock', { now: 'soon' })).toEqual([
    400,
    { error: expect.stringContaining('advanceSeconds') },
  ]);
});

test('faults are switched on, listed and taken back', async () => {
  expect(await ask('POST', '/faults', { fault: '503', times: 2 })).toEqual([
    201,
    { faults: [{ fault: '503', times: 2 }] },
  ]);
  const user = `${simulator.url}/gitea/api/v1/user`;
  expect((await fetch(user)).status).toBe(503);
  expect(await ask('GET', '/faults')).toEqual([200, { faults: [{ fault: '503', times: 1 }] }]);
  expect(await ask('DELETE', '/faults')).toEqual([200, { faults: [] }]);
  expect((await fetch(user)).status).toBe(401);
  expect(await ask('POST', '/faults', { fault: 'rain' })).toEqual([
    400,
    { error: expect.stringContaining('No such fault') },
  ]);
});

test('a limit lasts as long as its wait, by the clock', async () => {
  await ask('POST', '/faults', { fault: '429', wait: 600 });
  const user = `${simulator.url}/gitea/api/v1/user`;
  expect((await fetch(user)).status).toBe(429);
  await ask('POST', '/clock', { advanceSeconds: 300 });
  const later = await fetch(user);
  expect(later.status).toBe(429);
  expect(Number(later.headers.get('retry-after'))).toBeLessThanOrEqual(300);
  await ask('POST', '/clock', { advanceSeconds: 300 });
  expect((await fetch(user)).status).toBe(401);
});

test('what is served is told, and what there is', async () => {
  expect(await ask('GET', '/providers')).toMatchObject([
    200,
    { providers: [{ id: 'gitea', baseUrl: `${simulator.url}/gitea` }] },
  ]);
  expect(await ask('GET', '/nothing')).toEqual([404, { error: expect.stringContaining('POST /webhooks/{event}') }]);
});
