import type { ManifestInput } from '@patchbay/schema';
import type { Handler } from '@patchbay/testing';
import { expect, test } from 'vitest';
import { createServe, json } from '../testing/serve.ts';
import { createTestManifest } from '../testing/test-manifest.ts';
import { createTarget } from '../testing/test-runtime.ts';
import type { ReadCheckpoint, RecordBatch, Runtime, SyncCursor, Target } from '../types.ts';

type SyncInput = NonNullable<ManifestInput['syncs']>[string];
type OperationInput = NonNullable<ManifestInput['operations']>[string];

const serve = createServe();
/** The clock of the test runtime. */
const now = Date.UTC(2026, 0, 1);
const hour = 3_600_000;

function createManifest(sync: Partial<SyncInput>, listItems: Partial<OperationInput> = {}) {
  return createTestManifest({
    operations: {
      listItems: { description: 'List.', request: 'GET /items', safety: 'read', items: 'items', ...listItems },
      listChanges: { description: 'Changes.', request: 'GET /changes', safety: 'read', items: 'changes' },
      getItem: {
        description: 'One.',
        request: 'GET /items/{id}',
        safety: 'read',
        input: { id: { type: 'text', required: true } },
      },
      listParents: { description: 'Parents.', request: 'GET /parents', safety: 'read', items: 'parents' },
    },
    test: { operation: 'listItems' },
    syncs: {
      items: {
        operation: 'listItems',
        model: 'resource',
        mode: 'delta',
        incremental: { type: 'hash' },
        record: '{id: to_string(id), name: name}',
        deletes: 'absent',
        ...sync,
      },
    },
  });
}

interface Read {
  ids: string[];
  deleted: string[];
  last: RecordBatch | undefined;
  checkpoints: (ReadCheckpoint | null)[];
  error: unknown;
}

async function read(
  runtime: Runtime,
  target: Target,
  options: { cursor?: SyncCursor | null; resumeFrom?: ReadCheckpoint | null; mode?: 'full' } = {},
): Promise<Read> {
  const { mode, ...rest } = options;
  const result: Read = { ids: [], deleted: [], last: undefined, checkpoints: [], error: null };
  const batches = mode ? runtime.fetchFull(target, 'items', rest) : runtime.fetchDelta(target, 'items', rest);
  try {
    for await (const batch of batches) {
      result.ids.push(...batch.records.map(({ id }) => id));
      result.deleted.push(...batch.deleted);
      result.checkpoints.push(batch.checkpoint());
      result.last = batch;
    }
  } catch (error) {
    result.error = error;
  }
  return result;
}

/** What a request asked for, by path and query. */
const asked = (url: string | undefined) => {
  const { pathname, searchParams } = new URL(url ?? '', 'http://a');
  return [pathname, Object.fromEntries(searchParams)] as const;
};

const field = (more: object = {}) =>
  ({ type: 'field', field: 'updated', parameter: 'since', ...more }) as SyncInput['incremental'];

test('without a cursor everything is read, and the latest change is what the next read begins with', async () => {
  const items = [
    { id: 1, updated: '2025-12-01T10:00:00Z' },
    { id: 2, updated: '2025-12-03T10:00:00Z' },
    { id: 3, updated: null },
    { id: 4, updated: 'soon' },
  ];
  const { runtime, url, server } = await serve(json({ items }));
  const { ids, last } = await read(runtime, createTarget(createManifest({ incremental: field() }), url));
  expect(ids).toEqual(['1', '2', '3', '4']);
  expect(last).toMatchObject({
    done: true,
    isWhole: true,
    cursor: { type: 'field', value: Date.UTC(2025, 11, 3, 10) },
  });
  expect(asked(server.requests[0]?.url)[1]).toEqual({});
});

