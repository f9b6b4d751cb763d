import { isDeepStrictEqual } from 'node:util';
import { select } from '@patchbay/runtime';
import type { Operation, PageEnd, Pagination } from '@patchbay/schema';
import { findList, plainPath, toData, withValueAt } from '@patchbay/simulator';
import type { LocalAnswer } from './local-server.ts';

/** A list of a fixture's answer, of which pages of any length are made. */
export interface PageTemplate {
  operation: Operation;
  /** Its body as data, also where it goes over the wire as XML. */
  answer: LocalAnswer;
  /** Where the list stands in the body; empty when the body is the list. */
  path: readonly string[];
  /** What the list holds, as the provider gave it. */
  elements: readonly unknown[];
}

/** What a page says about the others. */
export interface PageMarks {
  /** What leads to the next page; null after the last one. */
  next: string | null;
  /** Elements of all pages; null when the page does not tell. */
  total: number | null;
  /** Elements of a page. */
  size: number;
}

/** The list in an answer; null when there is none, or it holds nothing that could be copied. */
export function pageTemplateOf(operation: Operation, answer: LocalAnswer): PageTemplate | null {
  const { items, paginate } = operation;
  if (answer.status >= 300) return null;
  const expression = items ?? (paginate?.type === 'graphql_relay' ? `${paginate.connection}.nodes` : '@');
  const body = toData(answer.body, operation);
  const list = findList(body, [expression]);
  return list && { operation, answer: { ...answer, body }, path: list.keys, elements: list.entries };
}

/** So many elements that differ from one another wherever one provider's objects do: in texts and numbers, not in dates and flags. */
export function makeElements({ elements }: PageTemplate, count: number, from = 0): unknown[] {
  return Array.from({ length: count }, (_, index) => vary(elements[0], from + index));
}

/** A page with these elements. Null when the manifest reads its marks by an expression that cannot be turned round. */
export function makePage(template: PageTemplate, elements: readonly unknown[], marks: PageMarks): LocalAnswer | null {
  const { answer, operation, path } = template;
  const page = { body: withValueAt(answer.body, path, elements), headers: { ...answer.headers } };
  const isMarked = operation.paginate ? mark(operation.paginate, page, marks) : true;
  return isMarked ? { ...answer, ...page } : null;
}

interface Page {
  body: unknown;
  headers: Record<string, string>;
}

function mark(paginate: Pagination, page: Page, marks: PageMarks): boolean {
  switch (paginate.type) {
    case 'link_header':
      return setHeader(page, 'link', marks.next && `<${marks.next}>; rel="${paginate.rel}"`);
    case 'link_body':
      return setValue(page, paginate.next, marks.next);
    case 'cursor':
      return markCursor(paginate, page, marks);
    case 'graphql_relay': {
      const info = { hasNextPage: marks.next !== null, endCursor: marks.next };
      return setValue(page, `${paginate.connection}.pageInfo`, info);
    }
    default:
      return markEnd(paginate.until, page, marks);
  }
}

function markCursor({ from, stop }: Extract<Pagination, { type: 'cursor' }>, page: Page, { next }: PageMarks): boolean {
  const isFlagged = !(stop && 'unless' in stop) || setValue(page, stop.unless, next !== null);
  const last = stop && 'values' in stop ? (stop.values[0] ?? null) : null;
  const token = next ?? last;
  if (!('body' in from)) return isFlagged && setHeader(page, from.header, token === null ? null : String(token));
  // A token that is made of the items, such as the id of the last one, is there already.
  return isFlagged && (setValue(page, from.body, token) || isToken(select(from.body, page.body)));
}

function isToken(value: unknown): boolean {
  return value === null || typeof value === 'number' || typeof value === 'string';
}

function markEnd(until: PageEnd, page: Page, { next, total, size }: PageMarks): boolean {
  if (typeof until === 'string') return true;
  if ('total' in until) return setValue(page, until.total, total);
  if ('totalPages' in until) return setValue(page, until.totalPages, total === null ? null : Math.ceil(total / size));
  if ('more' in until) return setValue(page, until.more, total === null ? null : next !== null);
  return setHeader(page, until.totalHeader, total === null ? null : String(total));
}

function setHeader(page: Page, name: string, value: string | null): boolean {
  for (const known of Object.keys(page.headers))
    if (known.toLowerCase() === name.toLowerCase()) delete page.headers[known];
  if (value !== null) page.headers[name] = value;
  return true;
}

function setValue(page: Page, expression: string, value: unknown): boolean {
  const set = putValue(page.body, expression, value);
  if (set !== null) page.body = set.data;
  return set !== null;
}

/** Puts a value where an expression reads it: a plain path, or the first of several. Null when the expression is more than that. */
export function putValue(data: unknown, expression: string, value: unknown): { data: unknown } | null {
  const path = plainPath(expression.split('||')[0] ?? '');
  if (!path?.length) return null;
  const changed = withValueAt(data, path, value);
  return isDeepStrictEqual(select(expression, changed) ?? null, value) ? { data: changed } : null;
}

function vary(value: unknown, index: number): unknown {
  if (index === 0) return value;
  if (typeof value === 'number') return Number.isInteger(value) ? value + index : value;
  if (typeof value === 'string') return varyText(value, index);
  if (Array.isArray(value)) return value.map((item) => vary(item, index));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, vary(inner, index)]));
}

/** Dates and single words in a closed set would be no such thing with a number behind them. */
function varyText(text: string, index: number): string {
  if (text === '' || /^\d{4}-\d\d-\d\d/.test(text) || /^(true|false)$/.test(text)) return text;
  if (/^\d+$/.test(text)) return (BigInt(text) + BigInt(index)).toString();
  return `${text}-${index}`;
}
