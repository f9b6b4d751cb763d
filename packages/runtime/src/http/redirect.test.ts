import { createCanary, startServer } from '@patchbay/testing';
import { expect, test } from 'vitest';
import { createServe, json } from '../testing/serve.ts';
import { withOperation } from '../testing/test-manifest.ts';
import { createTarget } from '../testing/test-runtime.ts';

const serve = createServe();
const token = createCanary();

/** A second server on the declared hosts, to which the first one redirects. */
async function serveTwo(status: number, operation: Parameters<typeof withOperation>[0] = {}) {
  const other = await startServer(json({ ok: true }));
  const served = await serve((_request, response) => {
    response.writeHead(status, { location: `${other.url}/elsewhere?x=1` }).end();
  });
  const manifest = withOperation(operation, {
    settings: { baseUrl: { type: 'url' }, otherUrl: { type: 'url' } },
    hosts: ['{settings.baseUrl}', '{settings.otherUrl}'],
    auth: [
      {
        id: 'key',
        type: 'api_key',
        config: { in: 'header', name: 'X-Api-Key' },
        headers: { 'X-Extra': '{credentials.apiKey}' },
      },
    ],
  });
  const target = createTarget(manifest, served.url, {
    secrets: { apiKey: token },
    settings: { baseUrl: served.url, otherUrl: other.url },
  });
  return { ...served, other, target };
}

test('another declared host is followed, and gets no credential of any kind', async () => {
  const { runtime, target, other, server } = await serveTwo(302, { headers: { 'X-Trace': 'a' } });
  expect(await runtime.execute(target, 'call')).toMatchObject({ success: true, result: { ok: true } });
  expect(server.requests[0]?.headers).toMatchObject({ 'x-api-key': token, 'x-extra': token });
  expect(other.requests[0]).toMatchObject({ method: 'GET', url: '/elsewhere?x=1' });
  expect(JSON.stringify(other.requests[0]?.headers)).not.toContain(token);
  expect(other.requests[0]?.headers).not.toHaveProperty('x-trace');
  await other.stop();
});

test.each([301, 302, 307, 308])('a write redirected with %s to another host is not carried out', async (status) => {
  const { runtime, target, other } = await serveTwo(status, {
    request: 'POST /items',
    safety: 'write',
    body: { a: 1 },
  });
  const { error } = await runtime.execute(target, 'call');
  expect(error).toMatchObject({ class: 'validation', message: expect.stringContaining('redirected a write') });
  expect(other.requests).toEqual([]);
  await other.stop();
});

test('303 after a write is a read of the answer', async () => {
  const { runtime, target, other } = await serveTwo(303, { request: 'POST /items', safety: 'write', body: { a: 1 } });
  expect(await runtime.execute(target, 'call')).toMatchObject({ success: true });
  expect(other.requests[0]).toMatchObject({ method: 'GET' });
  expect(other.requests[0]?.headers).not.toHaveProperty('content-type');
  await other.stop();
});

test('on the same origin, 307 repeats method, body and credentials', async () => {
  const bodies: string[] = [];
  const { runtime, url, server } = await serve(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    bodies.push(body);
    if (request.url === '/items') response.writeHead(307, { location: '/moved' }).end();
    else json({ ok: true })(request, response);
  });
  const manifest = withOperation(
    { request: 'POST /items', safety: 'write', body: { a: 1 } },
    { auth: [{ id: 't', type: 'bearer' }] },
  );
  expect(await runtime.execute(createTarget(manifest, url, { secrets: { token } }), 'call')).toMatchObject({
    success: true,
  });
  expect(server.requests[1]).toMatchObject({
    method: 'POST',
    url: '/moved',
    headers: { authorization: `Bearer ${token}` },
  });
  expect(bodies).toEqual(['{"a":1}', '{"a":1}']);
});
