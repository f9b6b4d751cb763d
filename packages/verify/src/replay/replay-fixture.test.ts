import { type FixtureInput, fixtureSchema, type ManifestInput, parseManifest } from '@patchbay/schema';
import { describe, expect, test } from 'vitest';
import { sampleManifest } from '../sample-manifest.ts';
import { replayFixture } from './replay-fixture.ts';

const user = {
  request: { method: 'GET', path: '/api/v1/user' },
  response: { status: 200, body: { id: 7, login: 'octo' } },
};
const comment = {
  request: { method: 'POST', path: '/api/v1/repos/a/b/issues/1/comments', body: { body: 'Hi' } },
  response: { status: 201, body: { id: 9 } },
};
const commentCall = { operation: 'createComment', input: { owner: 'a', repo: 'b', index: 1, body: 'Hi' } };

async function replay(fixture: Partial<FixtureInput>, change: Partial<ManifestInput> = {}) {
  const parsed = parseManifest({ ...sampleManifest, ...change });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const provenance = { kind: 'synthesised', source: 'this test', date: '2026-11-01' };
  return replayFixture(
    parsed.manifest,
    fixtureSchema.parse({ provenance, call: { test: true }, interactions: [user], expect: {}, ...fixture }),
  );
}

async function messagesOf(fixture: Partial<FixtureInput>, change?: Partial<ManifestInput>): Promise<string> {
  return (await replay(fixture, change)).problems.map(({ message }) => message).join('\n');
}

test('a call that goes as recorded has no problem', async () => {
  expect(await replay({ expect: { account: { id: '7', label: 'octo' } } })).toMatchObject({ problems: [], leaks: [] });
  expect(await messagesOf({ call: commentCall, interactions: [comment], expect: { result: { id: '9' } } })).toBe('');
});

describe('a call of an interface', () => {
  const serves: Partial<ManifestInput> = {
    implements: {
      'scm.comment': {
        steps: [
          { operation: 'getUser', when: 'input.updateExisting', input: '`{}`', as: 'me' },
          {
            operation: 'createComment',
            input: '{owner: input.owner, repo: input.repository, index: input.pullRequestNumber, body: input.body}',
            as: 'made',
          },
        ],
        output: '{id: steps.made.id}',
      },
    },
  };
  const input = { owner: 'a', repository: 'b', pullRequestNumber: 1, body: 'Hi' };
  const call = { interface: 'scm.comment', input };

  test('goes through all its steps, and what it gives is compared', async () => {
    const interactions = [user, comment];
    const result = { id: '9', wasUpdated: false };
    expect(await messagesOf({ call, interactions, expect: { result } }, serves)).toBe('');
    expect(await messagesOf({ call, interactions, expect: { result: { id: '8' } } }, serves)).toContain(
      'result is {"id":"9","wasUpdated":false} instead of {"id":"8"}',
    );
  });

  test('needs no interaction of a step that is left out', async () => {
    const without = { interface: 'scm.comment', input: { ...input, updateExisting: false } };
    expect(await messagesOf({ call: without, interactions: [comment] }, serves)).toBe('');
    expect(await messagesOf({ call: without, interactions: [comment, user] }, serves)).toContain(
      'nobody asked for the interaction GET /api/v1/user',
    );
  });

  test('with an input that does not fit is a bug', async () => {
    const wrong = { interface: 'scm.comment', input: { ...input, colour: 'red' } };
    expect(await messagesOf({ call: wrong, interactions: [comment] }, serves)).toContain('does not fit the interface');
  });
});

