import { type AuthMethod, type FixtureInput, fixtureSchema, parseManifest } from '@patchbay/schema';
import { assertNoCanary, createCanary, type Handler, type LocalServer, startServer } from '@patchbay/testing';
import { replayFixture } from '@patchbay/verify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeRecording } from './describe-recording.ts';
import { type RecordOptions, recordFixture } from './record-fixture.ts';

const parsed = parseManifest({
  schema: 1,
  id: 'acme',
  version: '1.0.0',
  name: 'Acme',
  description: 'Things of an Acme server.',
  category: 'Development',
  owners: ['@patchbay/maintainers'],
  links: { homepage: 'https://acme.example.com', apiReference: 'https://acme.example.com/api' },
  capabilities: ['health', 'write'],
  settings: { baseUrl: { type: 'url', label: 'Server URL', required: true } },
  hosts: ['{settings.baseUrl}'],
  auth: [
    { id: 'token', type: 'bearer', setup: ['Make a token.'] },
    { id: 'basic', type: 'basic', config: {}, setup: ['Take your password.'] },
    {
      id: 'session',
      type: 'session',
      fields: {
        user: { type: 'text', label: 'User', required: true },
        password: { type: 'secret', label: 'Password', required: true },
      },
      config: {
        login: {
          request: 'POST /login',
          body: { user: '{credentials.user}', password: '{credentials.password}' },
          extract: { token: { body: 'access_token' } },
        },
        token: 'token',
      },
      setup: ['Take your password.'],
    },
  ],
  http: { baseUrl: '{settings.baseUrl}/api' },
  operations: {
    getUser: { description: 'Read who is signed in.', request: 'GET /user', safety: 'read' },
    getThing: {
      description: 'Read a thing.',
      request: 'GET /things/{thing}',
      safety: 'read',
      input: { thing: { type: 'text', required: true } },
    },
    listThings: {
      description: 'List things.',
      request: 'GET /things',
      safety: 'read',
      items: '@',
      paginate: { type: 'link_header' },
    },
  },
  test: { operation: 'getUser', account: { id: 'to_string(id)', label: 'login' } },
});
if (!parsed.ok) throw new Error(JSON.stringify(parsed));
const { manifest } = parsed;

const password = createCanary();
const issued = createCanary();
let server: LocalServer;
beforeAll(async () => {
  server = await startServer(() => {});
});
afterAll(() => server.stop());

/** JSON for each path and query; a function sees the request. */
function answer(answers: Record<string, unknown | Handler>, headers: Record<string, string> = {}): void {
  server.use((request, response) => {
    const body = answers[request.url ?? ''];
    if (typeof body === 'function') return (body as Handler)(request, response);
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body ?? { message: 'not found' }));
  });
}

function record(options: Partial<RecordOptions> & { auth?: string }) {
  const method = manifest.auth.find(({ id }) => id === (options.auth ?? 'token')) as AuthMethod;
  return recordFixture({
    ...{ manifest, method, call: { test: true }, settings: { baseUrl: server.url }, credentials: { token: password } },
    ...{ replace: {}, isFailureWanted: false, allow: ['loopback'], verifyTls: true },
    ...{ source: 'Acme 1.2, run locally', today: '2026-11-28' },
    ...options,
  });
}

/** What replays, and holds nothing that was private. */
async function expectClean(fixture: FixtureInput, hidden: readonly string[]) {
  const { problems, leaks } = await replayFixture(manifest, fixtureSchema.parse(fixture));
  expect({ problems, leaks }).toEqual({ problems: [], leaks: [] });
  const written = JSON.stringify(fixture);
  for (const text of hidden) {
    expect(written).not.toContain(text);
    if (text.length >= 8) assertNoCanary(text, { fixture });
  }
}

test('a call is written as a made-up account makes it, and people, addresses and the server are others', async () => {
  answer(
    {
      '/api/user': {
        id: 7,
        login: 'ada.lovelace',
        name: 'Ada Lovelace',
        email: 'ada@corp.internal.io',
        bio: 'Write to ada@corp.internal.io, or ada.lovelace, from 10.20.30.40 or fd00::17.',
        url: `${server.url}/api/users/ada.lovelace`,
        plan: { name: 'enterprise' },
      },
    },
    { 'x-request-id': 'abc', 'set-cookie': `session=${issued}`, 'x-served-by': 'node-7.corp' },
  );
  const { fixture, standIns, droppedHeaders } = await record({});
  expect(fixture).toEqual({
    provenance: { kind: 'recorded', source: 'Acme 1.2, run locally', date: '2026-11-28' },
    call: { test: true },
    settings: { baseUrl: 'https://base-url.example.com' },
    interactions: [
      {
        request: {
          method: 'GET',
          path: '/api/user',
          headers: { accept: 'application/json', authorization: 'Bearer {credentials.token}' },
        },
        response: {
          status: 200,
          headers: { 'content-type': 'application/json' },
          body: {
            id: 7,
            login: 'example-person-1',
            name: 'Example Person 1',
            email: 'person1@example.com',
            bio: 'Write to person1@example.com, or example-person-1, from 203.0.113.1 or 2001:db8::1.',
            url: 'https://base-url.example.com/api/users/example-person-1',
            plan: { name: 'enterprise' },
          },
        },
      },
    ],
    expect: { account: { id: '7', label: 'example-person-1' } },
  });
  expect(droppedHeaders).toEqual(['set-cookie', 'x-request-id', 'x-served-by']);
  expect(standIns.find(({ original }) => original === 'ada.lovelace')?.count).toBe(3);
  await expectClean(fixture, [password, issued, 'lovelace', 'corp', '10.20.30.40']);
});

