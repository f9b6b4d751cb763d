import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { createCanary, type Handler, startServer } from '@patchbay/testing';
import { request } from 'undici';
import { afterEach, expect, test } from 'vitest';
import { startProxyFront } from '../testing/proxy-front.ts';
import { createServe, json } from '../testing/serve.ts';
import { createTestManifest } from '../testing/test-manifest.ts';
import { createTarget } from '../testing/test-runtime.ts';
import type { Target } from '../types.ts';

const serve = createServe();
const open: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.stop();
});

const token = createCanary();
const manifest = createTestManifest({
  auth: [{ id: 'token', type: 'bearer', headers: { 'X-Org': 'org' } }],
  http: {
    baseUrl: '{settings.baseUrl}/api/',
    headers: { accept: 'application/json', 'X-Default': 'yes' },
    apiVersion: { in: 'header', name: 'X-Version', value: '2026-01-01' },
    proxyMethods: ['GET', 'HEAD', 'POST', 'PATCH'],
  },
});

async function startProxy(
  handler: Handler,
  parts: Partial<Target> & { secrets?: Record<string, string> } = {},
  changed = manifest,
) {
  const served = await serve(handler);
  const target = createTarget(changed, served.url, { secrets: { token }, ...parts });
  const front = await startProxyFront(served.runtime, target);
  open.push(front);
  return { ...served, front, target };
}

test('method, path, query, body, status and headers pass byte for byte', async () => {
  const { front, server } = await startProxy(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    response.writeHead(418, 'x', [
      ...['Content-Type', 'application/octet-stream', 'X-Odd-CASE', 'a'],
      ...['X-Twice', '1', 'x-twice', '2', 'Location', 'https://elsewhere.example/'],
    ]);
    response.end(Buffer.concat(chunks));
  });
  const body = Buffer.from([0, 255, 10, 13, 128]);
  const answer = await request(`${front.url}/a%2Fb//c;d?x=%20&y=a+b&y=`, {
    method: 'POST',
    headers: { 'content-type': 'x/y', 'X-Mine': 'm' },
    body,
    responseHeaders: 'raw',
  });
  expect(answer.statusCode).toBe(418);
  expect(Buffer.from(await answer.body.arrayBuffer())).toEqual(body);
  expect(server.requests[0]).toMatchObject({ method: 'POST', url: '/api/a%2Fb//c;d?x=%20&y=a+b&y=' });
  expect(server.requests[0]?.headers).toMatchObject({ 'content-type': 'x/y', 'x-mine': 'm', 'content-length': '5' });
  const raw = (answer.headers as unknown as Buffer[]).map(String);
  const at = (name: string) =>
    raw.flatMap((value, index) => (index % 2 === 0 && value === name ? [raw[index + 1]] : []));
  expect([at('X-Odd-CASE'), at('X-Twice'), at('x-twice'), at('Location')]).toEqual([
    ['a'],
    ['1'],
    ['2'],
    ['https://elsewhere.example/'],
  ]);
});

test('credentials are added, and neither those of the caller nor the way to us go on', async () => {
  const { front, server } = await startProxy(json({}));
  const sending = httpRequest(`${front.url}/x`, {
    headers: {
      authorization: 'Bearer patchbay-key',
      cookie: 'session=1',
      'x-api-key': 'patchbay-key',
      'x-forwarded-for': '10.0.0.1',
      'patchbay-organization': 'org_1',
      connection: 'x-hop',
      'x-hop': '1',
      te: 'trailers',
    },
  });
  await once(sending.end(), 'response');
  const headers = server.requests[0]?.headers ?? {};
  expect(headers.authorization).toBe(`Bearer ${token}`);
  expect(headers['x-org']).toBe('org');
  for (const name of ['cookie', 'x-api-key', 'x-forwarded-for', 'patchbay-organization', 'x-hop', 'te'])
    expect(headers).not.toHaveProperty(name);
  expect(headers.host).toBe(new URL(server.url).host);
});

test("the manifest's headers are defaults, which the caller may replace", async () => {
  const { front, server } = await startProxy(json({}));
  await request(`${front.url}/x`, { headers: { Accept: 'text/plain', 'User-Agent': 'mine' } });
  expect(server.requests[0]?.headers).toMatchObject({
    accept: 'text/plain',
    'user-agent': 'mine',
    'x-default': 'yes',
    'x-version': '2026-01-01',
  });
});

