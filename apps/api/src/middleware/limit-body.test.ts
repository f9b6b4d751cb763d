// On a real server, by hand: clients frame bodies in ways fetch never does.
import { connect } from 'node:net';
import { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toHttpError } from '../http-error.ts';
import { type HttpServer, listen } from '../start/http-server.ts';
import { limitBody } from './limit-body.ts';

let server: HttpServer;
beforeAll(async () => {
  const app = new Hono();
  app.use(limitBody(100));
  app.post('/echo', async (context) => context.text(`got ${await context.req.text()}`));
  app.onError((error, context) =>
    context.json(toHttpError(error, 'request').body, toHttpError(error, 'request').status),
  );
  server = await listen({ host: '127.0.0.1', port: 0 });
  server.serve(app.fetch as never);
});
afterAll(() => server.close(1_000));

function send(text: string): Promise<string> {
  const { port, hostname } = new URL(server.url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}

const head = 'POST /echo HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n';
const chunked = (...parts: string[]) =>
  `${head}Transfer-Encoding: chunked\r\n\r\n${parts.map((part) => `${part.length.toString(16)}\r\n${part}\r\n`).join('')}0\r\n\r\n`;

test('no body at all: neither Content-Length nor chunks, as curl -X POST sends it', async () => {
  expect(await send(`${head}\r\n`)).toMatch(/^HTTP\/1\.1 200 [\s\S]*got $/);
});

test('a body of known length', async () => {
  expect(await send(`${head}Content-Length: 5\r\n\r\nhello`)).toMatch(/ 200 [\s\S]*got hello$/);
});

test('a body in chunks', async () => {
  expect(await send(chunked('hel', 'lo'))).toMatch(/ 200 [\s\S]*got hello/);
});

test.each([
  ['told beforehand', `${head}Content-Length: 101\r\n\r\n${'x'.repeat(101)}`],
  ['found out in chunks', chunked('x'.repeat(60), 'x'.repeat(60))],
])('a body that is too large, %s, is refused with the limit', async (_, text) => {
  const answer = await send(text);
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(answer).toContain('larger than 100 bytes');
});
