import { expect, test } from 'vitest';
import { createServe, json } from '../testing/serve.ts';
import { withOperation } from '../testing/test-manifest.ts';
import { createTarget } from '../testing/test-runtime.ts';

const serve = createServe();
const preflight = {
  request: 'GET /crumb',
  extract: { crumb: { body: 'crumb' }, session: { header: 'X-Session' } },
  headers: { 'X-Crumb': '{preflight.crumb}', 'X-Session': '{preflight.session}' },
  optionalWhen: [404],
  keepCookies: true,
};
const http = { baseUrl: '{settings.baseUrl}', preflight };
const auth = [{ id: 'token', type: 'bearer' as const }];
const write = withOperation({ request: 'POST /items', safety: 'write' }, { http, auth });

test('what the preflight earns goes with the write, its cookies too', async () => {
  const { runtime, url, server } = await serve((request, response) => {
    if (request.url !== '/crumb') return json({})(request, response);
    response.setHeader('set-cookie', ['a=1; HttpOnly', 'b=2']);
    return json({ crumb: 'c1' }, 200, { 'x-session': 's1' })(request, response);
  });
  expect(await runtime.execute(createTarget(write, url, { secrets: { token: 't' } }), 'call')).toMatchObject({
    success: true,
    requests: 2,
  });
  expect(server.requests.map((request) => request.url)).toEqual(['/crumb', '/items']);
  expect(server.requests[0]?.headers.authorization).toBe('Bearer t');
  expect(server.requests[1]?.headers).toMatchObject({ 'x-crumb': 'c1', 'x-session': 's1', cookie: 'a=1; b=2' });
});

test('a status that means "not needed here" lets the write go on without', async () => {
  const { runtime, url, server } = await serve((request, response) =>
    json({}, request.url === '/crumb' ? 404 : 200)(request, response),
  );
  expect(await runtime.execute(createTarget(write, url, { secrets: { token: 't' } }), 'call')).toMatchObject({
    success: true,
  });
  expect(server.requests[1]?.headers).not.toHaveProperty('x-crumb');
});

test('any other failure of the preflight is that of the call, and reads have none', async () => {
  const { runtime, url, server } = await serve((request, response) =>
    json({}, request.url === '/crumb' ? 403 : 200)(request, response),
  );
  const target = createTarget(write, url, { secrets: { token: 't' } });
  expect(await runtime.execute(target, 'call')).toMatchObject({ error: { class: 'permission' } });
  expect(server.requests).toHaveLength(1);
  const read = createTarget(withOperation({}, { http, auth }), url, { secrets: { token: 't' } });
  expect(await runtime.execute(read, 'call')).toMatchObject({ success: true, requests: 1 });
});
