import { ProviderError } from '../errors/provider-error.ts';
import { select } from '../select/expressions.ts';
import { isLastPage } from './page-end.ts';
import { mergePatches, pageSize, sizePatch } from './page-size.ts';
import type { PaginatorFactories } from './paginator.ts';

/** Items after the last key seen. */
export const keyset: PaginatorFactories['keyset'] = (pagination) => ({
  first: () => sizePatch(pagination),
  next: (page) => {
    if (isLastPage(pagination.until, page, { size: pageSize(pagination), skipped: 0 })) return null;
    const key = select(pagination.key, page.items.at(-1));
    if ((typeof key !== 'string' && typeof key !== 'number') || key === '')
      throw new ProviderError('bug', 'The last item of a page has no key, so the next page cannot be asked for.');
    return mergePatches(sizePatch(pagination), { [pagination.in]: { [pagination.param]: key } });
  },
});
