import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { PassThrough, Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { answerHugeBody, cutConnection, type Handler, staySilent } from '@patchbay/testing';
import { request } from 'undici';
import { afterEach, expect, test } from 'vitest';
import { startProxyFront } from '../testing/proxy-front.ts';
import { createServe, inTurn, json } from '../testing/serve.ts';
import { createTestManifest } from '../testing/test-manifest.ts';
import { createTarget, type TestRuntimeOptions } from '../testing/test-runtime.ts';
import type { CredentialSource, ProxyResponse } from '../types.ts';

const serve = createServe();
const open: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.stop();
});

const manifest = createTestManifest({ auth: [{ id: 'token', type: 'bearer' }] });

async function startProxy(handler: Handler, options: TestRuntimeOptions = {}, credentials?: CredentialSource) {
  const served = await serve(handler, options);
  const target = createTarget(manifest, served.url, {
    secrets: { token: 'old' },
    ...(credentials ? { credentials } : {}),
  });
  const front = await startProxyFront(served.runtime, target);
  open.push(front);
  return { ...served, front, target };
}

async function get(url: string): Promise<IncomingMessage> {
  const [response] = (await once(httpRequest(url).end(), 'response')) as [IncomingMessage];
  return response;
}

test('the first bytes arrive before the last are sent', async () => {
  let finish = () => {};
  const { front } = await startProxy((_request, response) => {
    response.writeHead(200).write('first');
    finish = () => void response.end('last');
  });
  const chunks = (await get(front.url))[Symbol.asyncIterator]();
  expect(String((await chunks.next()).value)).toBe('first');
  finish();
  expect(String((await chunks.next()).value)).toBe('last');
  expect(await chunks.next()).toMatchObject({ done: true });
  expect(await front.outcomes[0]).toEqual({ status: 200, bytes: 9, ended: 'complete' });
});

test('an upload is streamed too', async () => {
  let arrived = () => {};
  const firstArrived = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const { front } = await startProxy(async (incoming, response) => {
    let size = 0;
    for await (const chunk of incoming) {
      size += (chunk as Buffer).length;
      arrived();
    }
    response.end(String(size));
  });
  const upload = httpRequest(front.url, { method: 'POST' });
  upload.write('a'.repeat(1000));
  await firstArrived;
  upload.end('b');
  const [response] = (await once(upload, 'response')) as [IncomingMessage];
  expect(String((await response.toArray())[0])).toBe('1001');
});

test('a slow reader slows the provider down instead of filling the memory', async () => {
  let sent = 0;
  const { front } = await startProxy(async (_request, response) => {
    const chunk = Buffer.alloc(64 * 1024);
    while (sent < 100 * 1024 * 1024 && !response.destroyed) {
      sent += chunk.length;
      if (!response.write(chunk)) await new Promise((resolve) => response.once('drain', resolve));
    }
  });
  const response = await get(front.url);
  response.pause();
  let before = -1;
  while (before !== sent) {
    before = sent;
    await delay(100);
  }
  expect(sent).toBeLessThan(30 * 1024 * 1024);
  response.destroy();
  expect(await front.outcomes[0]).toMatchObject({ ended: 'client_gone' });
});

test('a client that hangs up in the middle ends the request at the provider', async () => {
  let closed = () => {};
  const providerClosed = new Promise<void>((resolve) => {
    closed = resolve;
  });
  const { front } = await startProxy((_request, response) => {
    response.on('close', closed);
    response.writeHead(200).write('x');
  });
  const response = await get(front.url);
  await once(response, 'data');
  response.destroy();
  await providerClosed;
  expect(await front.outcomes[0]).toEqual({ status: 200, bytes: 1, ended: 'client_gone' });
});

test('a client that hangs up before the answer ends the request at the provider', async () => {
  let closed = () => {};
  let asked = () => {};
  const providerClosed = new Promise<void>((resolve) => {
    closed = resolve;
  });
  const providerAsked = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const { front } = await startProxy((_request, response) => {
    response.on('close', closed);
    asked();
  });
  const pending = httpRequest(front.url).end();
  pending.on('error', () => {});
  await providerAsked;
  pending.destroy();
  await providerClosed;
  expect(String(await front.outcomes[0])).toContain('the client is gone');
});

