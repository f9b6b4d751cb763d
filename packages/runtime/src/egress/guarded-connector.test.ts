import { createCertificate, startServer } from '@patchbay/testing';
import { request } from 'undici';
import { afterEach, expect, test, vi } from 'vitest';
import { createDispatcherSource } from './dispatcher-source.ts';
import { createEgressPolicy } from './egress-policy.ts';
import type { Resolver } from './guarded-connector.ts';

const open: { stop?(): Promise<void>; close?(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await (each.stop?.() ?? each.close?.());
});

function createSource(allow: string[], resolve?: Resolver) {
  const source = createDispatcherSource({ egress: createEgressPolicy({ allow }), ...(resolve ? { resolve } : {}) });
  open.push(source);
  return source.get({ verifyTls: true });
}

async function startHello() {
  const server = await startServer((_request, response) => void response.end('hello'));
  open.push(server);
  return server;
}

test('an address that is not allowed is never dialled', async () => {
  const server = await startHello();
  await expect(request(server.url, { dispatcher: createSource([]) })).rejects.toThrow('loopback address');
  expect(server.requests).toEqual([]);
});

test('a name is resolved once and the address that was checked is the one dialled', async () => {
  const server = await startHello();
  const answers = ['127.0.0.1', '169.254.169.254'];
  const resolve = vi.fn<Resolver>((_name, callback) =>
    callback(null, [{ address: answers[resolve.mock.calls.length - 1] ?? '', family: 4 }]),
  );
  const dispatcher = createSource(['rebind.localhost'], resolve);
  const answer = await request(`http://rebind.localhost:${server.port}/`, { dispatcher });
  expect(await answer.body.text()).toBe('hello');
  expect(resolve).toHaveBeenCalledTimes(1);
});

test('a name that leads to a metadata address is refused, also as one of several', async () => {
  const server = await startHello();
  const resolve: Resolver = (_name, callback) =>
    callback(null, [
      { address: '127.0.0.1', family: 4 },
      { address: '169.254.169.254', family: 4 },
    ]);
  const dispatcher = createSource(['loopback', 'rebind.localhost'], resolve);
  await expect(request(`http://rebind.localhost:${server.port}/`, { dispatcher })).rejects.toThrow('never calls');
  expect(server.requests).toEqual([]);
});

test('a host listed with its port is reached there and nowhere else', async () => {
  const server = await startHello();
  const resolve: Resolver = (_name, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]);
  const dispatcher = createSource([`registry.localhost:${server.port}`], resolve);
  const answer = await request(`http://registry.localhost:${server.port}/`, { dispatcher });
  expect(answer.statusCode).toBe(200);
  await answer.body.dump();
  await expect(request('http://registry.localhost:1/', { dispatcher })).rejects.toThrow('loopback address');
});

test('certificates are checked unless the connection says otherwise', async () => {
  const server = await startServer((_request, response) => void response.end('hello'), {
    certificate: await createCertificate(),
  });
  const source = createDispatcherSource({ egress: createEgressPolicy({ allow: ['loopback'] }) });
  open.push(server, source);
  const checked = source.get({ verifyTls: true });
  await expect(request(server.url, { dispatcher: checked })).rejects.toMatchObject({
    code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
  });
  const answer = await request(server.url, { dispatcher: source.get({ verifyTls: false }) });
  expect(await answer.body.text()).toBe('hello');
  expect(source.get({ verifyTls: true })).toBe(checked);
});

test('a further authority is trusted beside those of the system', async () => {
  const certificate = await createCertificate();
  const server = await startServer((_request, response) => void response.end('hello'), { certificate });
  const source = createDispatcherSource({
    egress: createEgressPolicy({ allow: ['loopback'] }),
    certificateAuthorities: [certificate.certificatePem],
  });
  open.push(server, source);
  const answer = await request(server.url, { dispatcher: source.get({ verifyTls: true }) });
  expect(await answer.body.text()).toBe('hello');
});