test('cookies and headers that would act on our own origin do not come back', async () => {
  const { front } = await startProxy(
    json({}, 200, {
      'set-cookie': 'a=1',
      'clear-site-data': '"*"',
      'strict-transport-security': 'max-age=1',
      'x-kept': '1',
    }),
  );
  const { headers } = await request(`${front.url}/x`);
  expect(headers).toMatchObject({ 'x-kept': '1' });
  for (const name of ['set-cookie', 'clear-site-data', 'strict-transport-security'])
    expect(headers).not.toHaveProperty(name);
});

test('a redirect goes to the caller and is not followed', async () => {
  const other = await startServer(json({}));
  open.push(other);
  const { front } = await startProxy(
    (_request, response) => void response.writeHead(302, { location: other.url }).end(),
  );
  const answer = await request(`${front.url}/x`);
  expect([answer.statusCode, answer.headers.location]).toEqual([302, other.url]);
  expect(other.requests).toEqual([]);
});

test('HEAD, 204 and 304 pass without a body', async () => {
  const { front } = await startProxy((incoming, response) => {
    response
      .writeHead(incoming.url === '/api/304' ? 304 : incoming.method === 'HEAD' ? 200 : 204, { etag: '"1"' })
      .end();
  });
  expect((await request(`${front.url}/x`, { method: 'HEAD' })).statusCode).toBe(200);
  expect((await request(`${front.url}/204`)).statusCode).toBe(204);
  expect(await request(`${front.url}/304`)).toMatchObject({ statusCode: 304, headers: { etag: '"1"' } });
});

test('a key in the query is ours, whatever the caller sends', async () => {
  const keyed = createTestManifest({
    auth: [{ id: 'key', type: 'api_key', config: { in: 'query', name: 'key', queryReason: 'x' } }],
    http: { baseUrl: '{settings.baseUrl}', query: { format: 'json' } },
  });
  const { front, server } = await startProxy(json({}), { secrets: { apiKey: 's&1' } }, keyed);
  await request(`${front.url}/x?key=theirs&a=1&%6bey=2`);
  expect(server.requests[0]?.url).toBe('/x?a=1&format=json&key=s%261');
});

test('a method the manifest does not let through is refused', async () => {
  const { runtime, target, server } = await startProxy(json({}));
  const call = runtime.proxy(
    target,
    { method: 'DELETE', path: '/x', query: '', headers: [], body: null },
    () => undefined,
  );
  await expect(call).rejects.toMatchObject({
    code: 'unsupported',
    data: { methods: ['GET', 'HEAD', 'POST', 'PATCH'] },
  });
  expect(server.requests).toEqual([]);
});

test.each(['//evil.example/', '/../x', '/%2e%2e/x'])('the path %s never leaves', async (path) => {
  const { runtime, target, server } = await startProxy(json({}));
  const call = runtime.proxy(target, { method: 'GET', path, query: '', headers: [], body: null }, () => undefined);
  await expect(call).rejects.toMatchObject({ code: 'invalid_input' });
  expect(server.requests).toEqual([]);
});

test('a setting that leads to an address that is not allowed is refused', async () => {
  const { runtime, target } = await startProxy(json({}));
  const inside = { ...target, settings: { baseUrl: 'http://169.254.169.254' } };
  const call = runtime.proxy(
    inside,
    { method: 'GET', path: '/x', query: '', headers: [], body: null },
    () => undefined,
  );
  await expect(call).rejects.toMatchObject({ code: 'invalid_input', message: expect.stringContaining('never calls') });
});

test('a provider that is not there, or silent, fails before the sink is called, without the secret', async () => {
  const { front, server } = await startProxy(() => {}, { timeoutMs: 100 });
  expect((await request(`${front.url}/x`)).statusCode).toBe(502);
  expect(await front.outcomes[0]).toMatchObject({ name: 'ProviderError', code: 'timeout' });
  await server.stop();
  await request(`${front.url}/x`);
  const error = await front.outcomes[1];
  expect(error).toMatchObject({ class: 'transient', message: expect.stringContaining('refused the connection') });
  expect(String(error)).not.toContain(token);
});

test('offline nothing passes', async () => {
  const { runtime, url } = await serve(json({}), { offline: true });
  const target = createTarget(manifest, url, { secrets: { token } });
  const call = runtime.proxy(
    target,
    { method: 'GET', path: '/x', query: '', headers: [], body: null },
    () => undefined,
  );
  await expect(call).rejects.toMatchObject({ class: 'offline' });
});
