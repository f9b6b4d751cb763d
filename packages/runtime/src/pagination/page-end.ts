import type { PageEnd } from '@patchbay/schema';
import { select, selectFlag } from '../select/expressions.ts';
import type { PageView } from './paginator.ts';

export interface PageEndContext {
  /** Items asked for in a page; null when the provider chooses. */
  size: number | null;
  /** Items skipped before the first page. */
  skipped: number;
}

/** Whether this page is the last. A total that is missing or unreadable says nothing: then the empty page ends. */
export function isLastPage(until: PageEnd, page: PageView, context: PageEndContext): boolean {
  if (until === 'empty_page') return false;
  if (until === 'short_page') return context.size !== null && page.items.length < context.size;
  if ('more' in until) return !selectFlag(until.more, page.body);
  if ('totalPages' in until) return isReached(select(until.totalPages, page.body), page.pages);
  return isReached(readTotal(until, page), page.seen + context.skipped);
}

/** How many items the list has, where the provider tells; null where it does not. */
export function totalOf(until: PageEnd | undefined, page: Pick<PageView, 'body' | 'headers'>): number | null {
  if (typeof until !== 'object' || !('total' in until || 'totalHeader' in until)) return null;
  return toNumber(readTotal(until, page));
}

function readTotal(
  until: Extract<PageEnd, { total: string } | { totalHeader: string }>,
  page: Pick<PageView, 'body' | 'headers'>,
): unknown {
  return 'total' in until ? select(until.total, page.body) : page.headers[until.totalHeader.toLowerCase()];
}

function isReached(total: unknown, count: number): boolean {
  const number = toNumber(total);
  return number !== null && count >= number;
}

function toNumber(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}