test('many clients that hang up at every moment leave nothing behind', async () => {
  const { front, server } = await startProxy(
    inTurn(answerHugeBody(1024 * 1024), staySilent(), json({}), cutConnection(), answerHugeBody(200_000)),
  );
  await Promise.all(
    Array.from({ length: 60 }, async (_, index) => {
      const pending = httpRequest(front.url).end();
      pending.on('error', () => {});
      pending.on('response', (response) => response.on('error', () => {}).resume());
      await delay(index % 12);
      pending.destroy();
    }),
  );
  await Promise.all(front.outcomes);
  server.use(json({ fine: true }));
  const answer = await request(front.url);
  expect(await answer.body.json()).toEqual({ fine: true });
});

test('a provider that breaks off breaks the answer off: half of it never looks whole', async () => {
  const { front } = await startProxy(cutConnection());
  const response = await get(front.url);
  await expect(response.toArray()).rejects.toThrow('aborted');
  expect(await front.outcomes[0]).toMatchObject({ status: 200, ended: 'cut' });
});

test('an answer without end is cut at the cap', async () => {
  const { front } = await startProxy(answerHugeBody(), { limits: { maxProxyBytes: 300_000 } });
  const response = await get(front.url);
  await expect(response.toArray()).rejects.toThrow('aborted');
  expect(await front.outcomes[0]).toMatchObject({ ended: 'cut' });
});

const incoming = { method: 'GET', path: '/x', query: '', headers: [], body: null };

test('a sink may read the body itself, at once or later', async () => {
  const { runtime, target } = await startProxy(json({ a: 'b'.repeat(200_000) }));
  const texts: string[] = [];
  const readAll = async ({ body }: ProxyResponse) => void texts.push(Buffer.concat(await body.toArray()).toString());
  await runtime.proxy(target, incoming, readAll);
  await runtime.proxy(target, incoming, async (response) => {
    await delay(20);
    await readAll(response);
  });
  await runtime.proxy(target, incoming, ({ body }) => void body.on('data', () => {}));
  const ignored = await runtime.proxy(target, incoming, () => undefined);
  await delay(10);
  expect(texts.map((text) => text.length)).toEqual([200_008, 200_008]);
  expect(ignored).toEqual({ status: 200, bytes: 200_008, ended: 'complete' });
});

test('a sink may give any writable stream', async () => {
  const { runtime, target } = await startProxy(json({ a: 1 }));
  const through = new PassThrough();
  const [, text] = await Promise.all([
    runtime.proxy(target, incoming, () => through),
    through.toArray().then((chunks) => Buffer.concat(chunks).toString()),
  ]);
  expect(text).toBe('{"a":1}');
});

test('a sink that throws gets its own error back', async () => {
  const { runtime, target } = await startProxy(json({}));
  const broken = runtime.proxy(target, incoming, () => {
    throw new Error('the sink is broken');
  });
  await expect(broken).rejects.toThrow('the sink is broken');
  const failing = runtime.proxy(target, incoming, () => Promise.reject(new Error('later')));
  await expect(failing).rejects.toThrow('later');
});

test('refused credentials are refreshed once where the request can be repeated', async () => {
  let refreshes = 0;
  const credentials: CredentialSource = {
    get: async () => ({ token: 'old' }),
    async refresh() {
      refreshes += 1;
      return { token: 'new' };
    },
  };
  const handler: Handler = (request, response) =>
    json({}, request.headers.authorization === 'Bearer new' ? 200 : 401)(request, response);
  const { runtime, target, server } = await startProxy(handler, {}, credentials);
  expect(await runtime.proxy(target, incoming, ({ body }) => void body.resume())).toMatchObject({ status: 200 });
  expect([refreshes, server.requests.length]).toEqual([1, 2]);
  const upload = { ...incoming, method: 'POST', body: Readable.from(['x']) };
  expect(await runtime.proxy(target, upload, ({ body }) => void body.resume())).toMatchObject({ status: 401 });
  expect(refreshes).toBe(1);
});
