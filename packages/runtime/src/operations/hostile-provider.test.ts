import {
  answerHtml,
  answerHugeBody,
  answerTruncatedJson,
  createCertificate,
  cutConnection,
  dripSlowly,
  findFreePort,
  redirectTo,
  startServer,
  staySilent,
} from '@patchbay/testing';
import { expect, test } from 'vitest';
import { createServe, inTurn, json } from '../testing/serve.ts';
import { withOperation } from '../testing/test-manifest.ts';
import { createTarget, createTestRuntime } from '../testing/test-runtime.ts';

const serve = createServe();
const read = withOperation({});

async function errorOf(...args: Parameters<typeof serve>) {
  const served = await serve(...args);
  const { error, requests } = await served.runtime.execute(createTarget(read, served.url, { timeoutMs: 150 }), 'call');
  return { ...error, requests, served };
}

test('a web page where JSON was expected: a wrong address, not tried again', async () => {
  const error = await errorOf(answerHtml());
  expect(error).toMatchObject({ class: 'not_found', whoseFault: 'you', isTransient: false, requests: 1 });
  expect(error.nextStep).toContain('Check the server URL');
});

test('a page to sign in at, which the manifest knows by its status: the credentials, not the address', async () => {
  const knowing = withOperation({ errors: [{ status: 203, class: 'auth_invalid', message: 'It asked to sign in.' }] });
  const served = await serve((_request, response) => {
    response.writeHead(203, { 'content-type': 'text/html' });
    response.end('<!DOCTYPE html><html></html>');
  });
  const { error } = await served.runtime.execute(createTarget(knowing, served.url), 'call');
  expect(error).toMatchObject({ class: 'auth_invalid', status: 203, message: 'It asked to sign in.' });
});

test('truncated JSON: tried again, then reported as passing', async () => {
  expect(await errorOf(answerTruncatedJson())).toMatchObject({
    class: 'transient',
    requests: 3,
    message: expect.stringContaining('breaks off'),
  });
});

test('something that is not JSON at all, and its text stays out of the message', async () => {
  const error = await errorOf((_request, response) => void response.end('<oops> secret-text'));
  expect(error).toMatchObject({ class: 'bug', whoseFault: 'provider', requests: 1 });
  expect(error.message).not.toContain('secret-text');
});

test('a cut connection: tried again for a read', async () => {
  expect(await errorOf(inTurn(cutConnection(), json({ ok: true })))).toMatchObject({ requests: 2 });
});

test('a body of 100 MB: reading stops at the cap', async () => {
  const error = await errorOf(answerHugeBody(), { limits: { maxResponseBytes: 1024 * 1024 } });
  expect(error).toMatchObject({ code: 'payload_too_large', whoseFault: 'provider', requests: 1 });
  expect(error.message).toContain('larger than 1 MiB');
});

test('a body that says it is 100 MB is not even begun', async () => {
  const error = await errorOf((_request, response) => {
    response.writeHead(200, { 'content-length': String(100 * 1024 * 1024) });
    response.write('{');
  });
  expect(error).toMatchObject({ code: 'payload_too_large' });
});

test('a small body that unpacks to a huge one', async () => {
  const { gzipSync } = await import('node:zlib');
  const bomb = gzipSync(Buffer.alloc(8 * 1024 * 1024));
  const error = await errorOf(
    (_request, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
    { limits: { maxResponseBytes: 1024 * 1024 } },
  );
  expect(error).toMatchObject({ code: 'payload_too_large' });
});

test('headers without end', async () => {
  const error = await errorOf((_request, response) => {
    response
      .writeHead(200, Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`x-${n}`, 'a'.repeat(1_000)])))
      .end();
  });
  expect(error).toMatchObject({
    class: 'bug',
    whoseFault: 'provider',
    message: expect.stringContaining('more headers'),
  });
});

test.each([
  ['silence', staySilent()],
  ['a drip that never ends', dripSlowly(20)],
])('%s ends with the timeout', async (_, handler) => {
  const error = await errorOf(handler);
  expect(error).toMatchObject({ class: 'transient', code: 'timeout', whoseFault: 'provider', isTransient: true });
  expect(error.message).toContain('did not answer within 0.2 seconds');
});

