import { setTimeout as delay } from 'node:timers/promises';
import { request } from 'undici';
import { afterEach, expect, test } from 'vitest';
import { createCertificate } from '../create-certificate.ts';
import {
  answerEndlessPages,
  answerHtml,
  answerHugeBody,
  answerRepeatedCursor,
  answerServerError,
  answerTooManyRequests,
  answerTruncatedJson,
  cutConnection,
  dripSlowly,
  redirectTo,
  staySilent,
} from './hostile-handlers.ts';
import { type Handler, type LocalServer, startServer } from './start-server.ts';

let server: LocalServer;
afterEach(() => server.stop());

async function answerOf(handler: Handler, path = '/') {
  server = await startServer(handler);
  const { statusCode, headers, body } = await request(`${server.url}${path}`);
  return { status: statusCode, headers, text: await body.text() };
}

const render = (page: number) => ({ items: [page] });

test('records what it was asked and changes its handler while it runs', async () => {
  server = await startServer((_request, response) => {
    response.end('first');
  });
  expect(await (await request(`${server.url}/a?b=1`, { headers: { 'x-test': 'yes' } })).body.text()).toBe('first');
  server.use(answerServerError(503, 'down'));
  expect((await request(server.url)).statusCode).toBe(503);
  expect(server.requests.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET /a?b=1', 'GET /']);
  expect(server.requests[0]?.headers['x-test']).toBe('yes');
});

test('speaks TLS with a certificate of its own, which Node refuses', async () => {
  server = await startServer(answerHtml(), { certificate: await createCertificate() });
  await expect(request(server.url)).rejects.toThrow('self-signed certificate');
});

test('a handler that throws is a 500 and not the end of the test process', async () => {
  const { status, text } = await answerOf(() => {
    throw new Error('the handler is broken');
  });
  expect(status).toBe(500);
  expect(text).toContain('the handler is broken');
});

test('HTML where JSON was expected', async () => {
  const { status, headers, text } = await answerOf(answerHtml());
  expect(status).toBe(200);
  expect(headers['content-type']).toContain('text/html');
  expect(() => JSON.parse(text)).toThrow();
});

test('truncated JSON', async () => {
  const { text } = await answerOf(answerTruncatedJson());
  expect(() => JSON.parse(text)).toThrow();
});

test('a connection cut in the middle', async () => {
  await expect(answerOf(cutConnection())).rejects.toThrow();
});

test('an endless chain of pages: each names another next one', async () => {
  const first = await answerOf(answerEndlessPages(render), '/items?n=10');
  expect(first.headers.link).toBe('</items?n=10&last=1>; rel="next"');
  const { headers, body } = await request(`${server.url}/items?n=10&last=1`);
  expect(headers.link).toBe('</items?n=10&last=2>; rel="next"');
  expect(await body.json()).toEqual({ items: [2] });
});

test('a repeated cursor: the page after a page is the same page', async () => {
  const { headers } = await answerOf(answerRepeatedCursor(render), '/items');
  expect(headers.link).toBe('</items?last=again>; rel="next"');
  const again = await request(`${server.url}/items?last=again`);
  expect(again.headers.link).toBe(headers.link);
  expect(await again.body.json()).toEqual({ items: [1] });
});

test('a huge body: as many bytes as were asked for, and it stops when the reader hangs up', async () => {
  const { text } = await answerOf(answerHugeBody(1024 * 1024));
  expect(text.length).toBeGreaterThan(1024 * 1024);
  server.use(answerHugeBody());
  const { body } = await request(server.url);
  let read = 0;
  for await (const chunk of body) {
    read += (chunk as Buffer).length;
    if (read > 1_000_000) break;
  }
  expect(read).toBeLessThan(10_000_000);
});

test('silence and a slow drip end only when the caller gives up', async () => {
  server = await startServer(staySilent());
  await expect(request(server.url, { signal: AbortSignal.timeout(50) })).rejects.toThrow('timeout');
  server.use(dripSlowly(5));
  const { statusCode, body } = await request(server.url);
  expect(statusCode).toBe(200);
  await delay(20);
  body.on('error', () => {}).destroy();
});

test('a redirect to the metadata service', async () => {
  const { status, headers } = await answerOf(redirectTo());
  expect(status).toBe(302);
  expect(headers.location).toBe('http://169.254.169.254/latest/meta-data/');
});

test('429 with Retry-After as often as asked, then the handler behind it', async () => {
  const { status, headers } = await answerOf(
    answerTooManyRequests({ retryAfterSeconds: 7, times: 1, afterwards: answerHtml() }),
  );
  expect(status).toBe(429);
  expect(headers['retry-after']).toBe('7');
  expect((await request(server.url)).statusCode).toBe(200);
});