test('pages are followed by their addresses on the other server, and what looks random is another text', async () => {
  const cursor = 'aGVsbG8Xb3JsZDEyMzQ1Njc4OTA';
  server.use((request, response) => {
    const isNext = (request.url ?? '').includes('cursor');
    const link = isNext ? {} : { link: `<${server.url}/api/things?cursor=${cursor}>; rel="next"` };
    response.writeHead(200, { 'content-type': 'application/json', ...link });
    response.end(JSON.stringify(isNext ? [{ id: 3 }] : [{ id: 1 }, { id: 2 }]));
  });
  const { fixture } = await record({ call: { operation: 'listThings', input: {} } });
  expect(fixture.interactions.map(({ request }) => request.path)).toEqual([
    '/api/things',
    '/api/things?cursor=example-opaque-0001',
  ]);
  expect(fixture.expect).toEqual({ items: 3, first: { id: 1 } });
  await expectClean(fixture, [cursor, server.url]);
});

test('a token that a sign-in gave is another in the answer and in what is sent with it', async () => {
  answer({
    '/api/login': { access_token: issued, token_type: 'bearer', expires_in: 3600 },
    '/api/user': { id: 1, login: 'someone' },
  });
  const { fixture } = await record({ auth: 'session', credentials: { user: 'grace', password } });
  expect(fixture.interactions[0]?.response.body).toEqual({
    access_token: 'example-access-token-0001',
    token_type: 'bearer',
    expires_in: 3600,
  });
  expect(fixture.interactions[1]?.request.headers?.authorization).toBe('Bearer example-access-token-0001');
  await expectClean(fixture, [password, issued, 'grace']);
});

test('a password in base64 is never that of the account', async () => {
  answer({ '/api/user': { id: 1, login: 'grace' } });
  const { fixture } = await record({ auth: 'basic', credentials: { username: 'grace', password } });
  const sent = fixture.interactions[0]?.request.headers?.authorization ?? '';
  expect(sent).toMatch(/^Basic /);
  expect(Buffer.from(sent.slice(6), 'base64').toString()).toBe(
    `${fixture.credentials?.username}:${fixture.credentials?.password}`,
  );
  // The user name of the account is the one the fixture signs in with, wherever it stands.
  expect(fixture.interactions[0]?.response.body).toEqual({ id: 1, login: fixture.credentials?.username });
  await expectClean(fixture, [password, 'grace']);
});

test.each([
  ['as it is', (secret: string) => `you sent ${secret}`],
  ['percent-encoded', (secret: string) => `?next=/a&t=${encodeURIComponent(secret)}`],
  ['in JSON inside text', (secret: string) => JSON.stringify({ secret })],
  ['in base64', (secret: string) => Buffer.from(secret).toString('base64')],
  ['in hexadecimal', (secret: string) => Buffer.from(secret).toString('hex')],
])('a secret that an answer gives back %s is replaced', async (_name, spell) => {
  const secret = `${password}/+"x`;
  answer({ '/api/things/a': { id: 'a', note: spell(secret) } });
  const { fixture } = await record({
    call: { operation: 'getThing', input: { thing: 'a' } },
    credentials: { token: secret },
  });
  await expectClean(fixture, [secret, spell(secret), encodeURIComponent(secret)]);
});

test('a secret in a form that cannot be replaced stops everything', async () => {
  // As a Basic header holds it: too short to look random, and not base64 of the secret alone.
  answer({ '/api/things/a': { id: 'a', note: Buffer.from('a:hunter22').toString('base64') } });
  const call = { operation: 'getThing', input: { thing: 'a' } };
  await expect(record({ call, credentials: { token: 'hunter22' } })).rejects.toThrow('could not be replaced');
});