const cursor = { type: 'field', value: Date.UTC(2025, 11, 3, 10, 20, 30, 456) } as const;
test.each<[string, object, Record<string, string>]>([
  ['seconds', {}, { since: '2025-12-03T10:20:30Z' }],
  ['milliseconds', { granularity: 'millisecond' }, { since: '2025-12-03T10:20:30.456Z' }],
  ['minutes', { granularity: 'minute' }, { since: '2025-12-03T10:20:00Z' }],
  ['a lookback', { lookbackSeconds: 60 }, { since: '2025-12-03T10:19:30Z' }],
  ['one second earlier where the cursor itself is left out', { inclusive: false }, { since: '2025-12-03T10:20:29Z' }],
  ['seconds since 1970', { format: 'epoch' }, { since: '1764757230' }],
  ['milliseconds since 1970', { format: 'epoch_milliseconds', granularity: 'millisecond' }, { since: '1764757230456' }],
  ['a day', { format: 'date', granularity: 'day' }, { since: '2025-12-03' }],
  [
    'a filter around it',
    { parameter: undefined, filter: { parameter: 'q', template: 'updated:>={cursor}' } },
    { q: 'updated:>=2025-12-03T10:20:30Z' },
  ],
])('a delta asks for what changed since, in %s', async (_what, more, query) => {
  const { runtime, url, server } = await serve(json({ items: [] }));
  const target = createTarget(createManifest({ incremental: field(more) }), url);
  const { last } = await read(runtime, target, { cursor });
  expect(asked(server.requests[0]?.url)[1]).toEqual(query);
  // Nothing changed: the next read begins where this one did, and nothing is said of what is gone.
  expect(last).toMatchObject({ done: true, isWhole: false, cursor });
});

test('numbers and GraphQL variables work too', async () => {
  const { runtime, url, server } = await serve(json({ items: [{ id: 1, version: 12 }] }));
  const incremental = field({
    field: 'version',
    format: 'number',
    inclusive: false,
    in: 'variables',
    parameter: 'after',
  });
  const manifest = createManifest({ incremental }, { request: 'POST /items', body: { query: '{ items }' } });
  const bodies: unknown[] = [];
  server.use(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    bodies.push(JSON.parse(Buffer.concat(chunks).toString()));
    return json({ items: [{ id: 1, version: 12 }] })(request, response);
  });
  const { last } = await read(runtime, createTarget(manifest, url), { cursor: { type: 'field', value: 7 } });
  expect(bodies).toEqual([{ query: '{ items }', variables: { after: 6 } }]);
  expect(last?.cursor).toEqual({ type: 'field', value: 12 });
});

test('a change in the future does not hide what changes until then', async () => {
  const { runtime, url, server } = await serve(json({ items: [{ id: 1, updated: '2031-01-01T00:00:00Z' }] }));
  const target = createTarget(createManifest({ incremental: field() }), url);
  const { last } = await read(runtime, target);
  expect(last?.cursor).toEqual({ type: 'field', value: now });
  // The same after this machine's clock was set back.
  await read(runtime, target, { cursor: { type: 'field', value: now + 48 * hour } });
  expect(asked(server.requests[1]?.url)[1]).toEqual({ since: '2026-01-01T00:00:00Z' });
});

test('of an object that changes while its list is read the newer state counts', async () => {
  const pages: Record<string, unknown[]> = {
    1: [
      { id: 1, name: 'old', updated: '2025-12-01T10:00:00Z' },
      { id: 2, name: 'new', updated: '2025-12-04T10:00:00Z' },
    ],
    2: [
      { id: 1, name: 'new', updated: '2025-12-05T10:00:00Z' },
      { id: 2, name: 'old', updated: '2025-12-01T10:00:00Z' },
    ],
  };
  const { runtime, url } = await serve((request, response) =>
    json({ items: pages[String(asked(request.url)[1].page)] ?? [] })(request, response),
  );
  const manifest = createManifest(
    { incremental: field() },
    { paginate: { type: 'page', param: 'page', until: 'empty_page' } },
  );
  const names = new Map<string, unknown>();
  for await (const { records } of runtime.fetchDelta(createTarget(manifest, url), 'items'))
    for (const { id, data } of records) names.set(id, data.name);
  expect(Object.fromEntries(names)).toEqual({ 1: 'new', 2: 'new' });
});

test('an opaque token goes from read to read', async () => {
  const { runtime, url, server } = await serve(json({ items: [{ id: 1 }], next: 't2' }));
  const incremental = { type: 'token', token: 'next', parameter: 'token', initial: 'start' } as const;
  const target = createTarget(createManifest({ incremental, deletes: { tombstone: 'gone' } }), url);
  const first = await read(runtime, target);
  expect(first.last).toMatchObject({ isWhole: true, cursor: { type: 'token', value: 't2' } });
  server.use(json({ items: [{ id: 2 }, { id: 1, gone: true }] }));
  const second = await read(runtime, target, { cursor: first.last?.cursor ?? null });
  expect(second).toMatchObject({ ids: ['2'], deleted: ['1'] });
  expect(second.last).toMatchObject({ isWhole: false, cursor: { type: 'token', value: 't2' } });
  expect(server.requests.map((request) => asked(request.url)[1].token)).toEqual(['start', 't2']);
});

