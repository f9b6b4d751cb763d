import { type Fixture, fixtureSchema, type Manifest, parseManifest } from '@patchbay/schema';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sampleManifest } from '../sample-manifest.ts';
import { changeOneOperation } from './change-one-operation.ts';
import { findReadable, type HostileBench, openHostileBench, pagingFaults } from './hostile-reads.ts';

let bench: HostileBench;
beforeAll(async () => {
  bench = await openHostileBench();
});
afterAll(() => bench.close());

const size = { param: 'limit', value: 50 };

function build(operation: object, body: object, headers: Record<string, string> = {}) {
  const parsed = parseManifest({
    ...sampleManifest,
    operations: { ...sampleManifest.operations, list: { description: 'L.', safety: 'read', ...operation } },
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const method = String((operation as { request: string }).request.split(' ')[0]);
  const fixture = fixtureSchema.parse({
    provenance: { kind: 'synthesised', source: 'this test', date: '2026-11-28' },
    call: { operation: 'list' },
    interactions: [{ request: { method, path: '/api/v1/things' }, response: { status: 200, headers, body } }],
    expect: { items: 2 },
  });
  return { manifest: parsed.manifest, fixture };
}

async function faultsOf({ manifest, fixture }: { manifest: Manifest; fixture: Fixture }) {
  const list = findReadable(manifest, 'list', [{ name: 'fixtures/list.json', fixture }]);
  if (!list) return null;
  return pagingFaults(bench, changeOneOperation(manifest), 'list', list);
}

const things = [
  { id: 4, name: 'a' },
  { id: 7, name: 'b' },
];
const get = { request: 'GET /things', items: 'things' };

test('lists of XML are cut into pages as those of JSON are', async () => {
  const operation = {
    ...{ request: 'GET /things', response: 'xml', items: 'to_array(List.Thing || `[]`)' },
    paginate: { type: 'cursor', from: { body: 'List.Next' }, to: { query: 'c' }, size },
  };
  const body = '<List xmlns="urn:x"><Thing><Id>4</Id></Thing><Thing><Id>7</Id></Thing></List>';
  const headers = { 'content-type': 'application/xml' };
  expect(await faultsOf(build(operation, body as never, headers))).toEqual([]);
  const single = { ...operation, items: 'List.Thing' };
  expect(await faultsOf(build(single, body as never, headers))).toEqual([
    expect.stringContaining('has no list where one is declared'),
  ]);
});

test.each<[string, object, object]>([
  ['links in a header', { ...get, paginate: { type: 'link_header' } }, { things }],
  ['links in the body', { ...get, paginate: { type: 'link_body', next: 'meta."next page"', size } }, { things }],
  [
    'a token in the body',
    { ...get, paginate: { type: 'cursor', from: { body: 'next' }, to: { query: 'c' } } },
    { things },
  ],
  [
    'a token in a header, sent in the body',
    {
      request: 'POST /things',
      items: 'things',
      body: { q: 'x' },
      paginate: {
        type: 'cursor',
        from: { header: 'x-next' },
        to: { body: 'page.token' },
        size: { ...size, in: 'body' },
      },
    },
    { things },
  ],
  [
    'a token in the path',
    {
      request: 'GET /things{/c}',
      items: 'things',
      input: { c: { type: 'text' } },
      paginate: { type: 'cursor', from: { body: 'next' }, to: { path: 'c' }, stop: { values: ['none'] } },
    },
    { things },
  ],
  [
    'the id of the last item as token',
    {
      ...get,
      paginate: {
        type: 'cursor',
        from: { body: 'things[-1].id' },
        to: { query: 'after' },
        stop: { unless: 'more' },
        size,
      },
    },
    { things, more: false },
  ],
  ['offsets', { ...get, paginate: { type: 'offset', param: 'skip', until: { total: 'total' }, size } }, { things }],
  [
    'numbered pages',
    { ...get, paginate: { type: 'page', param: 'page', until: { totalPages: 'pages' }, size } },
    { things },
  ],
  [
    'pages counted by a header',
    { ...get, paginate: { type: 'page', param: 'p', until: { totalHeader: 'x-total' } } },
    { things },
  ],
  ['the last key', { ...get, paginate: { type: 'keyset', param: 'after', key: 'id', size } }, { things }],
  [
    'connections of GraphQL',
    {
      request: 'POST /things',
      bodyType: 'graphql',
      body: { query: 'query { things }', variables: {} },
      items: 'data.things.nodes',
      paginate: {
        type: 'graphql_relay',
        connection: 'data.things',
        size: { param: 'first', value: 50, in: 'variables' },
      },
    },
    { data: { things: { nodes: things, pageInfo: { hasNextPage: false, endCursor: null } } } },
  ],
  ['items inside the elements', { ...get, items: 'things[].{id: id}', paginate: { type: 'link_header' } }, { things }],
])('lists by %s are read whole and end, whatever the provider does', async (_, operation, body) => {
  expect(await faultsOf(build(operation, body))).toEqual([]);
});

test('a token that goes nowhere is found out', async () => {
  const paginate = { type: 'cursor', from: { body: 'next' }, to: { path: 'c' } };
  expect(await faultsOf(build({ ...get, paginate }, { things }))).toEqual([
    expect.stringMatching(/^with 1 of 6 items a page it fails: .*go round in circles/),
  ]);
});

test('items that cannot be told apart are found out', async () => {
  const operation = { ...get, result: '{kind: `"thing"`}', paginate: { type: 'link_header' } };
  expect(await faultsOf(build(operation, { things }))).toEqual([
    'with 1 of 6 items a page it gives 6 items, 1 of them different',
  ]);
});

test('a page size that is not sent is no page size', async () => {
  const operation = { ...get, paginate: { type: 'page', param: 'page', size: { ...size, in: 'variables' } } };
  expect(await faultsOf(build(operation, { things }))).not.toEqual([]);
});

test('pages are made of an answer with an item only', async () => {
  expect(await faultsOf(build({ ...get, paginate: { type: 'link_header' } }, { things: [] }))).toBeNull();
});
