// The proxy on a real server in front of a real provider: what goes in comes out, whoever hangs up.
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type HttpServer, listen } from './start/http-server.ts';
import { createTestApp, origin, owner, type TestApp } from './testing/create-test-app.ts';

interface Seen {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

let tested: TestApp;
let api: HttpServer;
let provider: Server;
let key: string;
let organizationId: string;
let connection: string;
let answer: (incoming: IncomingMessage, outgoing: ServerResponse) => void;
let seen: Seen[] = [];
let providerClosed: Promise<void>;
const uncaught: unknown[] = [];
const onUncaught = (error: unknown) => void uncaught.push(error);

beforeAll(async () => {
  process.on('uncaughtException', onUncaught);
  process.on('unhandledRejection', onUncaught);
  provider = createServer((incoming, outgoing) => {
    providerClosed = new Promise((resolve) => outgoing.once('close', () => resolve()));
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('error', () => {});
    incoming.on('end', () => {
      const { method = '', url = '', headers } = incoming;
      seen.push({ method, url, headers, body: Buffer.concat(chunks) });
      answer(incoming, outgoing);
    });
  });
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
  tested = await createTestApp();
  ({ apiKey: key, organizationId } = await tested.addOrganization('Mine'));
  const created = await tested.call(key, 'POST', '/integrations/connections', {
    providerSlug: 'in-memory',
    authMethod: 'bearer',
    settings: { baseUrl: `http://127.0.0.1:${(provider.address() as AddressInfo).port}/base` },
    credentials: { token: 'the-provider-token' },
  });
  expect(created.status).toBe(201);
  connection = created.body.id;
  api = await listen({ host: '127.0.0.1', port: 0 });
  api.serve(tested.app.fetch as never);
});
afterAll(async () => {
  await api?.close(1_000);
  provider?.closeAllConnections();
  provider?.close();
  await tested?.close();
  process.off('uncaughtException', onUncaught);
  process.off('unhandledRejection', onUncaught);
});
const fine: typeof answer = (_incoming, outgoing) => outgoing.end('{}');
beforeEach(() => {
  seen = [];
  answer = fine;
});

function send(
  path: string,
  {
    method = 'GET',
    headers = {},
    body,
  }: { method?: string; headers?: Record<string, string>; body?: Buffer | string } = {},
): Promise<{ status: number; headers: IncomingMessage['headers']; rawHeaders: string[]; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: '127.0.0.1',
        port: api.port,
        method,
        path: `/api/v1/integrations/connections/${connection}/proxy${path}`,
        headers: { authorization: `Bearer ${key}`, ...headers },
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            rawHeaders: incoming.rawHeaders,
            body: Buffer.concat(chunks),
          }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

test('method, path, query, headers and body reach the provider as they came, with its credentials', async () => {
  const body = Buffer.from([0, 255, 10, 13, 128]);
  await send('/a%2Fb/c?x=1&x=%20&y', {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/octet-stream',
      'x-own': 'kept',
      cookie: 'a=b',
      'x-forwarded-for': '1.2.3.4',
    },
  });
  expect(seen).toHaveLength(1);
  expect(seen[0]).toMatchObject({ method: 'POST', url: '/base/a%2Fb/c?x=1&x=%20&y' });
  expect(seen[0]?.body.equals(body)).toBe(true);
  expect(seen[0]?.headers).toMatchObject({ authorization: 'Bearer the-provider-token', 'x-own': 'kept' });
  for (const name of ['cookie', 'x-forwarded-for']) expect(seen[0]?.headers).not.toHaveProperty(name);
  expect(JSON.stringify(seen[0]?.headers)).not.toContain(key);
});

test('status, headers and body come back as the provider gave them', async () => {
  answer = (_incoming, outgoing) => {
    outgoing.writeHead(418, ['X-Odd', 'a', 'X-Odd', 'b', 'Content-Type', 'text/plain']);
    outgoing.end(Buffer.from([1, 2, 3]));
  };
  const got = await send('/tea');
  expect(got.status).toBe(418);
  expect(got.rawHeaders.filter((_, index, all) => all[index - 1] === 'X-Odd')).toEqual(['a', 'b']);
  expect(got.headers).toMatchObject({ 'content-type': 'text/plain' });
  expect([...got.body]).toEqual([1, 2, 3]);
  expect(got.headers['x-request-id']).toBeTruthy();
});

