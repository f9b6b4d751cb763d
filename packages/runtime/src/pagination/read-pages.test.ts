import type { ManifestInput } from '@patchbay/schema';
import { answerEndlessPages, answerRepeatedCursor, type Handler } from '@patchbay/testing';
import { expect, test } from 'vitest';
import { createServe, json } from '../testing/serve.ts';
import { withOperation } from '../testing/test-manifest.ts';
import { createTarget } from '../testing/test-runtime.ts';

type Paginate = NonNullable<NonNullable<ManifestInput['operations']>[string]['paginate']>;
type Render = (
  query: URLSearchParams,
  body: Record<string, unknown>,
  host: string,
) => { body: unknown; headers?: Record<string, string> };

const serve = createServe();
const size = { param: 'size', value: 2 };

function serving(render: Render): Handler {
  return async (request, response) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const { searchParams, pathname } = new URL(request.url ?? '', 'http://a');
    searchParams.set('path', pathname);
    const { body, headers } = render(searchParams, text === '' ? {} : JSON.parse(text), request.headers.host ?? '');
    json(body, 200, headers)(request, response);
  };
}

async function read(paginate: Paginate, handler: Handler, operation: Parameters<typeof withOperation>[0] = {}) {
  const { runtime, url, server } = await serve(handler);
  const manifest = withOperation({ items: 'items', paginate, ...operation });
  const { items, error, requests } = await runtime.execute(
    createTarget(manifest, url),
    'call',
    {},
    { limit: 1_000_000 },
  );
  return { items, error, requests, server };
}

const all = [1, 2, 3, 4, 5];
const slice = (from: number, count = 2) => all.slice(from, from + count);

test('link_header: relative targets, in any order of parameters', async () => {
  const found = await read(
    { type: 'link_header', size },
    serving((query) => {
      const from = Number(query.get('from') ?? 0);
      const next = `</items?from=${from + 2}>; title="a, b"; rel="last next"`;
      return { body: { items: slice(from) }, headers: { link: `</x>; rel=prev, ${from < 4 ? next : ''}` } };
    }),
  );
  expect(found).toMatchObject({ items: all, requests: 3 });
  expect(found.server.requests[0]?.url).toBe('/items?size=2');
});

test('link_body: absolute targets on the same host', async () => {
  const found = await read(
    { type: 'link_body', next: 'next' },
    serving((query, _body, host) => {
      const from = Number(query.get('from') ?? 0);
      return { body: { items: slice(from), next: from < 4 ? `http://${host}/items?from=${from + 2}` : null } };
    }),
  );
  expect(found).toMatchObject({ items: all, requests: 3 });
});

test.each([
  ['query', { query: 'cursor' }, {}],
  ['body', { body: 'page.cursor' }, { request: 'POST /items', body: { page: { x: 1 } } }],
  ['path', { path: 'cursor' }, { request: 'GET /items{/cursor}', input: {} }],
] as const)('cursor in the %s', async (_, to, operation) => {
  const found = await read(
    { type: 'cursor', from: { body: 'next' }, to },
    serving((query, body) => {
      const page = body.page as { cursor?: string; x?: number } | undefined;
      const cursor = query.get('cursor') ?? page?.cursor ?? /items\/(.+)/.exec(query.get('path') ?? '')?.[1] ?? '0';
      const from = Number(cursor.replace('at', ''));
      return { body: { items: slice(from), next: from < 4 ? `at${from + 2}` : '' } };
    }),
    operation as never,
  );
  expect(found).toMatchObject({ items: all, requests: 3 });
});

test('cursor from a header, ended by a value or a flag', async () => {
  const render = (last: unknown, more: boolean) =>
    serving((query) => {
      const from = Number(query.get('cursor') ?? 0);
      const isLast = from >= 4;
      return {
        body: { items: slice(from), more: !isLast || more },
        headers: { 'x-next': String(isLast ? last : from + 2) },
      };
    });
  const to = { query: 'cursor' };
  const byValue = { type: 'cursor' as const, from: { header: 'X-Next' }, to, stop: { values: ['-1'] } };
  expect(await read(byValue, render('-1', true))).toMatchObject({ items: all, requests: 3 });
  const byFlag = { type: 'cursor' as const, from: { header: 'X-Next' }, to, stop: { unless: 'more' } };
  expect(await read(byFlag, render('99', false))).toMatchObject({ items: all, requests: 3 });
});