test.each([
  ['keys of other services', { note: `token ghp_${'q7Rk2mZ0wL'.repeat(4)} works` }, `ghp_${'q7Rk2mZ0wL'.repeat(4)}`],
  ['a signed address', { href: 'https://s3.example.org/a?X-Amz-Signature=9f8e7d6c5b4a&a=1' }, '9f8e7d6c5b4a'],
  ['a member called secret', { webhook_secret: 'tiger-lily' }, 'tiger-lily'],
  ['a member called apiKey', { nested: [{ apiKey: 'hunter2000' }] }, 'hunter2000'],
  ['the name of a member', { 'eve@corp.io': { role: 'admin' } }, 'eve@corp.io'],
  ['an author in a list', [{ author: { display_name: 'Eve Adams', name: 'Eve Adams' } }], 'Eve Adams'],
])('%s: replaced', async (_name, body, hidden) => {
  answer({ '/api/things/a': body });
  const { fixture, ...rest } = await record({ call: { operation: 'getThing', input: { thing: 'a' } } });
  await expectClean(fixture, [hidden]);
  if (!/@|Eve/.test(hidden)) assertNoCanary(hidden, { report: describeRecording({ fixture, ...rest }) });
});

test('digests, identifiers and words stay, and what stays is shown', async () => {
  const body = {
    digest: `sha256:${'0a1b2c3d'.repeat(8)}`,
    commit: '3f786850e387550fdab836ed7e6dc881de23001b',
    id: '6c84fb90-12c4-11e1-840d-7b25c5ee775a',
    title: 'A pull request about internationalization-of-everything',
    version: '1.22.4',
    time: '2026-11-28T10:20:30Z',
    at: '10:20:30',
  };
  answer({ '/api/things/a': body });
  const { fixture, ...rest } = await record({ call: { operation: 'getThing', input: { thing: 'a' } } });
  expect(fixture.interactions[0]?.response.body).toEqual(body);
  expect(describeRecording({ fixture, ...rest })).toContain('A pull request about internationalization');
});

test('what somebody names is replaced everywhere, in what is asked too', async () => {
  answer({ '/api/things/moonshot': { id: 'moonshot', path: 'corp/moonshot', owner: 4711 } });
  const { fixture } = await record({
    call: { operation: 'getThing', input: { thing: 'moonshot' } },
    replace: { moonshot: 'app', corp: 'team', '4711': '1' },
  });
  expect(fixture.call).toEqual({ operation: 'getThing', input: { thing: 'app' } });
  expect(fixture.interactions[0]?.request.path).toBe('/api/things/app');
  expect(fixture.expect).toEqual({ result: { id: 'app', path: 'team/app', owner: 1 } });
  await expectClean(fixture, ['moonshot', 'corp', '4711']);
});

describe('a refusal', () => {
  const refuse: Handler = (_request, response) => {
    response.writeHead(401, { 'content-type': 'application/json', 'www-authenticate': 'Bearer' });
    response.end(JSON.stringify({ message: `no such token: ${password}` }));
  };

  test('is recorded only when that was wanted', async () => {
    answer({ '/api/user': refuse });
    await expect(record({})).rejects.toThrow('--failure');
    const { fixture } = await record({ isFailureWanted: true });
    expect(fixture.expect).toEqual({ errorClass: 'auth_invalid', says: 'Acme refused the credentials.' });
    expect(fixture.interactions[0]?.response).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': 'Bearer' },
      body: { message: 'no such token: example-token' },
    });
    await expectClean(fixture, [password]);
  });

  test('that did not come is no recording of one', async () => {
    answer({ '/api/user': { id: 1, login: 'a' } });
    await expect(record({ isFailureWanted: true })).rejects.toThrow('answered well');
  });
});

test.each([
  ['nobody answers', () => server.use((request) => void request.socket.destroy()), /Nothing was answered/],
  [
    'an answer is no text',
    () => server.use((_q, response) => void response.end(Buffer.from([0xff, 0xfe, 0x00, 0xc3]))),
    /no text|--failure/,
  ],
  [
    'an answer is too large to keep',
    () => answer({ '/api/user': { id: 1, login: 'a', blob: 'word '.repeat(60_000) } }),
    /too much for a fixture/,
  ],
])('%s: nothing is recorded, and it says why', async (_name, arrange, message) => {
  arrange();
  const error = await record({}).catch((reason: Error) => reason);
  expect(error).toBeInstanceOf(Error);
  expect((error as Error).message).toMatch(message);
  assertNoCanary(password, { error });
});

test('compressed answers are kept as what they say', async () => {
  const { gzipSync } = await import('node:zlib');
  answer({
    '/api/user': ((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      response.end(gzipSync(JSON.stringify({ id: 9, login: 'zoe' })));
    }) satisfies Handler,
  });
  const { fixture } = await record({});
  expect(fixture.interactions[0]?.response).toEqual({
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: { id: 9, login: 'example-person-1' },
  });
});