test('every method passes, and HEAD and 204 end without a body', async () => {
  for (const method of ['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD']) {
    answer = (_incoming, outgoing) => outgoing.writeHead(204).end();
    expect((await send('/x', { method })).status).toBe(204);
  }
  expect(seen.map(({ method }) => method)).toEqual(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD']);
});

test('a large body streams both ways, beyond the limit of other routes', async () => {
  const large = Buffer.alloc(8 * 1_048_576, 'x');
  answer = (_incoming, outgoing) => outgoing.end(large);
  const got = await send('/large', { method: 'PUT', body: large });
  expect(got.body.length).toBe(large.length);
  expect(seen[0]?.body.length).toBe(large.length);
});

test('a caller who hangs up in the middle harms nothing, and the provider is let go', async () => {
  for (const afterBytes of [0, 70_000, 2_000_000]) {
    let sent = 0;
    answer = (_incoming, outgoing) => {
      const more = () => {
        while (!outgoing.destroyed && sent < 200_000_000) {
          sent += 65_536;
          if (!outgoing.write(Buffer.alloc(65_536))) return void outgoing.once('drain', more);
        }
      };
      more();
    };
    const started = new Promise<void>((resolve, reject) => {
      const outgoing = request(
        {
          host: '127.0.0.1',
          port: api.port,
          path: `/api/v1/integrations/connections/${connection}/proxy/endless`,
          headers: { authorization: `Bearer ${key}` },
        },
        (incoming) => {
          let got = 0;
          incoming.on('error', () => {});
          incoming.on('data', (chunk: Buffer) => {
            got += chunk.length;
            if (got < afterBytes) return;
            outgoing.destroy();
            resolve();
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end();
    });
    await started;
    await providerClosed;
    expect(sent).toBeLessThan(200_000_000);
  }
  answer = fine;
  expect((await send('/after')).status).toBe(200);
  expect(uncaught).toEqual([]);
});

test('a caller who hangs up before the provider answers lets it go too', async () => {
  const asked = new Promise<void>((resolve) => {
    answer = () => resolve();
  });
  const outgoing = request({
    host: '127.0.0.1',
    port: api.port,
    path: `/api/v1/integrations/connections/${connection}/proxy/silent`,
    headers: { authorization: `Bearer ${key}` },
  });
  outgoing.on('error', () => {});
  outgoing.end();
  await asked;
  outgoing.destroy();
  await providerClosed;
  answer = fine;
  expect((await send('/after')).status).toBe(200);
  expect(uncaught).toEqual([]);
});

test('a provider that breaks off in the middle breaks the answer off, and is not a whole one', async () => {
  answer = (_incoming, outgoing) => {
    outgoing.writeHead(200, { 'content-length': '1000' });
    outgoing.write('part');
    setTimeout(() => outgoing.destroy(), 20);
  };
  await expect(send('/cut')).rejects.toThrow();
  expect(uncaught).toEqual([]);
});

test('a provider that is not there is an error in our shape', async () => {
  const created = await tested.call(key, 'POST', '/integrations/connections', {
    providerSlug: 'in-memory',
    authMethod: 'none',
    settings: { baseUrl: 'http://127.0.0.1:1' },
  });
  const path = `/integrations/connections/${created.body.id}/proxy/x`;
  const response = await fetch(`http://127.0.0.1:${api.port}/api/v1${path}`, {
    headers: { authorization: `Bearer ${key}` },
  });
  const body = (await response.json()) as { error: { code: string; requestId: string } };
  expect(response.status).toBe(502);
  expect(body.error.code).toBe('upstream_failed');
  expect(response.headers.get('x-request-id')).toBe(body.error.requestId);
});

test('nothing leads to another host', async () => {
  for (const path of ['//evil.example/x', '/../../x', '/%2e%2e/%2e%2e/x', '/@evil.example', '\\evil.example']) {
    const before = seen.length;
    await send(path).catch(() => {});
    for (const { url, headers } of seen.slice(before)) {
      expect(url.startsWith('/base/')).toBe(true);
      expect(headers.host).toMatch(/^127\.0\.0\.1:/);
    }
  }
});

test('a page shown to a signed-in browser may run nothing and set no cookies; a write needs our own page', async () => {
  const { email } = (await tested.call(key, 'GET', '/members')).body.data[0];
  const signIn = await fetch(`http://127.0.0.1:${api.port}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ email, password: owner.password }),
  });
  expect(signIn.status).toBe(200);
  const cookie = signIn.headers
    .getSetCookie()
    .map((value) => value.split(';')[0])
    .join('; ');
  answer = (_incoming, outgoing) => {
    outgoing.writeHead(200, { 'content-type': 'text/html', 'set-cookie': 'patchbay.session_token=evil' });
    outgoing.end('<script>alert(1)</script>');
  };
  const url = `http://127.0.0.1:${api.port}/api/v1/integrations/connections/${connection}/proxy/page`;
  const page = await fetch(url, { headers: { cookie } });
  expect(page.headers.get('content-security-policy')).toContain('sandbox');
  expect(page.headers.getSetCookie()).toEqual([]);
  expect((await fetch(url, { method: 'POST', headers: { cookie } })).status).toBe(403);
  expect((await fetch(url, { method: 'POST', headers: { cookie, origin: 'http://evil.example' } })).status).toBe(403);
  expect((await fetch(url, { method: 'POST', headers: { cookie, origin } })).status).toBe(200);
});

test('once known, a call takes no SQL', async () => {
  await send('/warm');
  await delay(50);
  tested.statements.length = 0;
  for (let count = 0; count < 20; count += 1) await send('/hot');
  expect(tested.statements).toEqual([]);
});

test('each call leaves a line in the log; what may change something is audited later, without SQL meanwhile', async () => {
  const { services } = tested.deps;
  await services.proxyAudit.flush();
  services.cache.takeUses();
  answer = (incoming, outgoing) => outgoing.writeHead(incoming.method === 'DELETE' ? 404 : 200).end();
  tested.statements.length = 0;
  const ofBefore = tested.logged.length;
  for (const method of ['GET', 'HEAD', 'OPTIONS', 'POST', 'DELETE'])
    await send('/items/the-provider-token/a%2Fb?secret=in-the-query', {
      method,
      headers: { 'x-request-id': `request-${method}` },
    });
  await vi.waitFor(() => expect(tested.logged.length - ofBefore).toBe(5));
  expect(tested.statements).toEqual([]);
  const lines = tested.logged.slice(ofBefore);
  for (const text of ['items', 'secret', 'in-the-query', 'the-provider-token'])
    expect(lines.join()).not.toContain(text);
  expect(lines.map((line) => JSON.parse(line)).at(-1)).toMatchObject({
    ...{ level: 'info', route: 'proxy', provider: 'in-memory', method: 'DELETE', status: 404, organizationId },
    ...{ requestId: 'request-DELETE', durationMs: expect.any(Number), actor: expect.any(String) },
  });
  expect([...services.cache.takeUses().connection.keys()]).toEqual([connection]);

  await services.proxyAudit.flush();
  const { body } = await tested.call(key, 'GET', `/audit-log?action=proxy.call&targetId=${connection}&limit=2`);
  const path = '/items/[redacted]/a%2Fb';
  expect(body.data).toMatchObject([
    { requestId: 'request-DELETE', before: null, after: { method: 'DELETE', path, status: 404 } },
    { requestId: 'request-POST', ip: '127.0.0.1', after: { method: 'POST', path, status: 200 } },
  ]);
});

test('a write whose answer never came is audited with why, and a call that is refused has its line too', async () => {
  const viewer = await tested.addKey(organizationId, 'viewer');
  answer = (incoming) => incoming.socket.destroy();
  const ofBefore = tested.logged.length;
  expect((await send('/gone', { method: 'PATCH' })).status).toBe(502);
  expect((await send('/not', { method: 'PATCH', headers: { authorization: `Bearer ${viewer}` } })).status).toBe(403);
  const lines = tested.logged.slice(ofBefore).map((line) => JSON.parse(line));
  expect(lines.filter(({ route }) => route === 'proxy')).toMatchObject([
    { level: 'error', provider: 'in-memory', method: 'PATCH', status: 502 },
    { level: 'info', method: 'PATCH', status: 403 },
  ]);
  await tested.deps.services.proxyAudit.flush();
  const { body } = await tested.call(key, 'GET', `/audit-log?action=proxy.call&limit=1`);
  expect(body.data).toMatchObject([{ after: { path: '/gone', status: null, error: 'upstream_failed' } }]);
});

test('roles and scopes hold here too', async () => {
  const viewer = await tested.addKey(organizationId, 'viewer');
  const scoped = await tested.addKey(organizationId, 'owner', ['records:read']);
  const url = `http://127.0.0.1:${api.port}/api/v1/integrations/connections/${connection}/proxy/x`;
  const as = (token: string, method: string) => fetch(url, { method, headers: { authorization: `Bearer ${token}` } });
  expect((await as(viewer, 'GET')).status).toBe(200);
  expect((await as(viewer, 'POST')).status).toBe(403);
  expect((await as(scoped, 'GET')).status).toBe(403);
});