test.each([410, 400, 404])(
  'a cursor the provider answers %i to is given up for a read of everything',
  async (status) => {
    const { runtime, url, server } = await serve((request, response) =>
      (asked(request.url)[1].token === 'old'
        ? json({ error: 'expired' }, status)
        : json({ items: [{ id: 1 }], next: 'new' }))(request, response),
    );
    const incremental = { type: 'token', token: 'next', parameter: 'token' } as const;
    const target = createTarget(createManifest({ incremental }), url);
    const { ids, last, error } = await read(runtime, target, { cursor: { type: 'token', value: 'old' } });
    expect({ ids, error }).toEqual({ ids: ['1'], error: null });
    expect(last).toMatchObject({ isWhole: true, cursor: { type: 'token', value: 'new' } });
    expect(server.requests).toHaveLength(2);
  },
);

test('a provider that is down is not asked for everything instead', async () => {
  const { runtime, url } = await serve(json({}, 503));
  const incremental = { type: 'token', token: 'next', parameter: 'token' } as const;
  const { error, ids } = await read(runtime, createTarget(createManifest({ incremental }), url), {
    cursor: { type: 'token', value: 'old' },
  });
  expect(ids).toEqual([]);
  expect(error).toMatchObject({ name: 'ProviderError', class: expect.stringMatching(/transient|provider_down/) });
});

test('an ETag: "not modified" reads nothing and says nothing of what is gone', async () => {
  const handler: Handler = (request, response) => {
    if (request.headers['if-none-match'] === '"v1"') return void response.writeHead(304).end();
    return json({ items: [{ id: 1 }] }, 200, { etag: '"v1"' })(request, response);
  };
  const { runtime, url } = await serve(handler);
  const target = createTarget(createManifest({ incremental: { type: 'etag' } }), url);
  const first = await read(runtime, target);
  expect(first).toMatchObject({ ids: ['1'], last: { isWhole: true, cursor: { type: 'etag', value: '"v1"' } } });
  const second = await read(runtime, target, { cursor: first.last?.cursor ?? null });
  expect(second).toMatchObject({ ids: [], error: null, last: { isWhole: false, cursor: { value: '"v1"' } } });
  const third = await read(runtime, target, { cursor: { type: 'etag', value: '"v0"' } });
  expect(third).toMatchObject({ ids: ['1'], last: { isWhole: true } });
});

test('"not modified" that nobody asked for is no empty list', async () => {
  const { runtime, url } = await serve((_request, response) => void response.writeHead(304).end());
  const { error, last } = await read(runtime, createTarget(createManifest({}), url));
  expect(last).toBeUndefined();
  expect(error).toMatchObject({ name: 'ProviderError', status: 304 });
});

const eventLog = {
  type: 'event_log',
  operation: 'listChanges',
  id: 'to_string(itemId)',
  change: 'kind',
  position: 'number',
  parameter: 'after',
  object: { operation: 'getItem', input: { id: 'to_string(itemId)' } },
} as const;

test('an event log names what changed: objects are read, deletions told, and each page moves the cursor', async () => {
  const changes = [
    { number: 5, itemId: 1, kind: 'added' },
    { number: 6, itemId: 2, kind: 'updated' },
    { number: 7, itemId: 1, kind: 'deleted' },
    { number: 8, itemId: 3, kind: 'updated' },
  ];
  const { runtime, url, server } = await serve((request, response) => {
    const [path] = asked(request.url);
    if (path === '/changes') return json({ changes })(request, response);
    // Gone since: the log will say so later.
    if (path === '/items/3') return json({}, 404)(request, response);
    return json({ id: 2, name: 'two' })(request, response);
  });
  const target = createTarget(createManifest({ incremental: eventLog }), url);
  const { ids, deleted, last } = await read(runtime, target, { cursor: { type: 'event_log', value: 4 } });
  expect({ ids, deleted: deleted.sort() }).toEqual({ ids: ['2'], deleted: ['1', '3'] });
  expect(last).toMatchObject({ done: true, isWhole: false, cursor: { type: 'event_log', value: 8 } });
  expect(server.requests.map((request) => asked(request.url))).toEqual([
    ['/changes', { after: '4' }],
    ['/items/2', {}],
    ['/items/3', {}],
  ]);
});

