import { fixtureSchema, type ManifestInput, parseManifest } from '@patchbay/schema';
import { expect, test } from 'vitest';
import { startSimulatedWorld } from '../testing/simulated-tree.ts';

type OperationInput = ManifestInput['operations'][string];
type Paginate = OperationInput['paginate'];

const size = { param: 'size', value: 4 };
const kinds: [name: string, paginate: Paginate, operation?: Partial<OperationInput>][] = [
  ['keyset', { type: 'keyset', param: 'after', key: 'id', size }],
  [
    'keyset in the body',
    { type: 'keyset', param: 'after', key: 'name', in: 'body', size },
    { request: 'POST /things', body: { kind: 'x' } },
  ],
  [
    'cursor from a header to a header',
    { type: 'cursor', from: { header: 'X-Next' }, to: { header: 'X-Cursor' }, size },
  ],
  [
    'cursor in the path',
    { type: 'cursor', from: { body: 'page.next' }, to: { path: 'cursor' }, size },
    { request: 'GET /things{/cursor}' },
  ],
  [
    'cursor that a value ends',
    {
      type: 'cursor',
      from: { body: 'next' },
      to: { body: 'page.cursor' },
      stop: { values: ['-1'] },
      size: { ...size, in: 'body' },
    },
    { request: 'POST /things', body: { kind: 'x' } },
  ],
  [
    'cursor that a flag ends',
    { type: 'cursor', from: { body: 'next' }, to: { query: 'cursor' }, stop: { unless: 'more' } },
  ],
  [
    'graphql_relay',
    { type: 'graphql_relay', connection: 'data.things', size: { ...size, in: 'variables' } },
    {
      request: 'POST /graphql',
      bodyType: 'graphql',
      body: { query: 'query things', variables: {} },
      items: 'data.things.nodes',
    },
  ],
  ['page by total pages', { type: 'page', param: 'page', start: 0, until: { totalPages: 'pages' }, size }],
  [
    'page by flag in the body',
    { type: 'page', param: 'page', in: 'body', until: { more: 'meta.more' }, size: { ...size, in: 'body' } },
    { request: 'POST /things', body: { kind: 'x' } },
  ],
  ['offset by header', { type: 'offset', param: 'skip', start: 1, until: { totalHeader: 'X-Total' }, size }],
  ['offset by empty page', { type: 'offset', param: 'skip', until: 'empty_page', size }],
  ['link_header of another relation', { type: 'link_header', rel: 'following', size }],
  ['link_body', { type: 'link_body', next: 'links.next || next' }],
];

test.each(kinds)('%s: as many items as there are, none twice', async (_, paginate, operation = {}) => {
  const items = operation.items ?? 'items';
  const parsed = parseManifest({
    ...{
      schema: 1,
      id: 'acme',
      version: '1.0.0',
      name: 'Acme',
      description: 'Things to page through.',
      category: 'Development',
    },
    ...{
      owners: ['@acme/team'],
      links: { homepage: 'https://acme.example', apiReference: 'https://acme.example/api' },
      capabilities: [],
    },
    hosts: ['api.acme.example'],
    auth: [{ id: 'none', type: 'none' }],
    http: { baseUrl: 'https://api.acme.example' },
    operations: {
      list: { description: 'List.', request: 'GET /things', safety: 'read', ...operation, items, paginate },
    },
    test: { operation: 'list' },
  } as ManifestInput);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const { manifest } = parsed;
  const things = [
    { id: 1, name: 'one', owner: { id: 9, name: 'somebody' } },
    { id: 2, name: 'two', owner: { id: 9, name: 'somebody' } },
  ];
  const [method = '', path = ''] = (operation.request ?? 'GET /things').replace('{/cursor}', '').split(' ');
  const fixture = fixtureSchema.parse({
    provenance: { kind: 'synthesised', source: 'this test', date: '2026-11-28' },
    call: { operation: 'list' },
    interactions: [
      {
        request: { method, path, ...(operation.body && { body: operation.body }) },
        response: {
          status: 200,
          body: items === 'items' ? { items: things } : { data: { things: { nodes: things } } },
        },
      },
    ],
    expect: { items: 2 },
  });
  for (const count of [0, 1, 4, 21]) {
    const world = await startSimulatedWorld({
      providers: [{ manifest, fixtures: [{ name: 'list', fixture }], vectors: [] }],
      items: count,
      pageSize: 4,
    });
    try {
      const [auth] = manifest.auth;
      if (!auth) throw new Error('there is no auth method');
      const read = await world.runtime.execute(world.target(manifest, auth), 'list', {}, { limit: 100 });
      expect(read.error ?? null).toBeNull();
      const found = read.items as typeof things;
      expect(found).toHaveLength(count);
      expect(new Set(found.map(({ id }) => id)).size).toBe(count);
      expect(new Set(found.map(({ name }) => name)).size).toBe(count);
      // What an item belongs to is not the item.
      for (const { owner } of found) expect(owner).toEqual({ id: 9, name: 'somebody' });
    } finally {
      await world.close();
    }
  }
});
