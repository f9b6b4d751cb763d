import { request } from 'undici';
import { expect, test } from 'vitest';
import { startReverseProxy } from './start-reverse-proxy.ts';
import { startServer } from './start-server.ts';

test('passes requests on byte for byte and holds those it is told to hold', async () => {
  const target = await startServer((incoming, response) => {
    response.writeHead(201, { 'x-seen': incoming.headers['x-sent'] ?? '' });
    incoming.pipe(response);
  });
  const proxy = await startReverseProxy(target.url);
  const { statusCode, headers, body } = await request(`${proxy.url}/a?b=%2F`, {
    method: 'POST',
    headers: { 'x-sent': 'yes' },
    body: 'bytes',
  });
  expect([statusCode, headers['x-seen'], await body.text()]).toEqual([201, 'yes', 'bytes']);
  expect(target.requests[0]?.url).toBe('/a?b=%2F');

  proxy.hold((url) => url.startsWith('/held'));
  const held = request(`${proxy.url}/held`);
  await proxy.waitForHeld();
  expect((await request(`${proxy.url}/free`)).statusCode).toBe(201);
  expect(target.requests.map(({ url }) => url)).not.toContain('/held');
  proxy.release();
  expect((await held).statusCode).toBe(201);
  await proxy.stop();
  await target.stop();
});
