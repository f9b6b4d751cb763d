import { mkdtempSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { Agent, request } from 'undici';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LocalServer, startServer } from './http-server/start-server.ts';
import { removeFolder } from './process/clean-up-on-exit.ts';

/** Reserved for documentation (RFC 5737, RFC 3849, RFC 2606): nothing answers there even with an open network. */
const ipv4 = '192.0.2.1';
const ipv6 = '2001:db8::1';
const name = 'registry.example.com';
const refusal = 'Tests talk to this machine only';

function failureOf(socket: net.Socket): Promise<Error> {
  return new Promise((resolve) => socket.once('error', resolve));
}

async function causeOf(call: Promise<unknown>): Promise<string> {
  const error: Error = await call.then(
    () => new Error('it was let through'),
    (reason: Error) => reason,
  );
  return `${error.message} ${error.cause instanceof Error ? error.cause.message : ''}`;
}

describe('what is outside is refused, and the test is told', () => {
  const cases: [string, string, () => Promise<string>][] = [
    ['net with options', ipv4, async () => String(await failureOf(net.connect({ host: ipv4, port: 80 })))],
    ['net with port and host', ipv4, async () => String(await failureOf(net.connect(80, ipv4)))],
    ['net over IPv6', ipv6, async () => String(await failureOf(net.connect({ host: ipv6, port: 80 })))],
    ['net by name', name, async () => String(await failureOf(net.connect({ host: name, port: 80 })))],
    [
      'an IPv4 address in IPv6',
      `::ffff:${ipv4}`,
      async () => String(await failureOf(net.connect(80, `::ffff:${ipv4}`))),
    ],
    [
      'a name that looks local',
      'localhost.example.com',
      async () => String(await failureOf(net.connect(80, 'localhost.example.com'))),
    ],
    ['tls', ipv4, async () => String(await failureOf(tls.connect({ host: ipv4, port: 443 })))],
    [
      'node:http',
      name,
      () => new Promise((resolve) => http.get(`http://${name}/`).once('error', (error) => resolve(String(error)))),
    ],
    ['fetch', name, () => causeOf(fetch(`https://${name}/`))],
    ['undici', name, () => causeOf(request(`http://${name}/`))],
    ['undici over IPv6', ipv6, () => causeOf(request(`http://[${ipv6}]/`))],
  ];
  test.each(cases)('%s', async (_how, host, reach) => {
    expect(await reach()).toContain(refusal);
    expect(takeBlockedConnections()).toEqual([host]);
  });

  test('a pinned address that is not of this machine', async () => {
    const agent = new Agent({
      connect: { lookup: (_host, _options, callback) => callback(null, [{ address: ipv4, family: 4 }]) },
    });
    expect(await causeOf(request(`http://${name}/`, { dispatcher: agent }))).toContain(refusal);
    expect(takeBlockedConnections()).toEqual([`${name} (${ipv4})`]);
    await agent.close();
  });
});

describe('this machine is open', () => {
  let server: LocalServer;
  beforeAll(async () => {
    server = await startServer((_request, response) => {
      response.end('here');
    });
  });
  afterAll(() => server.stop());

  test('by address and by name, to fetch and to undici', async () => {
    expect(await (await fetch(server.url)).text()).toBe('here');
    expect(await (await request(server.url.replace('127.0.0.1', 'localhost'))).body.text()).toBe('here');
  });

  test('by any name whose pinned address is of this machine', async () => {
    const agent = new Agent({
      connect: { lookup: (_host, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]) },
    });
    const { body } = await request(`http://${name}:${server.port}/`, { dispatcher: agent });
    expect(await body.text()).toBe('here');
    await agent.close();
  });

  test('over a unix socket', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'patchbay-socket-'));
    const path = join(folder, 'server.sock');
    const echo = net.createServer((socket) => socket.end('here'));
    await new Promise<void>((resolve) => echo.listen(path, resolve));
    const text = await new Promise<string>((resolve, reject) => {
      net
        .connect(path)
        .once('data', (data) => resolve(data.toString('utf8')))
        .once('error', reject);
    });
    expect(text).toBe('here');
    await new Promise((resolve) => echo.close(resolve));
    removeFolder(folder);
  });
});
