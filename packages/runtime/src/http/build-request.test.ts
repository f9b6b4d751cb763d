import { expect, test } from 'vitest';
import { withOperation } from '../testing/test-manifest.ts';
import { buildRequest } from './build-request.ts';
import type { PagePatch } from './page-patch.ts';

type Parts = Parameters<typeof withOperation>;

function render(operation: Parts[0], input: Record<string, unknown> = {}, parts: Parts[1] = {}, patch: PagePatch = {}) {
  const manifest = withOperation(operation, parts);
  const call = manifest.operations.call;
  if (!call?.request) throw new Error('the operation has a request');
  const [method = '', path = ''] = call.request.split(' ');
  const scope = { input, settings: { baseUrl: 'https://git.example.com/sub/' }, credentials: { key: 'k' } };
  return buildRequest({ manifest, operation: call, method, path, scope, userAgent: 'Patchbay', patch }).request;
}

test('path, query and headers are joined with those of the manifest', () => {
  const request = render(
    {
      request: 'GET /items/{id}',
      query: { status: '{input.status}', tag: '{input.tags}' },
      headers: { 'X-One': '{input.one}' },
    },
    { id: 'a/b', tags: ['x y', 'z&'] },
    {
      http: {
        baseUrl: '{settings.baseUrl}/api',
        headers: { 'X-All': 'yes' },
        query: { format: 'json' },
        apiVersion: { in: 'header', name: 'X-Version', value: '2026-01-01' },
      },
    },
  );
  expect(request).toMatchObject({
    method: 'GET',
    origin: 'https://git.example.com',
    path: '/sub/api/items/a%2Fb',
    query: 'format=json&tag=x%20y&tag=z%26',
    body: null,
  });
  expect(request.headers).toEqual({
    accept: 'application/json',
    'accept-encoding': 'gzip, deflate, br',
    'user-agent': 'Patchbay',
    'x-all': 'yes',
    'x-version': '2026-01-01',
  });
});

test('a version is pinned in the query where the manifest says so', () => {
  const http = {
    baseUrl: '{settings.baseUrl}',
    apiVersion: { in: 'query' as const, name: 'api-version', value: '7.1' },
  };
  expect(render({}, {}, { http }).query).toBe('api-version=7.1');
});

test.each(['a\r\nX-Evil: 1', 'a\nb', 'a\u0000b', 'snow\u2603'])(
  'a header value %j is refused without repeating it',
  (one) => {
    expect(() => render({ headers: { 'X-One': '{input.one}' } }, { one })).toThrow(/^The value for the header X-One/);
  },
);

test.each([
  ['json', '{"name":"a","count":2}', 'application/json'],
  ['form', 'name=a&count=2', 'application/x-www-form-urlencoded'],
] as const)('a %s body', (bodyType, body, contentType) => {
  const request = render(
    {
      request: 'POST /items',
      safety: 'write',
      bodyType,
      body: { name: '{input.name}', count: '{input.count}', no: '{input.no}' },
    },
    { name: 'a', count: 2 },
  );
  expect(request.body).toBe(body);
  expect(request.headers['content-type']).toBe(contentType);
});

test('a text body', () => {
  const request = render(
    { request: 'POST /items', safety: 'write', bodyType: 'text', body: 'Hello {input.name}' },
    { name: 'you' },
  );
  expect(request.body).toBe('Hello you');
});

test.each([
  ['AP8Q', [0x00, 0xff, 0x10]],
  ['4pyT', [0xe2, 0x9c, 0x93]],
  ['YQ==', [0x61]],
  ['YQ', [0x61]],
  ['YWJj\nZGVm', [0x61, 0x62, 0x63, 0x64, 0x65, 0x66]],
  ['', []],
])('bytes: %j is sent as what it stands for', (content, bytes) => {
  const request = render(
    { request: 'PUT /items', safety: 'write', bodyType: 'bytes', body: '{input.content}' },
    { content },
  );
  expect(request.body).toEqual(Buffer.from(bytes));
  expect(request.headers['content-type']).toBe('application/octet-stream');
});

test.each(['no base64!', 'YQ=a', 'YQ-_', 'Y', 7, { a: 1 }])(
  'bytes: %j is refused, not sent as something else',
  (content) => {
    const operation = { request: 'PUT /items', safety: 'write', bodyType: 'bytes', body: '{input.content}' } as const;
    expect(() => render(operation, { content })).toThrow('The bytes to send must be written as base64.');
  },
);

test('a header says what text and bytes are, where the input does', () => {
  for (const bodyType of ['text', 'bytes'] as const) {
    const operation: Parts[0] = {
      ...{ request: 'PUT /items', bodyType, body: 'YQ==', headers: { 'Content-Type': '{input.contentType}' } },
      safety: 'write',
    };
    expect(render(operation, { contentType: 'image/png' }).headers['content-type']).toBe('image/png');
    expect(render(operation).headers['content-type']).toBe(
      bodyType === 'text' ? 'text/plain; charset=utf-8' : 'application/octet-stream',
    );
  }
});

test('a multipart body cannot be broken out of', () => {
  const request = render(
    {
      request: 'POST /items',
      safety: 'write',
      bodyType: 'multipart',
      body: { note: '{input.note}', file: { filename: '{input.filename}', contentType: 'text/csv', content: 'a,b' } },
    },
    { note: 'n', filename: 'x"\r\nX: 1.csv' },
  );
  const text = String(request.body);
  expect(request.headers['content-type']).toMatch(/^multipart\/form-data; boundary=patchbay-[0-9a-f]{36}$/);
  expect(text).toContain('name="note"\r\n\r\nn\r\n');
  expect(text).toContain('name="file"; filename="x%22%0D%0AX: 1.csv"\r\nContent-Type: text/csv\r\n\r\na,b\r\n');
});

test('a GraphQL body keeps the types of its variables, and pages set theirs', () => {
  const request = render(
    {
      request: 'POST /graphql',
      bodyType: 'graphql',
      body: { query: '{ viewer { login } }', variables: { first: '{input.first}', after: '{input.after}' } },
    },
    { first: 5 },
    {},
    { body: { 'variables.after': 'c1' } },
  );
  expect(JSON.parse(String(request.body))).toEqual({
    query: '{ viewer { login } }',
    variables: { first: 5, after: 'c1' },
  });
});

test('a page address given by the provider replaces path and query', () => {
  const url = new URL('https://git.example.com/other?page=2&x=%20');
  expect(render({ query: { a: 1 } }, {}, {}, { url })).toMatchObject({
    origin: 'https://git.example.com',
    path: '/other',
    query: 'page=2&x=%20',
  });
});