test.each([
  ['http://169.254.169.254/latest/meta-data/', '169.254.169.254'],
  ['http://[::ffff:169.254.169.254]/', 'declared hosts'],
  ['https://foreign.example/', 'foreign.example'],
  ['file:///etc/passwd', 'declared hosts'],
])('a redirect to %s is not followed', async (location, part) => {
  const error = await errorOf(redirectTo(location));
  expect(error).toMatchObject({ class: 'validation', requests: 1 });
  expect(error.message).toContain(part);
});

test('a redirect that leads to itself ends', async () => {
  const error = await errorOf(redirectTo('/items'));
  expect(error).toMatchObject({ class: 'bug', whoseFault: 'provider' });
  expect(error.served.server.requests).toHaveLength(6);
});

test('an upgrade to https is named as such', async () => {
  const error = await errorOf((request, response) => {
    response.writeHead(301, { location: `https://${request.headers.host}/items` }).end();
  });
  expect(error.nextStep).toContain('Change the server URL to https://127.0.0.1');
});

test('a server that is not there', async () => {
  const { runtime, close } = createTestRuntime();
  const port = await findFreePort();
  const { error } = await runtime.execute(createTarget(read, `http://127.0.0.1:${port}`), 'call');
  expect(error).toMatchObject({ class: 'transient', message: `127.0.0.1:${port} refused the connection.` });
  expect(error?.nextStep).toContain('is running there');
  await close();
});

test('a name nobody knows', async () => {
  const { runtime, close } = createTestRuntime({
    dispatcher: {
      resolve: (_name, callback) => callback(Object.assign(new Error('queryA ENOTFOUND'), { code: 'ENOTFOUND' }), []),
    },
  });
  const { error } = await runtime.execute(createTarget(read, 'http://registry.localhost:80'), 'call');
  expect(error).toMatchObject({ class: 'provider_down', whoseFault: 'you', isTransient: false });
  expect(error?.message).toContain('not known to DNS');
  await close();
});

test('self-signed TLS is refused with the way out, and passes where the connection allows it', async () => {
  const server = await startServer(json({ ok: true }), { certificate: await createCertificate() });
  const { runtime, close } = createTestRuntime();
  const { error } = await runtime.execute(createTarget(read, server.url), 'call');
  expect(error).toMatchObject({
    class: 'provider_down',
    whoseFault: 'you',
    message: expect.stringContaining('self-signed'),
  });
  expect(error?.nextStep).toContain('switch TLS verification off');
  const trusting = await runtime.execute(createTarget(read, server.url, { verifyTls: false }), 'call');
  expect(trusting).toMatchObject({ success: true, result: { ok: true } });
  await close();
  await server.stop();
});

test('a certificate for another name, and http where https is spoken', async () => {
  const certificate = await createCertificate();
  const server = await startServer(json({}), { certificate });
  const { runtime, close } = createTestRuntime({
    dispatcher: {
      certificateAuthorities: [certificate.certificatePem],
      resolve: (_name, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]),
    },
  });
  const other = await runtime.execute(createTarget(read, `https://other.localhost:${server.port}`), 'call');
  expect(other.error?.message).toContain('made for another host name');
  const plain = await runtime.execute(createTarget(read, `http://127.0.0.1:${server.port}`), 'call');
  expect(plain.success).toBe(false);
  await close();
  await server.stop();
});

test('https where http is spoken', async () => {
  const { runtime, server } = await serve(json({}));
  const { error } = await runtime.execute(createTarget(read, `https://127.0.0.1:${server.port}`), 'call');
  expect(error).toMatchObject({ class: 'provider_down', nextStep: expect.stringContaining('http://') });
});

test('a setting that leads to a forbidden address is refused without a request', async () => {
  const { runtime, close } = createTestRuntime();
  const { error, requests } = await runtime.execute(createTarget(read, 'http://169.254.169.254'), 'call');
  expect(error).toMatchObject({
    code: 'invalid_input',
    whoseFault: 'you',
    message: expect.stringContaining('never calls'),
  });
  expect(requests).toBe(1);
  await close();
});
