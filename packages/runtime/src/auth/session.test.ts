import type { IncomingMessage } from 'node:http';
import type { ManifestInput } from '@patchbay/schema';
import { createCanary, type Handler } from '@patchbay/testing';
import { expect, test } from 'vitest';
import { expectNoSecret } from '../testing/expect-no-secret.ts';
import { readRequestBody } from '../testing/read-request-body.ts';
import { createServe, json, type Served } from '../testing/serve.ts';
import { withOperation } from '../testing/test-manifest.ts';
import { createTarget } from '../testing/test-runtime.ts';
import type { CallOptions, LogLine } from '../types.ts';

type SessionInput = Extract<ManifestInput['auth'][number], { type: 'session' }>;
type Config = SessionInput['config'];

const serve = createServe();
const password = createCanary();
const secrets = { username: 'ada', password };
const login: Config['login'] = {
  request: 'POST /login',
  body: { user: '{credentials.username}', password: '{credentials.password}' },
  extract: { token: { body: 'data.token' } },
};

function createManifest(config: Partial<Config> = {}, parts: Partial<ManifestInput> = {}) {
  const fields: SessionInput['fields'] = {
    username: { type: 'text', label: 'User name', required: true },
    password: { type: 'secret', label: 'Password', required: true },
  };
  const method: SessionInput = { id: 'login', type: 'session', fields, config: { login, token: 'token', ...config } };
  return withOperation({}, { auth: [method], ...parts });
}

interface Site {
  handler: Handler;
  tokens: Set<string>;
  logins: number;
}

/** A site with a sign-in that takes one password, and a page that takes the tokens it gave. */
function site(answer: (token: string) => Handler = (token) => json({ data: { token } })): Site {
  const state: Site = {
    tokens: new Set(),
    logins: 0,
    async handler(request, response) {
      if (request.url === '/login') {
        state.logins += 1;
        const body = JSON.parse((await readRequestBody(request)) || '{}') as Record<string, unknown>;
        if (body.password !== password)
          return json({ message: `wrong password ${body.password}` }, 401)(request, response);
        const token = createCanary();
        state.tokens.add(token);
        return answer(token)(request, response);
      }
      return json({ seen: sentToken(request) }, state.tokens.has(sentToken(request)) ? 200 : 401)(request, response);
    },
  };
  return state;
}

function sentToken({ headers }: IncomingMessage): string {
  return headers.authorization?.replace('Bearer ', '') ?? /SID=([^;]+)/.exec(headers.cookie ?? '')?.[1] ?? '';
}

function call(served: Served, manifest = createManifest(), parts: object = {}, options: CallOptions = {}) {
  return served.runtime.execute(createTarget(manifest, served.url, { secrets, ...parts }), 'call', {}, options);
}

test('one sign-in serves until the session ends', async () => {
  const state = site((token) => json({ data: { token, ttl: 600 } }));
  const served = await serve(state.handler);
  const manifest = createManifest({ expiresIn: 'data.ttl' });
  expect(await call(served, manifest)).toMatchObject({ success: true, requests: 2 });
  expect(await call(served, manifest)).toMatchObject({ success: true, requests: 1 });
  served.clock.advance(500_000);
  expect(await call(served, manifest)).toMatchObject({ requests: 1 });
  served.clock.advance(50_000);
  expect(await call(served, manifest)).toMatchObject({ success: true, requests: 2 });
  expect(state.tokens.size).toBe(2);
});

test('a session refused with 401 is begun anew once, and a second refusal stands', async () => {
  const state = site();
  const served = await serve(state.handler);
  await call(served);
  state.tokens.clear();
  expect(await call(served)).toMatchObject({ success: true, requests: 3 });
  const closed = await serve((request, response) =>
    request.url === '/login'
      ? json({ data: { token: 'useless' } })(request, response)
      : json({}, 401)(request, response),
  );
  expect(await call(closed)).toMatchObject({ success: false, requests: 4, error: { class: 'auth_invalid' } });
});

test('an answer the manifest calls expired is worth a new sign-in as well', async () => {
  const state = site();
  const served = await serve((request, response) => {
    if (request.url === '/login' || state.tokens.has(sentToken(request))) return state.handler(request, response);
    return json({ code: 'session_over' }, 403)(request, response);
  });
  const manifest = createManifest(
    {},
    { errors: [{ status: 403, body: "code == 'session_over'", class: 'auth_expired' }] },
  );
  await call(served, manifest);
  state.tokens.clear();
  expect(await call(served, manifest)).toMatchObject({ success: true, requests: 3 });
});

