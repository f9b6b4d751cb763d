import { createServer } from 'node:net';
import { type Certificate, createCertificate, type LocalServer, startServer } from '@patchbay/testing';
import { afterEach, expect, test } from 'vitest';
import { createEgressPolicy } from '../egress/egress-policy.ts';
import type { Resolver } from '../egress/guarded-connector.ts';
import { type InspectOptions, inspectOrigin } from './inspect-origin.ts';

const day = 86_400_000;
const open: LocalServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.stop();
});

async function serve(certificate?: Certificate): Promise<LocalServer> {
  const server = await startServer((_request, response) => void response.end(), certificate ? { certificate } : {});
  open.push(server);
  return server;
}

/** Every name leads to this machine. */
const toLoopback: Resolver = (_name, done) => done(null, [{ address: '127.0.0.1', family: 4 }]);
const look = (origin: string, options: Partial<InspectOptions> = {}) =>
  inspectOrigin(origin, {
    ...{ egress: createEgressPolicy({ allow: ['loopback'] }), verifyTls: true, timeoutMs: 2_000 },
    ...options,
  });
const trusting = (certificate: Certificate) => ({ certificateAuthorities: [certificate.certificatePem] });

test('a plain server is sound up to the connection, and has no certificate', async () => {
  const { url, port } = await serve();
  expect(await look(url)).toMatchObject({
    ...{ host: '127.0.0.1', port, dns: { status: 'ok', addresses: ['127.0.0.1'] }, egress: { status: 'ok' } },
    ...{ tcp: { status: 'ok', address: '127.0.0.1' }, tls: { status: 'skipped' } },
  });
});

test('a certificate that is trusted is told with what it says', async () => {
  const certificate = await createCertificate();
  const { url } = await serve(certificate);
  const { tls } = await look(url, trusting(certificate));
  expect(tls).toMatchObject({ status: 'ok', isVerified: true, problem: null, certificate: { subject: 'localhost' } });
  if (tls.status !== 'ok' || !tls.certificate) throw new Error('there is no certificate');
  expect(tls.protocol).toMatch(/^TLSv1\.[23]$/);
  expect(tls.certificate.names).toContain('localhost');
  expect(tls.certificate.validTo - Date.now()).toBeGreaterThan(300 * day);
});

test.each([
  ['expired', { validFrom: new Date(Date.now() - 60 * day), validTo: new Date(Date.now() - day) }, 'has expired'],
  [
    'not valid yet',
    { validFrom: new Date(Date.now() + day), validTo: new Date(Date.now() + 60 * day) },
    'not valid yet',
  ],
  ['made for another name', { host: 'other.example.com' }, 'another host name'],
])('a certificate of a trusted authority that is %s is told', async (_name, made, words) => {
  const certificate = await createCertificate('server', made);
  const { url } = await serve(certificate);
  const { tls } = await look(url, trusting(certificate));
  expect(tls).toMatchObject({
    status: 'failed',
    message: expect.stringContaining(words),
    nextStep: expect.any(String),
  });
  const lenient = await look(url, { ...trusting(certificate), verifyTls: false });
  expect(lenient.tls).toMatchObject({ status: 'ok', isVerified: false, problem: expect.stringContaining(words) });
});

test('one nobody vouches for is told; so is a server that does not speak TLS', async () => {
  const secure = await serve(await createCertificate());
  expect((await look(secure.url)).tls).toMatchObject({
    status: 'failed',
    message: expect.stringContaining('self-signed'),
  });
  const plain = await serve();
  expect((await look(plain.url.replace('http:', 'https:'))).tls).toMatchObject({ status: 'failed' });
});

test('the policy is asked for the addresses behind a name, and nothing is dialled that it refuses', async () => {
  const server = await serve();
  const origin = `http://git.example.com:${server.port}`;
  const refused = await look(origin, { egress: createEgressPolicy({ allow: [] }), resolve: toLoopback });
  expect(refused).toMatchObject({ dns: { status: 'ok' }, egress: { status: 'failed' }, tcp: { status: 'skipped' } });
  const metadata: Resolver = (_name, done) => done(null, [{ address: '169.254.169.254', family: 4 }]);
  expect((await look('http://git.example.com', { resolve: metadata })).egress.status).toBe('failed');
  expect((await look(origin, { resolve: toLoopback })).tcp.status).toBe('ok');
});

test('an unknown name, one that is not answered in time, and a closed port are told apart', async () => {
  const unknown: Resolver = (_name, done) => done(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), []);
  expect((await look('http://nobody.example', { resolve: unknown })).dns).toMatchObject({
    message: 'The name nobody.example is not known to DNS.',
  });
  expect((await look('http://slow.example', { resolve: () => {}, timeoutMs: 50 })).dns).toMatchObject({
    message: expect.stringContaining('in time'),
  });
  const { url } = await serve();
  await open.pop()?.stop();
  expect((await look(url)).tcp).toMatchObject({
    status: 'failed',
    message: expect.stringContaining('Nothing listens'),
  });
});

test('a server that says nothing in the handshake ends with its time, and a stopped visit at once', async () => {
  const silent = createServer(() => {});
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', () => resolve()));
  const address = silent.address();
  const origin = `https://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  expect((await look(origin, { timeoutMs: 100 })).tls.status).toBe('failed');
  await expect(look(origin, { signal: AbortSignal.abort(new Error('stopped')) })).rejects.toThrow('stopped');
  silent.close();
});