test.each([
  ['names no object', { number: 1, kind: 'added' }],
  ['has no place', { itemId: 1, kind: 'added' }],
  ['tells no change', { number: 1, itemId: 1, kind: 'moved' }],
])('an entry of a log that %s is refused', async (_what, entry) => {
  const { runtime, url } = await serve(json({ changes: [entry] }));
  const target = createTarget(createManifest({ incremental: { ...eventLog, id: 'itemId' } }), url);
  const { error } = await read(runtime, target, { cursor: { type: 'event_log', value: 0 } });
  expect(error).toMatchObject({ class: 'bug', whoseFault: 'provider' });
});

test('flags and tombstones tell what is gone, also in a full read', async () => {
  const { runtime, url } = await serve(json({ items: [{ id: 1 }, { id: 2, archived: true }] }));
  const target = createTarget(createManifest({ deletes: { flag: 'archived' } }), url);
  expect(await read(runtime, target, { mode: 'full' })).toMatchObject({ ids: ['1'], deleted: ['2'] });
});

test('only the newest are read when everything is, and of what changed nothing is left out', async () => {
  const items = [4, 3, 2, 1].map((id) => ({ id, updatedAt: `2026-06-01T12:0${id}:00Z` }));
  const { runtime, url } = await serve(json({ items }));
  const manifest = createManifest({
    newest: 2,
    incremental: { type: 'field', field: 'updatedAt', parameter: 'since' },
    deletes: { none: 'Only the newest are read.' },
  });
  const first = await read(runtime, createTarget(manifest, url));
  expect(first.ids).toEqual(['4', '3']);
  const second = await read(runtime, createTarget(manifest, url), { cursor: first.last?.cursor ?? null });
  expect(second.ids).toEqual(['4', '3', '2', '1']);
});

test('only the newest are read, of each parent', async () => {
  const { runtime, url, server } = await serve((request, response) => {
    const [path, { page }] = asked(request.url);
    if (path === '/parents') return json({ parents: [{ key: 'a' }, { key: 'b' }] })(request, response);
    const first = (Number(page) - 1) * 2;
    return json({ items: [{ id: first }, { id: first + 1 }] })(request, response);
  });
  const manifest = createManifest(
    {
      newest: 3,
      deletes: { none: 'Only the newest are read.' },
      record: "{id: join('', [parent.key, to_string(id)])}",
      forEach: { operation: 'listParents', as: { key: 'key' }, concurrency: 1 },
    },
    {
      request: 'GET /{key}/items',
      input: { key: { type: 'text', required: true } },
      paginate: { type: 'page', param: 'page', until: 'empty_page' },
    },
  );
  const { ids, last } = await read(runtime, createTarget(manifest, url));
  expect(ids).toEqual(['a0', 'a1', 'a2', 'b0', 'b1', 'b2']);
  expect(last).toMatchObject({ done: true, isWhole: false });
  expect(server.requests).toHaveLength(5);
});

test.each([
  ['a number in the body', { until: { total: 'total' } }, {}],
  ['a header', { until: { totalHeader: 'X-Total' } }, { 'x-total': '9' }],
] as const)('half a list with 200 is no whole one: %s says how many there are', async (_what, end, headers) => {
  const { runtime, url } = await serve((request, response) =>
    json(
      { items: asked(request.url)[1].page === '1' ? [{ id: 1 }, { id: 2 }] : [], total: 9 },
      200,
      headers,
    )(request, response),
  );
  const manifest = createManifest({}, { paginate: { type: 'page', param: 'page', ...end } });
  const { ids, error, last } = await read(runtime, createTarget(manifest, url));
  expect(ids).toEqual(['1', '2']);
  expect(last?.done).toBe(false);
  expect(error).toMatchObject({ message: '"listItems" gave 2 of the 9 items it says there are.' });
});

const keyset = {
  paginate: {
    type: 'keyset',
    key: 'id',
    param: 'after',
    size: { param: 'limit', value: 2 },
    until: 'empty_page',
  },
} as const;

/** Items 1 to 6 after a key; the one named fails. */
const sixItems =
  (failAt: string | null): Handler =>
  (request, response) => {
    const after = asked(request.url)[1].after ?? '0';
    if (after === failAt) return json({}, 403)(request, response);
    const ids = [1, 2, 3, 4, 5, 6].filter((id) => id > Number(after)).slice(0, 2);
    return json({ items: ids.map((id) => ({ id })) })(request, response);
  };

