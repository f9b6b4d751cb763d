import type { PagePatch } from '../http/page-patch.ts';
import { isLastPage } from './page-end.ts';
import { mergePatches, pageSize, sizePatch } from './page-size.ts';
import type { PaginationOf, PaginatorFactories } from './paginator.ts';

type Counted = PaginationOf<'offset'> | PaginationOf<'page'>;

/** Skips as many items as were seen, however many the provider gave. */
export const offset: PaginatorFactories['offset'] = (pagination) => ({
  first: () => place(pagination, pagination.start),
  next: (page) => {
    const context = { size: pageSize(pagination), skipped: pagination.start };
    return isLastPage(pagination.until, page, context) ? null : place(pagination, pagination.start + page.seen);
  },
});

/** Numbered pages. */
export const page: PaginatorFactories['page'] = (pagination) => ({
  first: () => place(pagination, pagination.start),
  next: (view) => {
    const context = { size: pageSize(pagination), skipped: 0 };
    return isLastPage(pagination.until, view, context) ? null : place(pagination, pagination.start + view.pages);
  },
});

function place(pagination: Counted, value: number): PagePatch {
  return mergePatches(sizePatch(pagination), { [pagination.in]: { [pagination.param]: value } });
}
