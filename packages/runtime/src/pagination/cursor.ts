import type { PagePatch } from '../http/page-patch.ts';
import { select, selectFlag } from '../select/expressions.ts';
import { mergePatches, sizePatch } from './page-size.ts';
import type { PageView, PaginationOf, PaginatorFactories } from './paginator.ts';

type CursorPagination = PaginationOf<'cursor'>;

/** An opaque token leads to the next page. */
export const cursor: PaginatorFactories['cursor'] = (pagination) => ({
  first: () => sizePatch(pagination),
  next: (page) => {
    const token = readToken(pagination, page);
    return token === null ? null : mergePatches(sizePatch(pagination), place(pagination.to, token));
  },
});

function readToken({ from, stop }: CursorPagination, page: PageView): string | number | null {
  if (stop && 'unless' in stop && !selectFlag(stop.unless, page.body)) return null;
  const token = 'body' in from ? select(from.body, page.body) : page.headers[from.header.toLowerCase()];
  if (typeof token !== 'string' && typeof token !== 'number') return null;
  if (token === '') return null;
  if (stop && 'values' in stop && stop.values.some((value) => value === token || String(value) === String(token)))
    return null;
  return token;
}

function place(to: CursorPagination['to'], token: string | number): PagePatch {
  if ('query' in to) return { query: { [to.query]: token } };
  if ('body' in to) return { body: { [to.body]: token } };
  if ('path' in to) return { path: { [to.path]: token } };
  return { headers: { [to.header]: String(token) } };
}