test.each<[string, Partial<FixtureInput>, string]>([
  [
    'another path',
    { interactions: [{ ...user, request: { method: 'GET', path: '/api/v1/me' } }] },
    'path "/api/v1/user" instead of "/api/v1/me"',
  ],
  [
    'another method',
    { interactions: [{ ...user, request: { method: 'HEAD', path: '/api/v1/user' } }] },
    'method "GET" instead of "HEAD"',
  ],
  [
    'another host',
    { interactions: [{ ...user, request: { ...user.request, host: 'a.example' } }] },
    'host "base-url.example.com" instead of "a.example"',
  ],
  [
    'another query',
    { interactions: [{ ...user, request: { method: 'GET', path: '/api/v1/user?full=1' } }] },
    'query "" instead of "full=1"',
  ],
  [
    'a missing header',
    { interactions: [{ ...user, request: { ...user.request, headers: { 'x-version': '2' } } }] },
    'header x-version nothing instead of "2"',
  ],
  [
    'another credential',
    {
      interactions: [
        { ...user, request: { ...user.request, headers: { authorization: 'token {credentials.token}' } } },
      ],
    },
    'header authorization does not hold token {credentials.token}',
  ],
  [
    'another body',
    { call: commentCall, interactions: [{ ...comment, request: { ...comment.request, body: { text: 'Hi' } } }] },
    'body {"body":"Hi"} instead of {"text":"Hi"}',
  ],
  [
    'a body nobody wrote down',
    { call: commentCall, interactions: [{ ...comment, request: { method: 'POST', path: comment.request.path } }] },
    'body {"body":"Hi"} instead of nothing',
  ],
  ['one request too few', { interactions: [user, user] }, 'nobody asked for the interaction GET /api/v1/user'],
  [
    'one request too many',
    { interactions: [{ ...user, response: { status: 503 } }] },
    'an unexpected request was sent after the last interaction',
  ],
  [
    'another account',
    { expect: { account: { id: '8', label: 'octo' } } },
    'account is {"id":"7","label":"octo"} instead of {"id":"8","label":"octo"}',
  ],
  [
    'another error class',
    { interactions: [{ ...user, response: { status: 403 } }], expect: { errorClass: 'auth_invalid' } },
    'the call failed as permission',
  ],
  ['a success', { expect: { errorClass: 'auth_invalid' } }, 'the call succeeded, but the fixture expects auth_invalid'],
  ['a failure', { interactions: [{ ...user, response: { status: 404 } }] }, 'the call failed as not_found'],
])('%s is noticed', async (_, fixture, message) => {
  expect(await messagesOf(fixture)).toContain(message);
});

test('a credential is never shown, even where it is wrong', async () => {
  const wrong = [{ ...user, request: { ...user.request, headers: { authorization: 'Bearer {credentials.token}' } } }];
  expect(
    await messagesOf(
      { interactions: wrong, credentials: { token: 'secret-value-1' } },
      { auth: [{ id: 'a', type: 'api_key', config: { in: 'header', name: 'Authorization', field: 'token' } }] },
    ),
  ).not.toContain('secret-value-1');
});

test('a wait the provider asks for takes no time, but is waited', async () => {
  const limited = { ...user, response: { status: 429, headers: { 'retry-after': '30' } } };
  const startedAt = performance.now();
  const { problems, sleptMs } = await replay({ interactions: [limited, user] });
  expect({ problems, waited: sleptMs >= 30_000 }).toEqual({ problems: [], waited: true });
  expect(performance.now() - startedAt).toBeLessThan(10_000);
});

test('requests to any host, by https too, stay on this machine', async () => {
  const operations = {
    ...sampleManifest.operations,
    getUser: { ...sampleManifest.operations.getUser, baseUrl: 'https://api.example.net/v2' },
  };
  const elsewhere = { ...user, request: { method: 'GET', path: '/v2/user', host: 'api.example.net' } };
  expect(
    await messagesOf({ interactions: [elsewhere] }, {
      operations,
      hosts: ['{settings.baseUrl}', 'api.example.net'],
    } as Partial<ManifestInput>),
  ).toBe('');
});

test.each<[string, Partial<ManifestInput>, string]>([
  ['a URL', { http: { baseUrl: '{settings.baseUrl}/api/v1', query: { key: '{credentials.token}' } } }, 'a URL'],
  ['a result', { test: { operation: 'getUser', account: { id: 'to_string(id)', label: 'echo' } } }, 'a result'],
])('a credential in %s is a leak', async (_, change, where) => {
  const token = 'canary-token-1';
  const path = where === 'a URL' ? `/api/v1/user?key=${token}` : '/api/v1/user';
  const interactions = [
    { request: { method: 'GET', path }, response: { status: 200, body: { id: 7, login: 'octo', echo: token } } },
  ];
  const { leaks } = await replay({ interactions, credentials: { token } }, change);
  expect(leaks).toContainEqual({ credential: 'token', where });
});
