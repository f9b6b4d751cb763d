import type { ManifestInput } from '@patchbay/schema';
import { expect, test } from 'vitest';
import type { ParsedAnswer } from '../http/answer.ts';
import { withOperation } from '../testing/test-manifest.ts';
import { classifyAnswer } from './classify-answer.ts';

interface Given {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
  operation?: Parameters<typeof withOperation>[0];
  manifest?: Partial<ManifestInput>;
}

function classify({ status = 200, headers = {}, body = null, operation = {}, manifest = {} }: Given) {
  const parsed = withOperation(operation, manifest);
  const declared = parsed.operations.call;
  if (!declared) throw new Error('there is an operation');
  const answer: ParsedAnswer = {
    ...{ status, headers, body },
    cookies: [],
    bytes: Buffer.from(typeof body === 'string' ? body : ''),
    url: new URL('https://example.com'),
  };
  return classifyAnswer(answer, { manifest: parsed, operation: declared, redact: (text) => text, now: 0 });
}

test.each([
  [400, 'validation'],
  [401, 'auth_invalid'],
  [402, 'plan_limit'],
  [403, 'permission'],
  [404, 'not_found'],
  [408, 'transient'],
  [409, 'conflict'],
  [410, 'gone'],
  [412, 'conflict'],
  [413, 'validation'],
  [422, 'validation'],
  [429, 'rate_limited'],
  [500, 'transient'],
  [501, 'provider_down'],
  [502, 'transient'],
  [503, 'transient'],
  [529, 'transient'],
  [302, 'bug'],
])('status %s is %s', (status, errorClass) => {
  expect(classify({ status })?.class).toBe(errorClass);
});

test('a success is no failure', () => {
  expect(classify({ body: { errors: ['not GraphQL'] } })).toBeNull();
});

test('the rules of the operation come before those of the manifest, and the first that fits wins', () => {
  const found = classify({
    status: 400,
    body: { code: 'locked' },
    operation: {
      errors: [{ status: [400, 409], body: "code == 'locked'", class: 'conflict', message: 'It is locked.' }],
    },
    manifest: { errors: [{ status: 400, class: 'bug' }] },
  });
  expect(found).toMatchObject({ class: 'conflict', message: 'It is locked.', status: 400 });
});

test('all conditions of a rule must hold', () => {
  const errors: ManifestInput['errors'] = [
    { status: 403, header: { name: 'X-Reason', contains: 'plan' }, body: 'upgrade', class: 'plan_limit' },
  ];
  const given = { status: 403, manifest: { errors } };
  expect(classify({ ...given, headers: { 'x-reason': 'plan-limit' }, body: { upgrade: true } })?.class).toBe(
    'plan_limit',
  );
  expect(classify({ ...given, headers: { 'x-reason': 'plan-limit' }, body: { upgrade: false } })?.class).toBe(
    'permission',
  );
  expect(classify({ ...given, headers: { 'x-reason': 'other' }, body: { upgrade: true } })?.class).toBe('permission');
  expect(classify({ ...given, body: 'text' })?.class).toBe('permission');
});

test('a rule about the text of an answer that is not JSON', () => {
  const errors: ManifestInput['errors'] = [
    { status: 404, text: ['no_service', 'no_team'], class: 'auth_invalid' },
    { text: 'archived', class: 'conflict' },
  ];
  const found = (status: number, body: string) => classify({ status, body, manifest: { errors } })?.class;
  expect(found(404, 'no_service')).toBe('auth_invalid');
  expect(found(404, 'no_team')).toBe('auth_invalid');
  expect(found(404, 'channel_not_found')).toBe('not_found');
  expect(found(410, 'channel_is_archived')).toBe('conflict');
  // What a success says is no failure unless its status is named.
  expect(found(200, 'archived')).toBeUndefined();
});

test('a rule about a header alone does not turn a success into a failure', () => {
  const errors: ManifestInput['errors'] = [{ header: { name: 'X-Left', equals: '0' }, class: 'rate_limited' }];
  expect(classify({ headers: { 'x-left': '0' }, manifest: { errors } })).toBeNull();
  expect(classify({ status: 403, headers: { 'x-left': '0' }, manifest: { errors } })?.class).toBe('rate_limited');
});

test('an answer of 200 that says it failed', () => {
  const operation = { success: 'body.ok', errors: [{ body: "error == 'not_authed'", class: 'auth_invalid' as const }] };
  expect(classify({ body: { ok: false, error: 'not_authed' }, operation })?.class).toBe('auth_invalid');
  expect(classify({ body: { ok: false, error: 'odd' }, operation })?.class).toBe('validation');
  expect(classify({ body: { ok: true }, operation })).toBeNull();
});

test.each([
  [{ extensions: { code: 'UNAUTHENTICATED' } }, 'auth_invalid'],
  [{ type: 'FORBIDDEN' }, 'permission'],
  [{ type: 'RATE_LIMITED' }, 'rate_limited'],
  [{ type: 'MY_CODE' }, 'gone'],
  [{ message: 'Odd.' }, 'validation'],
])('a GraphQL answer with the error %j is %s', (error, errorClass) => {
  const operation = { request: 'POST /graphql', bodyType: 'graphql' as const, body: { query: '{ a }' } };
  const manifest = { errors: [{ graphqlCode: ['MY_CODE'], class: 'gone' as const }] };
  expect(classify({ body: { data: null, errors: [error] }, operation, manifest })?.class).toBe(errorClass);
});

test('"forbidden" with an empty budget or a wait means "too often"', () => {
  const rateLimits = { headers: { remaining: 'X-Left', reset: { name: 'X-Reset', unit: 'epoch' as const } } };
  const limited = classify({ status: 403, headers: { 'x-left': '0', 'x-reset': '90' }, manifest: { rateLimits } });
  expect(limited).toMatchObject({ class: 'rate_limited', retryAfterSeconds: 90 });
  expect(classify({ status: 403, headers: { 'retry-after': '5' } })).toMatchObject({ retryAfterSeconds: 5 });
  expect(classify({ status: 403, headers: { 'x-left': '3' }, manifest: { rateLimits } })?.class).toBe('permission');
});

test("the provider's own sentence is added, cleaned and cut", () => {
  const manifest = { http: { baseUrl: '{settings.baseUrl}', errorMessage: 'error.message' } };
  const found = classify({
    status: 422,
    body: { error: { message: `name\r\n\u001b[31mis taken${'.'.repeat(400)}` } },
    manifest,
  });
  expect(found?.message).toMatch(/^Example Forge did not accept the request\. It says: name \[31mis taken\.+…$/);
  expect(found?.message.length).toBeLessThan(360);
});
