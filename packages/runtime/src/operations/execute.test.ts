import { createCanary, type Handler } from '@patchbay/testing';
import { expect, test } from 'vitest';
import { createServe, inTurn, json } from '../testing/serve.ts';
import { withOperation } from '../testing/test-manifest.ts';
import { createTarget } from '../testing/test-runtime.ts';

const serve = createServe();

test('a read gives its mapped result', async () => {
  const { runtime, url, server } = await serve(json({ id: 7, name: 'app', secret: 'x' }));
  const manifest = withOperation({
    request: 'GET /items/{id}',
    input: { id: { type: 'integer', required: true } },
    result: '{id: to_string(id), name: name}',
  });
  const result = await runtime.execute(createTarget(manifest, url), 'call', { id: 7 });
  expect(result).toEqual({ success: true, result: { id: '7', name: 'app' }, skippedOffline: false, requests: 1 });
  expect(server.requests[0]).toMatchObject({ method: 'GET', url: '/items/7' });
});

test('a result may read headers and status, also of an answer without body', async () => {
  const { runtime, url } = await serve(json(null, 200, { 'X-Digest': 'sha256:1' }));
  const manifest = withOperation({
    request: 'HEAD /items',
    response: 'none',
    resultFrom: 'response',
    result: '{digest: headers."x-digest", status: status}',
  });
  const { result } = await runtime.execute(createTarget(manifest, url), 'call');
  expect(result).toEqual({ digest: 'sha256:1', status: 200 });
});

test('an answer without body is null and a success', async () => {
  const { runtime, url } = await serve((_request, response) => void response.writeHead(204).end());
  const result = await runtime.execute(createTarget(withOperation({}), url), 'call');
  expect(result).toMatchObject({ success: true, result: null });
});

test('text and bytes come as declared', async () => {
  const { runtime, url } = await serve((_request, response) => void response.end(Buffer.from([0xff, 0x00, 0x41])));
  const bytes = await runtime.execute(createTarget(withOperation({ response: 'bytes' }), url), 'call');
  expect(bytes.result).toEqual({ contentType: 'application/octet-stream', size: 3, base64: '/wBB' });
  const text = await runtime.execute(createTarget(withOperation({ response: 'text' }), url), 'call');
  expect(text.result).toBe('\ufffd\u0000A');
});

const sendXml =
  (body: string, status = 200, type = 'text/xml; charset=utf-8'): Handler =>
  (_request, response) =>
    void response.writeHead(status, { 'content-type': type }).end(body);
const xmlManifest = withOperation(
  { response: 'xml', result: 'Answer.Items.member[].Name' },
  { errors: [{ body: "ErrorResponse.Error.Code == 'Throttling'", class: 'rate_limited' }] },
);

test('XML is read like JSON', async () => {
  const { runtime, url, server } = await serve(
    sendXml('<Answer><Items><member><Name>a</Name></member><member><Name>b</Name></member></Items></Answer>'),
  );
  expect(await runtime.execute(createTarget(xmlManifest, url), 'call')).toMatchObject({ result: ['a', 'b'] });
  expect(server.requests[0]?.headers.accept).toContain('application/xml');
});

test.each<[string, Handler, object]>([
  [
    'a failure the manifest knows',
    sendXml('<ErrorResponse><Error><Code>Throttling</Code></Error></ErrorResponse>', 400, 'application/xml'),
    { class: 'rate_limited' },
  ],
  ['a failure of another type', sendXml('<ErrorResponse>', 400, 'text/plain'), { class: 'validation' }],
  ['a failure that is cut off', sendXml('<ErrorResponse>', 500), { class: 'transient' }],
  ['a web page', sendXml('<!doctype html><html></html>', 200, 'text/html'), { class: 'not_found' }],
  ['an answer that is cut off', sendXml('<Answer><Items>'), { class: 'transient' }],
  [
    'a document type',
    sendXml('<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'),
    { class: 'bug', whoseFault: 'provider', message: 'Example Forge sent XML with a document type.' },
  ],
  ['JSON', sendXml('{"Answer":1}'), { class: 'bug', message: 'Example Forge sent XML that is not well-formed.' }],
])('XML: %s', async (_name, handler, error) => {
  const { runtime, url } = await serve(handler);
  expect((await runtime.execute(createTarget(xmlManifest, url), 'call')).error).toMatchObject(error);
});

test.each([
  [{}, 'input.name: name is needed'],
  [{ name: 7 }, 'input.name: must be text'],
  [{ name: 'a', other: 1 }, '"other" is not a field'],
])('the input %j is refused before anything is sent', async (input, message) => {
  const { runtime, url, server } = await serve(json({}));
  const manifest = withOperation({
    input: { name: { type: 'text', required: true } },
    query: { name: '{input.name}' },
  });
  const call = runtime.execute(createTarget(manifest, url), 'call', input);
  await expect(call).rejects.toMatchObject({ code: 'invalid_input', message: expect.stringContaining(message) });
  expect(server.requests).toEqual([]);
});