test.each<[string, Paginate, number]>([
  ['offset by short page', { type: 'offset', param: 'offset', size }, 3],
  ['offset by total', { type: 'offset', param: 'offset', until: { total: 'total' }, size }, 3],
  ['offset by header', { type: 'offset', param: 'offset', until: { totalHeader: 'X-Total' }, size }, 3],
  ['offset by empty page', { type: 'offset', param: 'offset', until: 'empty_page', size }, 4],
  ['page by total pages', { type: 'page', param: 'page', until: { totalPages: 'pages' }, size }, 3],
  ['page by flag', { type: 'page', param: 'page', until: { more: 'more' }, size }, 3],
  ['keyset', { type: 'keyset', param: 'after', key: '@', size }, 3],
])('%s', async (_, paginate, requests) => {
  const found = await read(
    paginate,
    serving((query) => {
      const page = query.get('page');
      const from = page ? (Number(page) - 1) * 2 : Number(query.get('offset') ?? query.get('after') ?? 0);
      return { body: { items: slice(from), total: 5, pages: 3, more: from < 4 }, headers: { 'x-total': '5' } };
    }),
  );
  expect(found).toMatchObject({ items: all, requests });
});

test('offset counts what came, not what was asked for', async () => {
  const found = await read(
    { type: 'offset', param: 'offset', until: { total: 'total' }, size: { param: 'size', value: 50 } },
    serving((query) => ({ body: { items: slice(Number(query.get('offset'))), total: 5 } })),
  );
  expect(found).toMatchObject({ items: all, requests: 3 });
});

test('graphql_relay keeps to the variables', async () => {
  const seen: unknown[] = [];
  const found = await read(
    { type: 'graphql_relay', connection: 'data.items', size: { param: 'first', value: 2, in: 'variables' } },
    serving((_query, body) => {
      const variables = body.variables as { after?: string };
      seen.push(variables);
      const from = Number(variables.after ?? 0);
      const pageInfo = { hasNextPage: from < 4, endCursor: String(from + 2) };
      return { body: { data: { items: { nodes: slice(from), pageInfo } } } };
    }),
    { request: 'POST /graphql', bodyType: 'graphql', body: { query: 'q' }, items: 'data.items.nodes' },
  );
  expect(found).toMatchObject({ items: all, requests: 3 });
  expect(seen).toEqual([{ first: 2 }, { first: 2, after: '2' }, { first: 2, after: '4' }]);
});

test('the page size never exceeds what the provider allows', async () => {
  const found = await read(
    { type: 'page', param: 'page', size: { param: 'size', value: 500, max: 100 } },
    serving(() => ({ body: { items: [] } })),
  );
  expect(found.server.requests[0]?.url).toBe('/items?size=100&page=1');
});

test('an empty page ends whatever else the answer says', async () => {
  const found = await read(
    { type: 'link_header' },
    answerEndlessPages((page) => ({ items: page < 3 ? [page] : [] })),
  );
  expect(found).toMatchObject({ items: [1, 2], requests: 3 });
});

test('an endless chain ends at the hard cap, as an error and not quietly', async () => {
  const found = await read(
    { type: 'link_header', maxPages: 20 },
    answerEndlessPages((page) => ({ items: [page] })),
  );
  expect(found.requests).toBe(20);
  expect(found.error).toMatchObject({ class: 'bug', message: expect.stringContaining('more than 20 pages') });
});

test('a repeated next address is an error', async () => {
  const found = await read(
    { type: 'link_header' },
    answerRepeatedCursor(() => ({ items: [Math.random()] })),
  );
  expect(found).toMatchObject({ requests: 2, error: { class: 'bug', whoseFault: 'provider' } });
});

test('a repeated cursor is an error', async () => {
  const handler = serving(() => ({ body: { items: [Math.random()], next: 'again' } }));
  const found = await read({ type: 'cursor', from: { body: 'next' }, to: { query: 'cursor' } }, handler);
  expect(found).toMatchObject({ requests: 2, error: { class: 'bug', message: expect.stringContaining('in circles') } });
});

test('a server that ignores the page number is found out', async () => {
  const found = await read(
    { type: 'page', param: 'page', size },
    serving(() => ({ body: { items: [{ id: 1 }, { id: 2 }], at: Math.random() } })),
  );
  expect(found).toMatchObject({ requests: 2, error: { class: 'bug' } });
});

test.each([
  'https://foreign.example/items',
  'http://169.254.169.254/',
  '//foreign.example/items',
  'file:///etc/passwd',
])('a next page at %s is not fetched', async (next) => {
  const found = await read(
    { type: 'link_body', next: 'next' },
    serving(() => ({ body: { items: [1], next } })),
  );
  expect(found).toMatchObject({
    requests: 1,
    error: { class: 'validation', message: expect.stringContaining('not one of its declared hosts') },
  });
});

test('a page that fails in the middle fails the list', async () => {
  const found = await read({ type: 'page', param: 'page', size }, (request, response) =>
    json({ items: [1, 2] }, request.url?.includes('page=2') ? 403 : 200)(request, response),
  );
  expect(found).toMatchObject({ items: undefined, error: { class: 'permission' } });
});
