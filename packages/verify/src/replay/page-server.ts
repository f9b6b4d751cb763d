import { select } from '@patchbay/runtime';
import type { Fixture, Manifest, Operation, Pagination } from '@patchbay/schema';
import { fromData } from '@patchbay/simulator';
import { isRequestOf } from '../support/requests-of.ts';
import type { LocalAnswer } from './local-server.ts';
import { makeElements, makePage, type PageTemplate } from './make-pages.ts';
import { parseBody, type SeenRequest } from './match-request.ts';

/** How the pages of a list are answered. */
export type PageManner =
  /** As a provider should. */
  | 'honest'
  /** A full page is said to be followed by another, which is empty. */
  | 'empty-end'
  /** The same page with the same mark, whatever is asked for. */
  | 'same-page'
  /** Nothing leads from the first page on. */
  | 'no-mark'
  /** There is nothing in the list. */
  | 'empty'
  /** The next page is said to be at a stranger's. */
  | 'foreign';

export const foreignHost = 'pages.foreign.example.net';

export interface PagedList {
  template: PageTemplate;
  manner: PageManner;
  /** Elements of all pages. */
  count: number;
  /** Elements of a page, where the request does not say. */
  size: number;
  /** Instead of made-up elements: those a request asks for. */
  source?: ListSource;
}

/** A list that depends on what is asked for, as one of changes does. `place` tells the lists of several parents apart. */
export interface ListSource {
  elements(request: SeenRequest, place: number): readonly unknown[];
  /** What a page says of the state of the list. */
  finish(answer: LocalAnswer, request: SeenRequest): LocalAnswer;
}

export interface PageAnswers {
  answer(request: SeenRequest): LocalAnswer | null;
  /** Requests of the lists so far. */
  requests(): number;
  /** Why a page could not be made, or what was asked that no page leads to. */
  faults: readonly string[];
}

/** How far apart the elements of two lists are. */
export const placeSize = 1_000;
const linkParameter = 'patchbay-after';

/**
 * Answers the pages of lists, and everything else, such as signing in, as a fixture has it. Lists of several parents differ from one
 * another, as those of a provider do.
 */
export function createPageAnswers(
  manifest: Manifest,
  fixture: Pick<Fixture, 'interactions'>,
  lists: readonly PagedList[],
): PageAnswers {
  const faults: string[] = [];
  const places = new Map<string, number>();
  /** Where pages are found by a key or token: how many elements stand before the page it leads to. */
  const keys = new Map<string, number>();
  let requests = 0;

  const answerList = (list: PagedList, request: SeenRequest): LocalAnswer | null => {
    requests += 1;
    const { paginate } = list.template.operation;
    const key = paginate ? listKey(paginate, request) : request.url;
    const place = places.get(key) ?? places.size;
    places.set(key, place);
    const asked = sizeOf(paginate, request);
    const isFollowed = followedTo(paginate, request) !== null;
    if (asked === null && paginate?.size && !isFollowed)
      faults.push(`the request of a page does not hold "${paginate.size.param}"`);
    const size = asked ?? list.size;
    const given = list.source?.elements(request, place);
    const count = list.manner === 'empty' ? 0 : (given?.length ?? list.count);
    const offset = list.manner === 'same-page' ? 0 : offsetOf(paginate, request, { size, keys, faults });
    const all = given ?? makeElements(list.template, count, place * placeSize);
    const elements = all.slice(offset, paginate ? offset + size : undefined);
    const page = makePage(list.template, elements, {
      size,
      next: nextOf(list, request, { offset, size, count }),
      total: list.manner === 'no-mark' ? null : list.manner === 'same-page' ? 100 * size : count,
    });
    if (!page) faults.push('the pages cannot be made: the paginator reads its mark by more than a plain path');
    const token = page && paginate ? keyOf(list.template.operation, paginate, page) : null;
    if (token !== null) keys.set(token, offset + size);
    const finished = page && list.source ? list.source.finish(page, request) : page;
    return finished && { ...finished, body: fromData(finished.body, list.template.operation) };
  };

  return {
    faults,
    requests: () => requests,
    answer(request) {
      const asked = { method: request.method, path: request.url, headers: request.headers, body: parseBody(request) };
      const recorded = fixture.interactions;
      // A server that asks for credentials goes on asking until they come.
      const challenge = recorded.find(({ response }) => response.status === 401)?.response;
      const list = lists.find(({ template }) => isRequestOf(manifest, template.operation, asked));
      if (list) return challenge && !request.headers.authorization ? challenge : answerList(list, request);
      const path = pathOf(request.url);
      const known = recorded.filter(
        (one) => one.request.method === request.method && pathOf(one.request.path) === path,
      );
      return (known.find(({ response }) => response.status < 400) ?? known[0])?.response ?? null;
    },
  };
}

interface Position {
  offset: number;
  size: number;
  count: number;
}

