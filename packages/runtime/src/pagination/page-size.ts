import type { Pagination } from '@patchbay/schema';
import type { PagePatch } from '../http/page-patch.ts';

/** Items asked for in one page, within the provider's maximum; null when none are asked for. */
export function pageSize({ size }: Pick<Pagination, 'size'>): number | null {
  return size ? Math.min(size.value, size.max ?? size.value) : null;
}

/** The page size where the provider takes it. */
export function sizePatch(pagination: Pick<Pagination, 'size'>): PagePatch {
  const value = pageSize(pagination);
  const { size } = pagination;
  if (value === null || !size) return {};
  switch (size.in) {
    case 'query':
      return { query: { [size.param]: value } };
    case 'body':
      return { body: { [size.param]: value } };
    case 'variables':
      return { body: { [`variables.${size.param}`]: value } };
  }
}

/** One patch on top of another. */
export function mergePatches(under: PagePatch, over: PagePatch): PagePatch {
  return {
    ...under,
    ...over,
    ...(under.query || over.query ? { query: { ...under.query, ...over.query } } : {}),
    ...(under.body || over.body ? { body: { ...under.body, ...over.body } } : {}),
  };
}
