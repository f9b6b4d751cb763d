import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createForwarder, forwardedHeaders } from './forward.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

async function listen(handler: Handler): Promise<{ url: string; server: Server }> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

async function listenInFront(apiUrl: string): Promise<string> {
  const forwarder = createForwarder({ apiUrl, newRequestId: () => 'req_test' });
  closers.push(() => forwarder.close());
  return (await listen(forwarder.forward)).url;
}

async function readAll(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks);
}

test('method, path, query, body, status and headers pass both ways', async () => {
  const api = await listen(async (incoming, response) => {
    const body = await readAll(incoming);
    response.writeHead(207, { 'x-answer': 'yes', 'set-cookie': ['a=1', 'b=2'], 'content-encoding': 'br' });
    response.end(`${incoming.method} ${incoming.url} ${incoming.headers['x-ask']} ${body.length}`);
  });
  const front = await listenInFront(`${api.url}/base/`);
  const body = Buffer.alloc(12_000_000, 7);
  const text = await new Promise<string>((resolve, reject) => {
    const outgoing = request(
      `${front}/api/v1/x%2Fy?q=%20`,
      { method: 'PUT', headers: { 'x-ask': 'me' } },
      async (answer) => {
        expect(answer.statusCode).toBe(207);
        expect(answer.headers).toMatchObject({ 'x-answer': 'yes', 'set-cookie': ['a=1', 'b=2'] });
        // Not unpacked, not packed: the bytes are the API's.
        expect(answer.headers['content-encoding']).toBe('br');
        resolve((await readAll(answer)).toString());
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
  expect(text).toBe('PUT /base/api/v1/x%2Fy?q=%20 me 12000000');
});

test('an answer streams: its first part arrives before its last is made', async () => {
  let finish = () => {};
  const api = await listen((_, response) => {
    response.write('first');
    finish = () => response.end('last');
  });
  const response = await fetch(await listenInFront(api.url));
  const reader = response.body?.getReader();
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('first');
  finish();
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('last');
});

test('a caller that hangs up ends the call of the API too', async () => {
  const closed = Promise.withResolvers<void>();
  const started = Promise.withResolvers<void>();
  const api = await listen((_, response) => {
    response.on('close', () => closed.resolve());
    response.write('first');
    started.resolve();
  });
  const controller = new AbortController();
  await fetch(await listenInFront(api.url), { signal: controller.signal });
  await started.promise;
  controller.abort();
  await closed.promise;
});

test('an API that is down answers 502 with the error envelope', async () => {
  const gone = await listen(() => {});
  await new Promise((resolve) => gone.server.close(resolve));
  const response = await fetch(await listenInFront(gone.url), { method: 'POST', body: 'x' });
  expect(response.status).toBe(502);
  expect(await response.json()).toMatchObject({ error: { code: 'upstream_failed', requestId: 'req_test' } });
});

test('the address seen here comes last, whatever the caller claims; hop-by-hop headers stay behind', () => {
  const headers = forwardedHeaders(
    { host: 'patchbay.example', connection: 'keep-alive, x-private', 'x-private': '1', 'x-forwarded-for': '1.2.3.4' },
    '198.51.100.7',
    'api:3001',
  );
  expect(headers).toEqual({
    host: 'api:3001',
    'x-forwarded-for': '1.2.3.4, 198.51.100.7',
    'x-forwarded-host': 'patchbay.example',
    'x-forwarded-proto': 'http',
  });
});