/** What a page says the next one is: a place in the list that comes back in the next request. */
function nextOf(
  { template, manner }: PagedList,
  request: SeenRequest,
  { offset, size, count }: Position,
): string | null {
  const { paginate } = template.operation;
  if (!paginate || manner === 'no-mark' || manner === 'empty') return null;
  const after = manner === 'same-page' ? size : offset + size;
  const isEnd = manner === 'empty-end' ? offset >= count : after >= count;
  if (isEnd && manner !== 'same-page' && manner !== 'foreign') return null;
  const isLink = paginate.type === 'link_header' || paginate.type === 'link_body';
  if (manner === 'foreign') return isLink ? `https://${foreignHost}${request.url}` : `https://${foreignHost}/${after}`;
  if (!isLink) return `after-${after}`;
  const url = new URL(request.url, `https://${request.host}`);
  url.searchParams.set(linkParameter, String(after));
  return `${url.pathname}${url.search}`;
}

function offsetOf(
  paginate: Pagination | undefined,
  request: SeenRequest,
  { size, keys, faults }: { size: number; keys: ReadonlyMap<string, number>; faults: string[] },
): number {
  if (!paginate) return 0;
  const value = positionOf(paginate, request);
  if (paginate.type === 'offset' || paginate.type === 'page') {
    const number = Number(value);
    if (value === undefined || value === null || !Number.isInteger(number)) {
      faults.push(`the request of a page does not hold "${paginate.param}"`);
      return 0;
    }
    return Math.max(0, paginate.type === 'offset' ? number - paginate.start : (number - paginate.start) * size);
  }
  if (value === undefined || value === null) return 0;
  const known = keys.get(String(value));
  if (known !== undefined) return known;
  return Number(/(\d+)$/.exec(String(value))?.[1] ?? 0);
}

/** What a client is going to send to get the page after this one, where it stands in the body; null otherwise. */
function keyOf({ items }: Operation, paginate: Pagination, { body }: LocalAnswer): string | null {
  if (paginate.type === 'cursor' && 'body' in paginate.from) return textOf(select(paginate.from.body, body));
  if (paginate.type !== 'keyset') return null;
  const found = select(items ?? '@', body);
  return Array.isArray(found) ? textOf(select(paginate.key, found.at(-1) ?? null)) : null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}

function positionOf(paginate: Pagination, request: SeenRequest): unknown {
  const { searchParams, pathname } = new URL(request.url, 'http://a');
  switch (paginate.type) {
    case 'link_header':
    case 'link_body':
      return followedTo(paginate, request);
    case 'cursor': {
      const { to } = paginate;
      if ('query' in to) return searchParams.get(to.query);
      if ('body' in to) return inBody(request, to.body);
      if ('header' in to) return request.headers[to.header.toLowerCase()];
      return /after-\d+/.exec(decodeURIComponent(pathname))?.[0];
    }
    case 'graphql_relay':
      return inBody(request, `variables.${paginate.after}`);
    default:
      return paginate.in === 'query' ? searchParams.get(paginate.param) : inBody(request, paginate.param);
  }
}

/** Where a followed link leads to; null for a request that is no such. */
function followedTo(paginate: Pagination | undefined, request: SeenRequest): string | null {
  const isLink = paginate?.type === 'link_header' || paginate?.type === 'link_body';
  return isLink ? new URL(request.url, 'http://a').searchParams.get(linkParameter) : null;
}

function sizeOf(paginate: Pagination | undefined, request: SeenRequest): number | null {
  const size = paginate?.size;
  if (!size) return null;
  const { searchParams } = new URL(request.url, 'http://a');
  const path = size.in === 'variables' ? `variables.${size.param}` : size.param;
  const given = Number((size.in === 'query' ? searchParams.get(size.param) : inBody(request, path)) ?? Number.NaN);
  return Number.isInteger(given) && given > 0 ? given : null;
}

/** A member of the body, by its dotted path. What stands in the body of a GET nobody reads. */
export function inBody(request: SeenRequest, path: string): unknown {
  if (request.method === 'GET') return undefined;
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined,
      parseBody(request),
    );
}

/** The same for all pages of one list: the request without what differs from page to page. */
function listKey(paginate: Pagination, request: SeenRequest): string {
  const url = new URL(request.url, 'http://a');
  const names = [linkParameter, paginate.size?.param, 'param' in paginate ? paginate.param : undefined];
  if (paginate.type === 'cursor') names.push(Object.values(paginate.to)[0]);
  for (const name of names) if (name !== undefined) url.searchParams.delete(name);
  const body = parseBody(request);
  const isData = typeof body === 'object' && body !== null;
  const rest = isData ? Object.entries(body).filter(([name]) => !names.includes(name) && name !== 'variables') : [];
  return JSON.stringify([url.pathname.replace(/after-\d+/, ''), url.search, rest]);
}

function pathOf(url: string): string {
  return new URL(url, 'http://a').pathname;
}

/** An operation that asks for so many items a page, where it asks at all. */
export function withPageSize(operation: Operation, size: number): Operation {
  const { paginate } = operation;
  if (!paginate?.size) return operation;
  // A list of small pages has more of them.
  const maxPages = Math.max(paginate.maxPages, 100);
  return { ...operation, paginate: { ...paginate, maxPages, size: { ...paginate.size, value: size, max: undefined } } };
}