test('an unknown operation and an unknown way to sign in are thrown', async () => {
  const { runtime, url } = await serve(json({}));
  const target = createTarget(withOperation({}), url);
  await expect(runtime.execute(target, 'nope')).rejects.toMatchObject({
    code: 'not_found',
    data: { operations: ['call'] },
  });
  await expect(runtime.execute({ ...target, authMethod: 'nope' }, 'call')).rejects.toMatchObject({
    code: 'invalid_input',
  });
});

test('a method that may call only some operations is held to them', async () => {
  const { runtime, url } = await serve(json({}));
  const manifest = withOperation(
    {},
    {
      auth: [{ id: 'limited', type: 'none', operations: ['other'] }],
      operations: { other: { description: 'Other.', request: 'GET /other', safety: 'read' } },
    },
  );
  await expect(runtime.execute(createTarget(manifest, url), 'call')).rejects.toMatchObject({ code: 'unsupported' });
});

test('a list is read page by page up to the limit, and says when there is more', async () => {
  const { runtime, url, server } = await serve((request, response) => {
    const page = Number(new URL(request.url ?? '', 'http://a').searchParams.get('page'));
    json({ items: [page * 2 - 1, page * 2].map((id) => ({ id })) })(request, response);
  });
  const manifest = withOperation({
    items: 'items',
    result: 'id',
    paginate: { type: 'page', param: 'page', size: { param: 'size', value: 2 } },
  });
  const result = await runtime.execute(createTarget(manifest, url), 'call', {}, { limit: 3 });
  expect(result).toMatchObject({ success: true, items: [1, 2, 3], result: [1, 2, 3], truncated: true, requests: 2 });
  expect(server.requests.map((request) => request.url)).toEqual(['/items?size=2&page=1', '/items?size=2&page=2']);
});

test('an answer that means an empty list is one', async () => {
  const { runtime, url } = await serve(json({ error: 'no tags' }, 404));
  const manifest = withOperation({ items: '@', emptyWhen: [{ status: 404 }] });
  expect(await runtime.execute(createTarget(manifest, url), 'call')).toMatchObject({
    success: true,
    items: [],
    truncated: false,
  });
});

test('a list that is no list is an error, a list left out is empty', async () => {
  const { runtime, url } = await serve(inTurn(json({ items: { a: 1 } }), json({ other: 1 }), json('text')));
  const target = createTarget(withOperation({ items: 'items' }), url);
  expect(await runtime.execute(target, 'call')).toMatchObject({ success: false, error: { class: 'bug' } });
  expect(await runtime.execute(target, 'call')).toMatchObject({ success: true, items: [] });
  expect(await runtime.execute(target, 'call')).toMatchObject({ success: false, error: { class: 'bug' } });
});

test('a redirect that is the result is returned and not followed', async () => {
  const { runtime, url, server } = await serve((_request, response) => {
    response.writeHead(302, { location: 'https://foreign.example/signed' }).end('not json');
  });
  const manifest = withOperation({ redirects: 'return', resultFrom: 'response', result: '{url: headers.location}' });
  const { result } = await runtime.execute(createTarget(manifest, url), 'call');
  expect(result).toEqual({ url: 'https://foreign.example/signed' });
  expect(server.requests).toHaveLength(1);
});

test('compressed answers are read', async () => {
  const { gzipSync } = await import('node:zlib');
  const { runtime, url, server } = await serve((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    response.end(gzipSync('{"ok":true}'));
  });
  expect(await runtime.execute(createTarget(withOperation({}), url), 'call')).toMatchObject({ result: { ok: true } });
  expect(server.requests[0]?.headers['accept-encoding']).toContain('gzip');
});

test('the caller may stop a call', async () => {
  const { runtime, url } = await serve(() => {});
  const stop = new AbortController();
  const call = runtime.execute(createTarget(withOperation({}), url), 'call', {}, { signal: stop.signal });
  stop.abort(new Error('enough'));
  await expect(call).rejects.toThrow('enough');
});

test('secrets stand in no result, log line or log entry, even when the provider repeats them', async () => {
  const { assertNoCanary } = await import('@patchbay/testing');
  const token = createCanary();
  const { runtime, url, logged } = await serve(inTurn(json({ error: { message: `bad token ${token}` } }, 401)));
  const manifest = withOperation(
    {},
    { auth: [{ id: 'token', type: 'bearer' }], http: { baseUrl: '{settings.baseUrl}', errorMessage: 'error.message' } },
  );
  const lines: unknown[] = [];
  const target = createTarget(manifest, url, { secrets: { token } });
  const result = await runtime.execute(target, 'call', {}, { onLog: (line) => lines.push(line) });
  expect(result.error).toMatchObject({
    class: 'auth_invalid',
    code: 'reauth_required',
    whoseFault: 'you',
    status: 401,
  });
  expect(result.error?.message).toContain('bad token [redacted]');
  expect(lines.length).toBeGreaterThan(0);
  assertNoCanary(token, { result, lines, logged });
});
