import { selectText } from '../select/expressions.ts';
import { resolveNext } from './next-url.ts';
import { sizePatch } from './page-size.ts';
import type { PaginatorFactories } from './paginator.ts';

/** The body holds the URL of the next page. */
export const linkBody: PaginatorFactories['link_body'] = (pagination) => ({
  first: () => sizePatch(pagination),
  next: ({ body, url }) => {
    const target = selectText(pagination.next, body);
    return target === null ? null : { url: resolveNext(target, url) };
  },
});
