// Health, metrics, the document and the reference page.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from './testing/create-test-app.ts';

let tested: TestApp;
let key: string;
beforeAll(async () => {
  tested = await createTestApp();
  key = (await tested.addOrganization('Mine')).apiKey;
});
afterAll(() => tested?.close());

const get = (path: string, headers: Record<string, string> = {}) => tested.app.request(path, { headers });

test('health needs no key, under both prefixes', async () => {
  for (const prefix of ['', '/api/v1']) {
    expect(await (await get(`${prefix}/healthz`)).json()).toEqual({ status: 'ok', version: '0.0.0' });
    expect(await (await get(`${prefix}/readyz`)).json()).toEqual({
      status: 'ready',
      checks: { database: 'ok', jobs: 'ok' },
    });
  }
});

test('a database or a queue that is down is told with 503', async () => {
  const { services } = tested.deps;
  const { ping } = services.db;
  services.db.ping = async () => {
    throw new Error('down');
  };
  const answer = await get('/readyz');
  services.db.ping = ping;
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({ status: 'unavailable', checks: { database: 'failed' } });
  tested.deps.isQueueReady = () => false;
  expect((await get('/readyz')).status).toBe(503);
  tested.deps.isQueueReady = () => null;
  expect(await (await get('/readyz')).json()).toMatchObject({ checks: { jobs: 'off' } });
});

test('the reference page loads nothing from elsewhere, and may not', async () => {
  for (const prefix of ['', '/api/v1']) {
    const page = await get(`${prefix}/docs`);
    const html = await page.text();
    expect(page.status).toBe(200);
    expect(html).not.toMatch(/https?:\/\/|\/\/[a-z]/i);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/https?:|\*/);
    const start = await (await get(`${prefix}/docs/start.js`)).text();
    expect(start).not.toMatch(/https?:\/\//);
    for (const off of ['telemetry: false', 'withDefaultFonts: false', 'agent: { disabled: true }']) {
      expect(start).toContain(off);
    }
    const document = await get(`${prefix}/openapi.json`);
    expect(await document.json()).toMatchObject({ openapi: '3.1.0' });
  }
});

test('the reference’s program is served whole, and only once to a browser', async () => {
  const script = await get('/docs/scalar.js');
  expect(script.headers.get('content-type')).toContain('text/javascript');
  expect((await script.arrayBuffer()).byteLength).toBe(Number(script.headers.get('content-length')));
  const again = await get('/docs/scalar.js', { 'if-none-match': script.headers.get('etag') ?? '' });
  expect(again.status).toBe(304);
});

test('metrics name routes, never paths, ids or callers', async () => {
  const { organizationId } = await tested.addOrganization('Second');
  await tested.call(key, 'GET', '/integrations/connections/con_secret_id');
  await tested.call(key, 'GET', '/no/such/path-canary');
  const text = await (await get('/metrics')).text();
  expect(text).toContain('route="/api/v1/integrations/connections/:id"');
  expect(text).toContain('route="unmatched"');
  expect(text).toContain('integrations_health_check_total');
  expect(text).toContain('integrations_test_connection_duration_seconds');
  expect(text).toContain('process_resident_memory_bytes');
  for (const hidden of ['con_secret_id', 'canary', organizationId, key]) expect(text).not.toContain(hidden);
});

test('with a token set, metrics ask for it; without one they are for this machine', async () => {
  tested.deps.settings.metricsToken = 'a metrics token';
  expect((await get('/metrics')).status).toBe(401);
  expect((await get('/metrics', { authorization: 'Bearer wrong' })).status).toBe(401);
  expect((await get('/metrics', { authorization: 'Bearer a metrics token' })).status).toBe(200);
  tested.deps.settings.metricsToken = null;
  expect((await get('/metrics', { 'x-forwarded-for': '203.0.113.7' })).status).toBe(403);
});
