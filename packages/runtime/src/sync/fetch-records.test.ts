import type { ManifestInput } from '@patchbay/schema';
import type { Handler } from '@patchbay/testing';
import { expect, test } from 'vitest';
import { createServe, json } from '../testing/serve.ts';
import { createTestManifest } from '../testing/test-manifest.ts';
import { createTarget } from '../testing/test-runtime.ts';
import type { FetchedRecord, Runtime, Target } from '../types.ts';

type SyncInput = NonNullable<ManifestInput['syncs']>[string];

const serve = createServe();
const paginate = { type: 'page', param: 'page', size: { param: 'size', value: 2 } } as const;

function createManifest(sync: Partial<SyncInput> = {}) {
  return createTestManifest({
    operations: {
      listItems: {
        description: 'List.',
        request: 'GET /items',
        safety: 'read',
        input: { kind: { type: 'text', default: 'all' } },
        query: { kind: '{input.kind}' },
        items: 'items',
        paginate,
        result: '{mapped: id}',
      },
      listTags: {
        description: 'Tags.',
        request: 'GET /items/{id}/tags',
        safety: 'read',
        input: { id: { type: 'text', required: true } },
        items: 'tags',
      },
    },
    test: { operation: 'listItems' },
    syncs: {
      items: {
        operation: 'listItems',
        model: 'resource',
        mode: 'full',
        record: '{id: to_string(id), name: name}',
        deletes: 'absent',
        ...sync,
      },
    },
  });
}

async function collect(runtime: Runtime, target: Target, options = {}) {
  const records: FetchedRecord[] = [];
  let error: unknown = null;
  let isDone = false;
  try {
    for await (const batch of runtime.fetchFull(target, 'items', options)) {
      records.push(...batch.records);
      isDone = batch.done;
    }
  } catch (thrown) {
    error = thrown;
  }
  return { records, error, isDone };
}

const pages =
  (...lists: unknown[][]): Handler =>
  (request, response) => {
    const page = Number(new URL(request.url ?? '', 'http://a').searchParams.get('page'));
    json({ items: lists[page - 1] ?? [] })(request, response);
  };

test('records are mapped from raw items, page by page, and the last batch says so', async () => {
  const { runtime, url, server } = await serve(
    pages(
      [
        { id: 1, name: 'a' },
        { id: 2, name: 'b' },
      ],
      [{ id: 3, name: 'c' }],
    ),
  );
  const { records, isDone, error } = await collect(runtime, createTarget(createManifest(), url));
  expect(records).toEqual([
    { id: '1', data: { id: '1', name: 'a' } },
    { id: '2', data: { id: '2', name: 'b' } },
    { id: '3', data: { id: '3', name: 'c' } },
  ]);
  expect({ isDone, error }).toEqual({ isDone: true, error: null });
  expect(server.requests[0]?.url).toBe('/items?kind=all&size=2&page=1');
});

test('variables of the sync reach its input, and a wrong one is refused', async () => {
  const { runtime, url, server } = await serve(pages([]));
  const manifest = createManifest({ variables: { kind: { type: 'text' } }, input: { kind: '{variables.kind}' } });
  const target = createTarget(manifest, url);
  await collect(runtime, target, { variables: { kind: 'open' } });
  expect(server.requests[0]?.url).toContain('kind=open');
  expect((await collect(runtime, target, { variables: { kind: 1 } })).error).toMatchObject({ code: 'invalid_input' });
});

test('a failure in the middle throws after the pages before it, and never says done', async () => {
  const { runtime, url } = await serve((request, response) =>
    request.url?.includes('page=2')
      ? json({}, 403)(request, response)
      : pages([{ id: 1 }, { id: 2 }])(request, response),
  );
  const { records, error, isDone } = await collect(runtime, createTarget(createManifest(), url));
  expect(records).toHaveLength(2);
  expect(isDone).toBe(false);
  expect(error).toMatchObject({ name: 'ProviderError', class: 'permission' });
});

test.each([
  ['missing', { name: 'a' }],
  ['empty', { id: '', name: 'a' }],
  ['null', { id: null, name: 'a' }],
  ['an object', { id: { x: 1 }, name: 'a' }],
])('a key that is %s names the operation', async (_, item) => {
  const { runtime, url } = await serve(pages([item]));
  const { error } = await collect(runtime, createTarget(createManifest({ record: '{id: id, name: name}' }), url));
  expect(error).toMatchObject({ class: 'bug', message: expect.stringContaining('"listItems" has no key (id)') });
});

