import type { PageEnd } from '@patchbay/schema';
import { select, selectFlag } from '../select/expressions.ts';
import type { PageView } from './paginator.ts';

export interface PageEndContext {
  /** Items asked for in a page; null when the provider chooses. */
  size: number | null;
  /** Pages read so far. */
  pages: number;
  /** Items skipped before the first page. */
  skipped: number;
}

/** Whether this page is the last. A total that is missing or unreadable says nothing: then the empty page ends. */
export function isLastPage(until: PageEnd, page: PageView, context: PageEndContext): boolean {
  if (until === 'empty_page') return false;
  if (until === 'short_page') return context.size !== null && page.items.length < context.size;
  if ('more' in until) return !selectFlag(until.more, page.body);
  if ('totalPages' in until) return isReached(select(until.totalPages, page.body), context.pages);
  const total = 'total' in until ? select(until.total, page.body) : page.headers[until.totalHeader.toLowerCase()];
  return isReached(total, page.seen + context.skipped);
}

function isReached(total: unknown, count: number): boolean {
  const number = typeof total === 'string' && total.trim() !== '' ? Number(total) : total;
  return typeof number === 'number' && Number.isFinite(number) && count >= number;
}