test('the token may come in a header or a cookie, and be sent as either', async () => {
  const inHeader = site((token) => json({}, 200, { 'x-token': token }));
  const served = await serve(inHeader.handler);
  const fromHeader = createManifest({ login: { ...login, extract: { token: { header: 'X-Token' } } } });
  expect(await call(served, fromHeader)).toMatchObject({ success: true });
  // A form's answer: a redirect that carries the cookie.
  const inCookie = site((token) => (_request, response) => {
    response.writeHead(302, {
      location: '/home',
      'set-cookie': [`SID=${token}; Path=/; HttpOnly; Max-Age=120`, 'old=; Max-Age=0'],
    });
    response.end();
  });
  const second = await serve(inCookie.handler);
  const fromCookie = createManifest({
    login: { ...login, extract: { token: { cookie: 'SID' } } },
    ...{ header: 'Cookie', prefix: 'SID=' },
  });
  expect(await call(second, fromCookie)).toMatchObject({ success: true, requests: 2 });
  expect(second.server.requests[1]?.headers.cookie).toMatch(/^SID=canary-/);
  // The cookie itself says how long it lives.
  second.clock.advance(110_000);
  expect(await call(second, fromCookie)).toMatchObject({ success: true, requests: 2 });
});

test('cookies of the sign-in are kept where the manifest says so', async () => {
  const state = site((token) => (_request, response) => {
    response.writeHead(200, { 'set-cookie': ['a=1; Secure', 'b=x=y', 'gone=; Max-Age=0'] });
    response.end(JSON.stringify({ data: { token } }));
  });
  const served = await serve(state.handler);
  await call(served, createManifest({ keepCookies: true }));
  expect(served.server.requests[1]?.headers.cookie).toBe('a=1; b=x=y');
});

test('the proxy signs in too, and begins anew after a 401', async () => {
  const state = site();
  const served = await serve(state.handler);
  const target = createTarget(createManifest(), served.url, { secrets });
  const incoming = { method: 'GET', path: '/items', query: '', headers: {}, body: null };
  const ask = async () => {
    const outcome = await served.runtime.proxy(target, incoming, async ({ body }) => void body.resume());
    return outcome.status;
  };
  expect(await ask()).toBe(200);
  state.tokens.clear();
  expect(await ask()).toBe(200);
  expect(state.logins).toBe(2);
});

test('many callers share one sign-in, and one who gives up does not take the others along', async () => {
  const state = site();
  let finish = () => {};
  const held = new Promise<void>((resolve) => {
    finish = resolve;
  });
  let isHeld = true;
  let begun = () => {};
  const hasBegun = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const served = await serve(async (request, response) => {
    if (request.url === '/login' && isHeld) {
      begun();
      await held;
    }
    return state.handler(request, response);
  });
  const impatient = new AbortController();
  const first = call(served, createManifest(), {}, { signal: impatient.signal });
  await hasBegun;
  const leaver = new AbortController();
  const second = call(served, createManifest(), {}, { signal: leaver.signal });
  const others = Array.from({ length: 20 }, () => call(served));
  leaver.abort(new Error('second gave up'));
  await expect(second).rejects.toThrow('second gave up');
  isHeld = false;
  impatient.abort(new Error('first gave up'));
  await expect(first).rejects.toThrow('first gave up');
  for (const result of await Promise.all(others)) expect(result).toMatchObject({ success: true });
  finish();
  expect(state.tokens.size).toBe(1);
});

test('callers who wait for a sign-in that fails all get its failure, and it is asked once', async () => {
  const state = site();
  const served = await serve(state.handler);
  const results = await Promise.all(
    Array.from({ length: 10 }, () =>
      call(served, createManifest(), { secrets: { username: 'ada', password: 'wrong-one' } }),
    ),
  );
  for (const { error } of results)
    expect(error).toMatchObject({ class: 'auth_invalid', whoseFault: 'you', status: 401 });
  expect(state.logins).toBe(1);
});

test('a deadline holds while waiting for somebody else to sign in', async () => {
  const served = await serve(() => {});
  const slow = new AbortController();
  const first = call(served, createManifest(), {}, { signal: slow.signal });
  const late = await call(served, createManifest(), {}, { deadlineMs: 60 });
  expect(late.error).toMatchObject({ code: 'timeout' });
  slow.abort();
  await expect(first).rejects.toThrow();
});

