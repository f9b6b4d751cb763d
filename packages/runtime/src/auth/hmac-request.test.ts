import { createHmac } from 'node:crypto';
import type { ManifestInput } from '@patchbay/schema';
import { createCanary, type Handler } from '@patchbay/testing';
import { expect, test } from 'vitest';
import { expectNoSecret } from '../testing/expect-no-secret.ts';
import { readRequestBody } from '../testing/read-request-body.ts';
import { createServe, json } from '../testing/serve.ts';
import { withOperation } from '../testing/test-manifest.ts';
import { createTarget } from '../testing/test-runtime.ts';

type HmacInput = Extract<ManifestInput['auth'][number], { type: 'hmac_request' }>;

const serve = createServe();
const key = createCanary();

function createManifest(config: Partial<HmacInput['config']> = {}) {
  const method: HmacInput = {
    id: 'signed',
    type: 'hmac_request',
    config: {
      ...{ algorithm: 'sha256', keyField: 'key', header: 'X-Signature', prefix: 'v1=', encoding: 'hex' },
      message: [
        'timestamp',
        { literal: '.' },
        'method',
        'host',
        'path',
        { literal: '?' },
        'query',
        { header: 'Content-Type' },
        'body',
      ],
      timestampHeader: 'X-Timestamp',
      ...config,
    },
  };
  return withOperation(
    {
      ...{ request: 'POST /items/{id}', safety: 'write', query: { q: 'a b' } },
      input: { id: { type: 'text', required: true } },
      body: { name: '\u00e9' },
    },
    { auth: [method] },
  );
}

/** Hashes what arrived on the wire. */
function verifier(bytes: Buffer = Buffer.from(key)): Handler {
  return async (request, response) => {
    const [path, query = ''] = (request.url ?? '').split('?');
    const { headers } = request;
    const body = await readRequestBody(request);
    const text = `${headers['x-timestamp']}.${request.method}${headers.host}${path}?${query}${headers['content-type'] ?? ''}${body}`;
    const isGood = headers['x-signature'] === `v1=${createHmac('sha256', bytes).update(text).digest('hex')}`;
    return json({ timestamp: headers['x-timestamp'] }, isGood ? 200 : 401)(request, response);
  };
}

test('the hash covers the request as it is sent', async () => {
  const served = await serve(verifier());
  const target = createTarget(createManifest(), served.url, { secrets: { key } });
  const result = await served.runtime.execute(target, 'call', { id: 'a/\u00fc' });
  expect(result).toMatchObject({ success: true, result: { timestamp: String(Date.UTC(2026, 0, 1) / 1000) } });
  expectNoSecret([key], served, result);
});

test('the proxy hashes the body and the headers it passes on', async () => {
  const served = await serve(verifier());
  const target = createTarget(createManifest(), served.url, { secrets: { key } });
  const { Readable } = await import('node:stream');
  const incoming = {
    ...{ method: 'POST', path: '/items/%2F', query: 'x=1+2&y' },
    headers: ['Content-Type', 'text/plain', 'X-Signature', 'forged', 'content-length', '11'],
    body: Readable.from([Buffer.from('hello '), Buffer.from('world')]),
  };
  const outcome = await served.runtime.proxy(target, incoming, async ({ body }) => void body.resume());
  expect(outcome.status).toBe(200);
});

test('a body too large to be held for signing is refused', async () => {
  const served = await serve(verifier(), { limits: { maxSignedBodyBytes: 10 } });
  const target = createTarget(createManifest(), served.url, { secrets: { key } });
  const { Readable } = await import('node:stream');
  const body = Readable.from([Buffer.alloc(6), Buffer.alloc(6)]);
  const incoming = { method: 'POST', path: '/items/1', query: '', headers: {}, body };
  await expect(served.runtime.proxy(target, incoming, async () => {})).rejects.toMatchObject({
    code: 'payload_too_large',
  });
  expect(served.server.requests).toEqual([]);
});

test.each([
  ['epoch', '1767225600'],
  ['epoch_milliseconds', '1767225600000'],
  ['iso8601', '2026-01-01T00:00:00.000Z'],
  ['http_date', 'Thu, 01 Jan 2026 00:00:00 GMT'],
] as const)('the time of signing in %s', async (timestampUnit, timestamp) => {
  const served = await serve(verifier());
  const target = createTarget(createManifest({ timestampUnit }), served.url, { secrets: { key } });
  expect(await served.runtime.execute(target, 'call', { id: '1' })).toMatchObject({
    success: true,
    result: { timestamp },
  });
});

test.each(['base64', 'hex'] as const)('a key written in %s', async (keyEncoding) => {
  const bytes = Buffer.from([0, 255, 1, 254, 7]);
  const served = await serve(verifier(bytes));
  const manifest = createManifest({ keyEncoding });
  const target = (value: string) => createTarget(manifest, served.url, { secrets: { key: value } });
  expect(await served.runtime.execute(target(bytes.toString(keyEncoding)), 'call', { id: '1' })).toMatchObject({
    success: true,
  });
  const prefixed = createTarget(createManifest({ keyEncoding, stripPrefix: 'whsec_' }), served.url, {
    secrets: { key: `whsec_${bytes.toString(keyEncoding)}` },
  });
  expect(await served.runtime.execute(prefixed, 'call', { id: '1' })).toMatchObject({ success: true });
  const { error } = await served.runtime.execute(target('not so: %'), 'call', { id: '1' });
  expect(error).toMatchObject({ class: 'auth_invalid', message: `The Signing key is not written in ${keyEncoding}.` });
});

test('a refusal because of the time tells by how much the clocks differ', async () => {
  const served = await serve((request, response) => {
    response.sendDate = false;
    const date = new Date(Date.UTC(2026, 0, 1) + 12 * 60_000).toUTCString();
    return json({ message: 'request expired' }, 401, { date })(request, response);
  });
  const target = createTarget(createManifest(), served.url, { secrets: { key } });
  const { error } = await served.runtime.execute(target, 'call', { id: '1' });
  expect(error).toMatchObject({
    message: expect.stringContaining('The clock of this server is 12 minutes behind that of Example Forge.'),
    nextStep: expect.stringContaining('NTP'),
  });
});
