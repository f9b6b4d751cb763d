import type { Pagination } from '@patchbay/schema';
import type { SimulatedRequest } from '../http/simulated-request.ts';
import { type PagePlace, writeCursor } from './page-place.ts';
import { plainPath, valueAt, withValueAt } from './plain-path.ts';

/** A page whose entries are in the body already. */
export interface PageToMark {
  paginate: Pagination;
  request: Pick<SimulatedRequest, 'base' | 'path' | 'query'>;
  body: unknown;
  headers: Record<string, string>;
  place: PagePlace;
  /** Items of the whole list. */
  total: number;
  linkParameter: string;
  /** Whether links count pages (2, 3, …) instead of naming a cursor. */
  countsPages: boolean;
}

/** Writes into an answer what leads to the next page, or says that there is none. */
export function markPage(page: PageToMark): { body: unknown; headers: Record<string, string> } {
  const { paginate, place, total } = page;
  const next = place.from + place.size;
  const hasMore = next < total;
  const counted = withTotals(page);
  switch (paginate.type) {
    case 'link_header': {
      const { link: _stale, ...headers } = counted.headers;
      return {
        ...counted,
        headers: hasMore ? { ...headers, link: `<${linkTo(page, next)}>; rel="${paginate.rel}"` } : headers,
      };
    }
    case 'link_body':
      return { ...counted, body: setAt(counted.body, paginate.next, hasMore ? linkTo(page, next) : undefined) };
    case 'cursor': {
      const { from, stop } = paginate;
      const cursor = hasMore ? writeCursor(next) : undefined;
      const lastValue = stop && 'values' in stop ? stop.values.find((value) => value !== null) : undefined;
      const value = cursor ?? lastValue;
      const flagged = stop && 'unless' in stop ? setAt(counted.body, stop.unless, hasMore) : counted.body;
      if ('body' in from) return { ...counted, body: setAt(flagged, from.body, value) };
      const { [from.header.toLowerCase()]: _stale, ...headers } = counted.headers;
      return {
        body: flagged,
        headers: value === undefined ? headers : { ...headers, [from.header.toLowerCase()]: String(value) },
      };
    }
    case 'graphql_relay':
      return {
        ...counted,
        body: setAt(counted.body, `${paginate.connection}.pageInfo`, {
          hasNextPage: hasMore,
          endCursor: hasMore ? writeCursor(next) : null,
        }),
      };
    case 'offset':
    case 'page':
    case 'keyset':
      return counted;
  }
}

/** Totals where the paginator reads them, and where recorded answers have one beside their list. */
function withTotals({ paginate, body, headers, place, total: items }: PageToMark): {
  body: unknown;
  headers: Record<string, string>;
} {
  // What an offset skips before the first page is counted by the provider too.
  const total = paginate.type === 'offset' ? items + paginate.start : items;
  let marked = body;
  for (const name of ['total_count', 'total', 'totalCount', 'totalSize'])
    if (typeof valueAt(marked, [name]) === 'number') marked = withValueAt(marked, [name], total);
  const until = 'until' in paginate ? paginate.until : undefined;
  if (typeof until !== 'object') return { body: marked, headers };
  if ('total' in until) marked = setAt(marked, until.total, total);
  if ('totalPages' in until) marked = setAt(marked, until.totalPages, Math.ceil(total / place.size));
  if ('more' in until) marked = setAt(marked, until.more, place.from + place.size < total);
  if ('totalHeader' in until)
    return { body: marked, headers: { ...headers, [until.totalHeader.toLowerCase()]: String(total) } };
  return { body: marked, headers };
}

function setAt(body: unknown, expression: string, value: unknown): unknown {
  const keys = plainPath(expression);
  if (keys === null || keys.length === 0)
    throw new Error(`The simulator cannot write where the manifest reads "${expression}": it is no plain path.`);
  return withValueAt(body, keys, value);
}

function linkTo({ request, place, linkParameter, countsPages }: PageToMark, next: number): string {
  const query = new URLSearchParams(request.query);
  query.set(linkParameter, countsPages ? String(next / place.size + 1) : writeCursor(next));
  return `${request.base}${request.path}?${query}`;
}