test('other credentials, connections and settings share no session', async () => {
  const state = site();
  const served = await serve(state.handler);
  const manifest = createManifest({}, { settings: { baseUrl: { type: 'url' }, team: { type: 'text' } } });
  const settings = { baseUrl: served.url };
  await call(served, manifest, { settings });
  for (const parts of [
    { settings, secrets: { ...secrets, username: 'bob' } },
    { settings, connectionId: 'con_2' },
    { settings: { ...settings, team: 'b' } },
  ])
    expect(await call(served, manifest, parts)).toMatchObject({ success: true, requests: 2 });
});

test('a sign-in on a host that is not declared is refused before the password leaves', async () => {
  const served = await serve(json({}));
  const foreign = await serve(json({ data: { token: 't' } }));
  const manifest = createManifest({ login: { ...login, baseUrl: foreign.url } });
  expect((await call(served, manifest)).error).toMatchObject({
    class: 'validation',
    message: expect.stringContaining('not one of the declared hosts'),
  });
  expect(foreign.server.requests).toEqual([]);
});

test.each([
  [
    'a refusal',
    json({ message: 'no such user' }, 401),
    { class: 'auth_invalid', message: expect.stringContaining('refused the sign-in') },
  ],
  ['a form that does not validate', json({}, 422), { class: 'auth_invalid', whoseFault: 'you' }],
  [
    'a 200 without a token',
    json({ data: {} }),
    { class: 'auth_invalid', message: expect.stringContaining('without "token"') },
  ],
  [
    'a redirect without a token',
    json({}, 302, { location: '/login?failed' }),
    { class: 'auth_invalid', message: expect.stringContaining('with a redirect') },
  ],
  ['a wrong address', json({}, 404), { class: 'not_found', nextStep: expect.stringContaining('server URL') }],
  [
    'a web page',
    (_request, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>hi</html>'),
    { class: 'not_found' },
  ],
  ['a fault of the provider', json({}, 500), { class: 'transient', whoseFault: 'provider', isTransient: true }],
] satisfies [string, Handler, object][])('%s says whose fault it is', async (_name, handler, error) => {
  const served = await serve(handler);
  const result = await call(served);
  expect(result.error).toMatchObject({ ...error, nextStep: expect.stringMatching(/./) });
});

test('a missing required credential is said before anything is sent', async () => {
  const served = await serve(json({}));
  const { error } = await call(served, createManifest(), { secrets: { username: 'ada' } });
  expect(error).toMatchObject({ class: 'auth_invalid', message: 'The connection has no Password.' });
  expect(served.server.requests).toEqual([]);
});

test('a write whose sign-in fails in passing is tried again: nothing of it was sent', async () => {
  let isBusy = true;
  const state = site();
  const served = await serve((request, response) => {
    if (request.url !== '/login' || !isBusy) return state.handler(request, response);
    isBusy = false;
    return json({}, 503)(request, response);
  });
  const manifest = withOperation({ request: 'POST /items', safety: 'write' }, { auth: createManifest().auth });
  expect(await call(served, manifest)).toMatchObject({ success: true, requests: 3 });
});

test('password, token and cookies appear nowhere, whatever the provider repeats', async () => {
  const tokens: string[] = [];
  const lines: LogLine[] = [];
  const served = await serve(async (request, response) => {
    if (request.url === '/login') {
      const token = createCanary();
      const cookie = createCanary();
      tokens.push(token, cookie);
      return json({ data: { token } }, 200, { 'set-cookie': `SID=${cookie}` })(request, response);
    }
    const echo = `${request.headers.authorization} ${request.headers.cookie} ${password}`;
    return json({ message: echo }, 400, { 'x-echo': echo })(request, response);
  });
  const manifest = createManifest(
    { keepCookies: true },
    { http: { baseUrl: '{settings.baseUrl}', errorMessage: 'message' } },
  );
  const onLog = (line: LogLine) => void lines.push(line);
  const results = [await call(served, manifest, {}, { onLog }), await call(served, manifest, {}, { onLog })];
  expect(results[0]?.error?.message).toContain('[redacted]');
  expect(tokens).toHaveLength(2);
  expectNoSecret([password, ...tokens], served, results, lines);
});
