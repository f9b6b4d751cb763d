import type { ManifestInput } from '@patchbay/schema';
import { expect, test } from 'vitest';
import { createServe, json } from '../testing/serve.ts';
import { withOperation } from '../testing/test-manifest.ts';
import { createTarget } from '../testing/test-runtime.ts';

type Method = ManifestInput['auth'][number];
const serve = createServe();

async function send(method: Method, secrets: Record<string, string>, query = '') {
  const { runtime, url, server } = await serve(json({}));
  const manifest = withOperation(query === '' ? {} : { query: { api_key: query, other: 'x' } }, { auth: [method] });
  const result = await runtime.execute(createTarget(manifest, url, { secrets }), 'call');
  return { result, request: server.requests[0] };
}

test('none sends no credential', async () => {
  const { request } = await send({ id: 'none', type: 'none' }, { token: 'unused' });
  expect(request?.headers).not.toHaveProperty('authorization');
});

test('a key in a header, with its prefix', async () => {
  const method: Method = {
    id: 'key',
    type: 'api_key',
    config: { in: 'header', name: 'Authorization', prefix: 'token ' },
  };
  const { request } = await send(method, { apiKey: 'k1' });
  expect(request?.headers.authorization).toBe('token k1');
});

test('a key in the query takes the place of what stands there', async () => {
  const method: Method = {
    id: 'key',
    type: 'api_key',
    config: { in: 'query', name: 'api_key', queryReason: 'the only way' },
  };
  const { request } = await send(method, { apiKey: 'k 1&' }, 'theirs');
  expect(request?.url).toBe('/items?other=x&api_key=k%201%26');
});

test('a key in a cookie', async () => {
  const { request } = await send(
    { id: 'key', type: 'api_key', config: { in: 'cookie', name: 'session' } },
    { apiKey: 'a;b' },
  );
  expect(request?.headers.cookie).toBe('session=a%3Bb');
});

test('basic, with an empty user name where the method has none', async () => {
  const { request } = await send({ id: 'basic', type: 'basic' }, { username: 'jos\u00e9', password: 'a:b' });
  expect(request?.headers.authorization).toBe(`Basic ${Buffer.from('jos\u00e9:a:b').toString('base64')}`);
  const method: Method = { id: 'pat', type: 'basic', fields: { password: { type: 'secret', required: true } } };
  const { request: second } = await send(method, { password: 'pat' });
  expect(second?.headers.authorization).toBe(`Basic ${Buffer.from(':pat').toString('base64')}`);
});

test('bearer with a scheme of its own, and further headers of the method', async () => {
  const method: Method = {
    id: 't',
    type: 'bearer',
    config: { scheme: 'Token' },
    headers: { 'X-Org': '{settings.baseUrl}' },
  };
  const { request } = await send(method, { token: 't1' });
  expect(request?.headers).toMatchObject({ authorization: 'Token t1', 'x-org': expect.stringContaining('http://') });
});

test('a missing required credential is said before anything is sent, an optional one is left out', async () => {
  const { result, request } = await send({ id: 't', type: 'bearer' }, {});
  expect(result.error).toMatchObject({ class: 'auth_invalid', message: 'The connection has no Token.' });
  expect(request).toBeUndefined();
  const optional: Method = { id: 't', type: 'bearer', fields: { token: { type: 'secret' } } };
  expect((await send(optional, {})).request?.headers).not.toHaveProperty('authorization');
});

test('a credential with a line break is refused without being repeated', async () => {
  const sending = send({ id: 't', type: 'bearer' }, { token: 'top-secret\r\nX: 1' });
  await expect(sending).rejects.toMatchObject({ code: 'invalid_input' });
  await expect(sending).rejects.not.toThrow('top-secret');
});

test('a credential source that fails is our fault, and one that asks to sign in again says so', async () => {
  const { runtime, url } = await serve(json({}));
  const target = createTarget(withOperation({}), url);
  const broken = { ...target, credentials: { get: () => Promise.reject(new Error('vault is sealed: s.1234')) } };
  await expect(runtime.execute(broken, 'call')).rejects.toMatchObject({
    code: 'internal',
    message: expect.not.stringContaining('s.1234'),
  });
});
