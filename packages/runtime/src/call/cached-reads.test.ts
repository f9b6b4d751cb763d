import { expect, test } from 'vitest';
import { createServe, json } from '../testing/serve.ts';
import { withOperation } from '../testing/test-manifest.ts';
import { createTarget } from '../testing/test-runtime.ts';

const serve = createServe();
const auth = [{ id: 'token', type: 'bearer' as const }];
const read = (cache: { etag?: boolean; ttlSeconds?: number }) =>
  withOperation({ cache, input: { q: { type: 'text' } }, query: { q: '{input.q}' } }, { auth });

test('an answer with an ETag is asked for again and used on 304', async () => {
  let version = 1;
  const { runtime, url, server } = await serve((request, response) => {
    const etag = `"v${version}"`;
    if (request.headers['if-none-match'] === etag) response.writeHead(304, { etag }).end();
    else json({ version }, 200, { etag })(request, response);
  });
  const target = createTarget(read({ etag: true }), url, { secrets: { token: 't' } });
  const versions = [];
  for (const next of [1, 1, 2]) {
    version = next;
    versions.push((await runtime.execute(target, 'call')).result);
  }
  expect(versions).toEqual([{ version: 1 }, { version: 1 }, { version: 2 }]);
  expect(server.requests.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, '"v1"', '"v1"']);
});

test('an answer is kept as long as declared, for this input, connection and these credentials', async () => {
  let count = 0;
  const { runtime, url, clock } = await serve((request, response) => {
    count += 1;
    json({ count })(request, response);
  });
  const target = createTarget(read({ ttlSeconds: 60 }), url, { secrets: { token: 't' } });
  const ask = async (parts = {}, input = {}) => (await runtime.execute({ ...target, ...parts }, 'call', input)).result;
  expect([await ask(), await ask()]).toEqual([{ count: 1 }, { count: 1 }]);
  expect(await ask({}, { q: 'x' })).toEqual({ count: 2 });
  expect(await ask({ connectionId: 'con_2' })).toEqual({ count: 3 });
  expect(await ask({ credentials: { get: async () => ({ token: 'other' }) } })).toEqual({ count: 4 });
  expect(await ask()).toEqual({ count: 1 });
  clock.advance(60_000);
  expect(await ask()).toEqual({ count: 5 });
});

test('failures are not kept', async () => {
  const { runtime, url, server } = await serve(json({}, 404));
  const target = createTarget(read({ ttlSeconds: 60, etag: true }), url, { secrets: { token: 't' } });
  await runtime.execute(target, 'call');
  await runtime.execute(target, 'call');
  expect(server.requests).toHaveLength(2);
});

test('"not modified" without a question is an error', async () => {
  const { runtime, url } = await serve((_request, response) => void response.writeHead(304).end());
  const target = createTarget(read({ etag: true }), url, { secrets: { token: 't' } });
  expect(await runtime.execute(target, 'call')).toMatchObject({ success: false, error: { class: 'bug' } });
});
