import type { Pagination } from '@patchbay/schema';

/** Whether objects keep their place between two pages while others come and go. A list of one page has none to lose. */
export function isStable(pagination: Pagination | undefined): boolean {
  return pagination === undefined || pagination.type === 'keyset' || pagination.stable;
}
