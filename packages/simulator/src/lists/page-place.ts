import type { Pagination } from '@patchbay/schema';
import type { SimulatedRequest } from '../http/simulated-request.ts';
import type { PathValues } from '../match/url-matcher.ts';
import { valueAt } from './plain-path.ts';

/** Which part of a list a request asks for. */
export interface PagePlace {
  /** Index of the first item. */
  from: number;
  size: number;
}

export interface PageQuestion {
  paginate: Pagination;
  request: Pick<SimulatedRequest, 'query' | 'headers'>;
  body: unknown;
  path: PathValues;
  /** Items in a page that nobody named the size of. */
  defaultSize: number;
  /** Query parameter by which links lead to the next page. */
  linkParameter: string;
  /** Index after the item with a key; null when there is none. */
  after(key: string): number | null;
}

/** Most items of a page where the manifest names no most: no provider gives more, and all of a page is in memory. */
export const mostInPage = 10_000;

/** Reads what page is wanted. `unknown-place` when its cursor is none of ours, `odd-size` when no page has the size asked for. */
export function readPagePlace(question: PageQuestion): PagePlace | 'unknown-place' | 'odd-size' {
  const size = readSize(question);
  if (size === null) return 'odd-size';
  const from = readFrom(question, size);
  return from === null || !(from >= 0) ? 'unknown-place' : { from, size };
}

function readSize({ paginate, request, body, defaultSize }: PageQuestion): number | null {
  const { size } = paginate;
  const path = size?.in === 'variables' ? `variables.${size.param}` : (size?.param ?? '');
  const asked =
    paginate.type === 'graphql_relay'
      ? valueAt(body, ['variables', paginate.first])
      : !size
        ? undefined
        : size.in === 'query'
          ? request.query.get(size.param)
          : valueAt(body, path.split('.'));
  const most = size?.max;
  if (isMissing(asked)) return Math.min(defaultSize, most ?? defaultSize);
  const wanted = Number(asked);
  if (!Number.isInteger(wanted) || wanted < 1) return null;
  if (most !== undefined) return Math.min(wanted, most);
  return wanted <= mostInPage ? wanted : null;
}

function readFrom(question: PageQuestion, size: number): number | null {
  const { paginate, request, body, path } = question;
  const parameter = (name: string, place: 'query' | 'body') =>
    place === 'query' ? request.query.get(name) : valueAt(body, name.split('.'));
  switch (paginate.type) {
    case 'offset':
      return counted(parameter(paginate.param, paginate.in), paginate.start) - paginate.start;
    case 'page':
      return (counted(parameter(paginate.param, paginate.in), paginate.start) - paginate.start) * size;
    case 'keyset': {
      const key = parameter(paginate.param, paginate.in);
      return isMissing(key) ? 0 : question.after(String(key));
    }
    case 'cursor': {
      const { to } = paginate;
      if ('query' in to) return readCursor(request.query.get(to.query));
      if ('body' in to) return readCursor(valueAt(body, to.body.split('.')));
      if ('path' in to) return readCursor(path[to.path]);
      return readCursor(request.headers[to.header.toLowerCase()]);
    }
    case 'graphql_relay':
      return readCursor(valueAt(body, ['variables', paginate.after]));
    case 'link_header':
    case 'link_body': {
      const value = request.query.get(question.linkParameter);
      return value !== null && /^\d+$/.test(value) ? (Number(value) - 1) * size : readCursor(value);
    }
  }
}

function counted(value: unknown, start: number): number {
  const number = isMissing(value) ? start : Number(value);
  return Number.isInteger(number) ? number : Number.NaN;
}

/** An opaque text that stands for a place in a list. */
export function writeCursor(from: number): string {
  return Buffer.from(`item:${from}`, 'utf8').toString('base64url');
}

function readCursor(value: unknown): number | null {
  if (isMissing(value)) return 0;
  const found = /^item:(\d+)$/.exec(Buffer.from(String(value), 'base64url').toString('utf8'));
  return found ? Number(found[1]) : null;
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}
