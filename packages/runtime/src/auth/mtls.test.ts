import { createPrivateKey } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { ManifestInput } from '@patchbay/schema';
import { type Certificate, createCertificate } from '@patchbay/testing';
import { afterEach, expect, test } from 'vitest';
import { toNetworkError } from '../errors/network-error.ts';
import { expectNoSecret } from '../testing/expect-no-secret.ts';
import { createServe, json } from '../testing/serve.ts';
import { withOperation } from '../testing/test-manifest.ts';
import { createTarget, createTestRuntime, type TestRuntime } from '../testing/test-runtime.ts';

type MtlsInput = Extract<ManifestInput['auth'][number], { type: 'mtls' }>;

const serve = createServe();
const [serverCertificate, mine, other] = await Promise.all([
  createCertificate(),
  createCertificate('client'),
  createCertificate('client'),
]);
const method: MtlsInput = { id: 'certificate', type: 'mtls' };
const secrets = { certificate: mine.certificatePem, privateKey: mine.privateKeyPem };
const open: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** A server that talks only to those who show one of the given certificates. */
async function startServer(trusted: readonly Certificate[]) {
  const sockets: Socket[] = [];
  const fingerprints: (string | undefined)[] = [];
  const server = createServer(
    {
      ...{ cert: serverCertificate.certificatePem, key: serverCertificate.privateKeyPem },
      ...{ requestCert: true, rejectUnauthorized: true, ca: trusted.map(({ certificatePem }) => certificatePem) },
    },
    (request, response) => {
      fingerprints.push((request.socket as TLSSocket).getPeerCertificate().fingerprint256);
      return json({ ok: true })(request, response);
    },
  );
  server.on('secureConnection', (socket) => sockets.push(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(
    () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  );
  return { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, sockets, fingerprints };
}

function createClient(certificateIdleMs?: number): TestRuntime {
  const client = createTestRuntime({
    dispatcher: {
      certificateAuthorities: [serverCertificate.certificatePem],
      ...(certificateIdleMs === undefined ? {} : { certificateIdleMs }),
    },
  });
  open.push(client.close);
  return client;
}

const manifest = withOperation({}, { auth: [method, { id: 'none', type: 'none' }] });

function call(client: TestRuntime, url: string, parts: object = {}) {
  return client.runtime.execute(createTarget(manifest, url, { secrets, ...parts }), 'call');
}

test('the certificate opens the server, in operations and through the proxy', async () => {
  const server = await startServer([mine, other]);
  const client = createClient();
  expect(await call(client, server.url)).toMatchObject({ success: true });
  const target = createTarget(manifest, server.url, { secrets });
  const incoming = { method: 'GET', path: '/items', query: '', headers: {}, body: null };
  const outcome = await client.runtime.proxy(target, incoming, async ({ body }) => void body.resume());
  expect(outcome.status).toBe(200);
  const theirs = { secrets: { certificate: other.certificatePem, privateKey: other.privateKeyPem } };
  expect(await call(client, server.url, { ...theirs, connectionId: 'con_2' })).toMatchObject({ success: true });
  expect(server.fingerprints[0]).toBe(server.fingerprints[1]);
  expect(server.fingerprints[2]).not.toBe(server.fingerprints[0]);
  // A connection without a certificate does not get to use theirs.
  expect(await call(client, server.url, { authMethod: 'none' })).toMatchObject({ success: false });
  expect(server.fingerprints).toHaveLength(3);
});

test('a key with a passphrase, and PEM text on one line', async () => {
  const server = await startServer([mine]);
  const client = createClient();
  const passphrase = 'correct horse';
  const privateKey = createPrivateKey(mine.privateKeyPem)
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase })
    .toString();
  const certificate = mine.certificatePem.replaceAll('\n', ' ');
  expect(await call(client, server.url, { secrets: { certificate, privateKey, passphrase } })).toMatchObject({
    success: true,
  });
  const wrong = await call(client, server.url, { secrets: { certificate, privateKey, passphrase: 'battery staple' } });
  expect(wrong.error).toMatchObject({
    class: 'auth_invalid',
    message: 'The passphrase does not open the private key.',
  });
  const none = await call(client, server.url, { secrets: { certificate, privateKey } });
  expect(none.error?.message).toContain('protected by a passphrase');
  expectNoSecret([passphrase, 'battery staple'], client, [wrong, none]);
});

test('a server that does not take the certificate is not mistaken for one that is down', async () => {
  const server = await startServer([other]);
  const client = createClient();
  const { error } = await call(client, server.url);
  expect(error?.nextStep).toContain('client certificate');
  expect(server.fingerprints).toEqual([]);
});

test.each([
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'asks for a client certificate'],
  ['ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED', 'has expired'],
  ['ERR_SSL_SSLV3_ALERT_CERTIFICATE_REVOKED', 'was revoked'],
  ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'does not know the authority'],
  ['ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', 'refused the client certificate'],
])('a server that says why it refuses (%s) is understood', (code, message) => {
  const failure = Object.assign(new Error('SSL routines'), { code });
  expect(toNetworkError(failure, { name: 'Forge', host: 'forge.example', timeoutMs: 1 })).toMatchObject({
    ...{ class: 'auth_invalid', whoseFault: 'you', nothingSent: true },
    message: expect.stringContaining(message),
  });
});

test('the connections of a certificate nobody uses are closed, and opened again when it is used', async () => {
  const server = await startServer([mine]);
  const client = createClient(20);
  await call(client, server.url);
  const [socket] = server.sockets;
  if (socket && !socket.closed) await once(socket, 'close');
  expect(await call(client, server.url)).toMatchObject({ success: true });
  expect(server.sockets).toHaveLength(2);
});

test('a certificate is not shown over plain http', async () => {
  const served = await serve(json({}));
  const { error } = await served.runtime.execute(createTarget(manifest, served.url, { secrets }), 'call');
  expect(error).toMatchObject({ class: 'auth_invalid', nextStep: 'Change the server URL to https://.' });
  expect(served.server.requests).toEqual([]);
});

test.each([
  ['no certificate', { certificate: 'rubbish-rubbish' }, 'The client certificate is not a valid PEM certificate.'],
  [
    'the key in both fields',
    { certificate: mine.privateKeyPem },
    'The field for the client certificate holds a private key.',
  ],
  [
    'the certificate in both fields',
    { privateKey: mine.certificatePem },
    'The private key holds a certificate, not a private key.',
  ],
  [
    'the key of another certificate',
    { privateKey: other.privateKeyPem },
    'The private key does not belong to the client certificate.',
  ],
  ['nothing', { certificate: '' }, 'The connection has no Client certificate.'],
])('%s is said before a connection is made', async (_name, wrong, message) => {
  const client = createClient();
  const result = await call(client, 'https://127.0.0.1:1', { secrets: { ...secrets, ...wrong } });
  expect(result.error).toMatchObject({ class: 'auth_invalid', whoseFault: 'you', message });
  const lines = [mine, other].flatMap(({ privateKeyPem }) =>
    privateKeyPem.split('\n').filter((line) => line.length > 30),
  );
  expectNoSecret(
    lines.filter((line) => !line.startsWith('---')),
    client,
    result,
  );
});