test('a read goes on where an earlier one stopped', async () => {
  const { runtime, url, server } = await serve(sixItems('4'));
  const target = createTarget(createManifest({}, keyset), url);
  const first = await read(runtime, target, { mode: 'full' });
  expect(first).toMatchObject({ ids: ['1', '2', '3', '4'], error: { class: 'permission' } });
  const resumeFrom = JSON.parse(JSON.stringify(first.checkpoints.at(-1))) as ReadCheckpoint;
  server.use(sixItems(null));
  const second = await read(runtime, target, { mode: 'full', resumeFrom });
  expect(second).toMatchObject({
    ids: ['5', '6'],
    last: { done: true, isResumed: true, isWhole: true, isSteady: true },
  });
  // Other settings, another list: from the beginning.
  const elsewhere = await read(
    runtime,
    { ...target, settings: { baseUrl: url, other: 1 } },
    { mode: 'full', resumeFrom },
  );
  expect(elsewhere).toMatchObject({ ids: ['1', '2', '3', '4', '5', '6'], last: { isResumed: false } });
});

test('a place in the list that is too old, or that the provider refuses, is given up', async () => {
  const { runtime, url, server, clock } = await serve(sixItems('4'));
  const target = createTarget(createManifest({}, keyset), url);
  const { checkpoints } = await read(runtime, target, { mode: 'full' });
  const resumeFrom = checkpoints.at(-1) ?? null;
  server.use((request, response) =>
    asked(request.url)[1].after === '4' && server.requests.length === 4
      ? json({}, 410)(request, response)
      : sixItems(null)(request, response),
  );
  const refused = await read(runtime, target, { mode: 'full', resumeFrom });
  expect(refused).toMatchObject({ ids: ['1', '2', '3', '4', '5', '6'], last: { isResumed: false } });
  clock.advance(7 * hour);
  const late = await read(runtime, target, { mode: 'full', resumeFrom });
  expect(late).toMatchObject({ ids: ['1', '2', '3', '4', '5', '6'], last: { isResumed: false } });
});

test('pages that shift are not gone on with, and say that something may have slipped through', async () => {
  const { runtime, url } = await serve((request, response) =>
    json({ items: asked(request.url)[1].page === '3' ? [] : [{ id: `${asked(request.url)[1].page}` }] })(
      request,
      response,
    ),
  );
  const manifest = createManifest({}, { paginate: { type: 'page', param: 'page', until: 'empty_page' } });
  const { checkpoints, last } = await read(runtime, createTarget(manifest, url));
  expect(checkpoints.every((checkpoint) => checkpoint === null)).toBe(true);
  expect(last).toMatchObject({ isWhole: true, isSteady: false });
});

test('a checkpoint never holds a secret the provider puts into the address of the next page', async () => {
  const { runtime, url } = await serve((request, response) =>
    json({
      items: [{ id: asked(request.url)[1].after ?? '1' }],
      next: asked(request.url)[1].after ? null : `/items?after=2&key=sekrit-token-value`,
    })(request, response),
  );
  const manifest = createManifest({}, { paginate: { type: 'link_body', next: 'next', stable: true } });
  const secret = { credentials: { get: async () => ({ token: 'sekrit-token-value' }) } };
  const { checkpoints, ids } = await read(runtime, { ...createTarget(manifest, url), ...secret });
  expect(ids).toEqual(['1', '2']);
  expect(checkpoints[0]).toBeNull();
});

test('parents that were read to their end are left out the next time, the others are read again', async () => {
  let isDown = true;
  const { runtime, url, server } = await serve((request, response) => {
    const [path] = asked(request.url);
    if (path === '/parents') return json({ parents: [{ key: 'a' }, { key: 'b' }, { key: 'c' }] })(request, response);
    if (path === '/b/items' && isDown) return json({}, 403)(request, response);
    return json({ items: [{ id: path }] })(request, response);
  });
  const manifest = createManifest(
    { record: '{id: id}', forEach: { operation: 'listParents', as: { key: 'key' }, concurrency: 1 } },
    { request: 'GET /{key}/items', input: { key: { type: 'text', required: true } } },
  );
  const target = createTarget(manifest, url);
  const first = await read(runtime, target, { mode: 'full' });
  expect(first).toMatchObject({ ids: ['/a/items'], error: { class: 'permission' } });
  isDown = false;
  const second = await read(runtime, target, { mode: 'full', resumeFrom: first.checkpoints.at(-1) ?? null });
  expect(second).toMatchObject({ ids: ['/b/items', '/c/items'], last: { isResumed: true, isWhole: true } });
  expect(server.requests.filter((request) => request.url === '/a/items')).toHaveLength(1);
});