test('two different items of one key are refused, the same one met again is given once', async () => {
  const shifted = await serve(
    pages(
      [
        { id: 1, name: 'a' },
        { id: 2, name: 'b' },
      ],
      [{ id: 2, name: 'b' }],
    ),
  );
  const once = await collect(shifted.runtime, createTarget(createManifest(), shifted.url));
  expect(once.records.map(({ id }) => id)).toEqual(['1', '2']);
  const clashing = await serve(
    pages([
      { id: 1, name: 'a' },
      { id: 1, name: 'b' },
    ]),
  );
  const { error } = await collect(clashing.runtime, createTarget(createManifest(), clashing.url));
  expect(error).toMatchObject({
    message: expect.stringContaining('"listItems" gave two different items with the key 1'),
  });
});

test('a record that is no object is refused', async () => {
  const { runtime, url } = await serve(pages([{ id: 1 }]));
  const { error } = await collect(runtime, createTarget(createManifest({ record: 'id' }), url));
  expect(error).toMatchObject({ message: expect.stringContaining('does not map to a record') });
});

const forEach = { operation: 'listItems', as: { id: 'to_string(id)' }, concurrency: 2 };
const tagSync: Partial<SyncInput> = {
  operation: 'listTags',
  forEach,
  record: "{id: join(':', [parent.id, name]), name: name, parent: parent.title}",
};
const tagServer: Handler = (request, response) => {
  const id = /items\/(\d+)\/tags/.exec(request.url ?? '')?.[1];
  if (id !== undefined) return json({ tags: [{ name: 'x' }, { name: 'y' }] })(request, response);
  return pages(
    [
      { id: 1, title: 'A' },
      { id: 2, title: 'B' },
    ],
    [{ id: 3, title: 'C' }],
  )(request, response);
};

test('a child collection is read once for each parent, and its records see the parent', async () => {
  const { runtime, url } = await serve(tagServer);
  const { records, error } = await collect(runtime, createTarget(createManifest(tagSync), url));
  expect(error).toBeNull();
  expect(records.map(({ id }) => id).sort()).toEqual(['1:x', '1:y', '2:x', '2:y', '3:x', '3:y']);
  expect(records.find(({ id }) => id === '3:x')?.data).toEqual({ id: '3:x', name: 'x', parent: 'C' });
});

test('no more parents are under way than declared', async () => {
  let running = 0;
  let most = 0;
  const { runtime, url } = await serve(async (request, response) => {
    const isChild = request.url?.includes('/tags') ?? false;
    if (isChild) most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (isChild) running -= 1;
    return tagServer(request, response);
  });
  await collect(runtime, createTarget(createManifest(tagSync), url));
  expect(most).toBe(2);
});

test('more parents than the cap make the read partial, after all that may be read', async () => {
  const { runtime, url } = await serve(tagServer);
  const manifest = createManifest({ ...tagSync, forEach: { ...forEach, maxParents: 2 } });
  const { records, error, isDone } = await collect(runtime, createTarget(manifest, url));
  expect(records).toHaveLength(4);
  expect(isDone).toBe(false);
  expect(error).toMatchObject({ message: expect.stringContaining('at most 2 parents') });
});

test('one failing child fails the read', async () => {
  const { runtime, url } = await serve((request, response) =>
    request.url?.includes('/2/tags') ? json({}, 403)(request, response) : tagServer(request, response),
  );
  const { error, isDone } = await collect(runtime, createTarget(createManifest(tagSync), url));
  expect(error).toMatchObject({ class: 'permission' });
  expect(isDone).toBe(false);
});

test('an unknown sync is not_found; offline nothing is asked', async () => {
  const { runtime, url } = await serve(pages([]));
  const target = createTarget(createManifest(), url);
  await expect(runtime.fetchFull(target, 'nope').next()).rejects.toMatchObject({ code: 'not_found' });
  const offline = await serve(pages([]), { offline: true });
  await expect(offline.runtime.fetchFull(target, 'items').next()).rejects.toMatchObject({
    class: 'offline',
    code: 'offline',
  });
});
