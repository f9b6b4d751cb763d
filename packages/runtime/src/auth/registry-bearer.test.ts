import { createCanary, type Handler, startServer } from '@patchbay/testing';
import { expect, test } from 'vitest';
import { createServe, json } from '../testing/serve.ts';
import { withOperation } from '../testing/test-manifest.ts';
import { createTarget, type TestRuntime } from '../testing/test-runtime.ts';

const serve = createServe();
const password = createCanary();
const account = { username: 'robot', password };
const basic = `Basic ${Buffer.from(`robot:${password}`).toString('base64')}`;

function createManifest(config: { anonymous?: boolean; realmHosts?: string[] } = {}) {
  return withOperation(
    { request: 'GET /v2/{+repository}/tags', input: { repository: { type: 'text', required: true } } },
    {
      settings: { baseUrl: { type: 'url' }, tokenServerUrl: { type: 'url' } },
      auth: [
        {
          id: 'registry',
          type: 'registry_bearer',
          config,
          fields: { username: { type: 'text' }, password: { type: 'secret' } },
        },
      ],
    },
  );
}

/** A registry with its token service below /token of the same server. */
function registry(options: { realm?: string; expiresIn?: number; refuse?: boolean } = {}): Handler {
  let tokens = 0;
  return (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://a');
    if (pathname === '/token') {
      if (options.refuse || (request.headers.authorization && request.headers.authorization !== basic))
        return json({ errors: [] }, 401)(request, response);
      tokens += 1;
      return json({ token: `${searchParams.get('scope')}#${tokens}`, expires_in: options.expiresIn ?? 300 })(
        request,
        response,
      );
    }
    const scope = `repository:${pathname.slice(4, -5)}:pull`;
    if (request.headers.authorization?.startsWith(`Bearer ${scope}#`)) return json({ ok: true })(request, response);
    const realm = options.realm ?? `http://${request.headers.host}/token`;
    const challenge = `Bearer realm="${realm}",service="reg",scope="${scope}"`;
    return json({}, 401, { 'www-authenticate': challenge })(request, response);
  };
}

async function read(
  served: TestRuntime & { url: string },
  repository: string,
  parts: Parameters<typeof createTarget>[2] = {},
) {
  const target = createTarget(createManifest({ realmHosts: ['{settings.tokenServerUrl}'] }), served.url, {
    secrets: account,
    ...parts,
  });
  return served.runtime.execute(target, 'call', { repository });
}

test('a challenge is answered with a token for its scope, which serves until it expires', async () => {
  const served = await serve(registry());
  expect(await read(served, 'team/app')).toMatchObject({ success: true, requests: 3 });
  expect(served.server.requests[1]?.url).toBe('/token?service=reg&scope=repository%3Ateam%2Fapp%3Apull&account=robot');
  expect(served.server.requests[1]?.headers.authorization).toBe(basic);
  expect(await read(served, 'team/app')).toMatchObject({ success: true, requests: 1 });
  served.clock.advance(400_000);
  expect(await read(served, 'team/app')).toMatchObject({ success: true, requests: 3 });
});

test('another scope needs its own token, and other credentials share none', async () => {
  const served = await serve(registry());
  await read(served, 'team/app');
  expect(await read(served, 'team/other')).toMatchObject({ success: true, requests: 3 });
  const others = await read(served, 'team/app', { secrets: {} });
  expect(others).toMatchObject({ success: true, requests: 3 });
});

test('without credentials an anonymous token is asked for, unless the manifest says no', async () => {
  const served = await serve(registry());
  expect(await read(served, 'team/app', { secrets: {} })).toMatchObject({ success: true });
  expect(served.server.requests[1]?.headers).not.toHaveProperty('authorization');
  const strict = createTarget(createManifest({ anonymous: false }), served.url);
  const { error } = await served.runtime.execute(strict, 'call', { repository: 'b' });
  expect(error).toMatchObject({ class: 'auth_invalid' });
});

test('a token service on a foreign host is not told the password', async () => {
  const foreign = await startServer(json({ token: 'x' }));
  const served = await serve(registry({ realm: `${foreign.url}/token` }));
  const { error } = await read(served, 'team/app');
  expect(error).toMatchObject({
    class: 'auth_invalid',
    message: expect.stringContaining('the credentials were not sent there'),
  });
  expect(foreign.requests).toEqual([]);
  const settings = { baseUrl: served.url, tokenServerUrl: foreign.url };
  await read(served, 'team/app', { settings });
  expect(foreign.requests[0]?.headers.authorization).toBe(basic);
  await foreign.stop();
});

test.each(['http://169.254.169.254/token', 'file:///etc/passwd', 'not a url', ''])(
  'the realm %s is refused',
  async (realm) => {
    const served = await serve(registry({ realm }));
    expect(await read(served, 'team/app')).toMatchObject({ success: false });
    expect(served.server.requests).toHaveLength(1);
  },
);

test('a wrong password is the fault of the credentials, said once', async () => {
  const served = await serve(registry({ refuse: true }));
  const { error, requests } = await read(served, 'team/app');
  expect(error).toMatchObject({
    class: 'auth_invalid',
    whoseFault: 'you',
    message: expect.stringContaining('refused the user name'),
  });
  expect(requests).toBe(2);
  expect(JSON.stringify(error)).not.toContain(password);
});

test('a token that does not help is not asked for again and again', async () => {
  const served = await serve((request, response) => {
    if (request.url?.startsWith('/token')) return json({ token: 't' })(request, response);
    const realm = `http://${request.headers.host}/token`;
    return json({}, 401, { 'www-authenticate': `Bearer realm="${realm}",error="insufficient_scope"` })(
      request,
      response,
    );
  });
  expect(await read(served, 'team/app')).toMatchObject({ success: false, requests: 3 });
});

test('a Basic challenge is answered with Basic, and the next call starts with it', async () => {
  const served = await serve((request, response) =>
    json({}, request.headers.authorization === basic ? 200 : 401, { 'www-authenticate': 'Basic realm="r"' })(
      request,
      response,
    ),
  );
  expect(await read(served, 'team/app')).toMatchObject({ success: true, requests: 2 });
  expect(await read(served, 'team/other')).toMatchObject({ success: true, requests: 1 });
  const wrong = await read(served, 'team/app', { secrets: { username: 'robot', password: 'wrong' } });
  expect(wrong).toMatchObject({ error: { class: 'auth_invalid' }, requests: 2 });
});
