import type { Operation } from '@patchbay/schema';

/** What is wrong with a paginator whatever the contract says. `key` is the place below the operation. */
export function paginatorFaults({
  paginate,
  unpaginatedReason,
  items,
}: Operation): { key: string; message: string; fix: string }[] {
  if (!paginate) return [];
  const found = [];
  const { size } = paginate;
  if (unpaginatedReason)
    found.push({ key: 'unpaginatedReason', message: 'has a paginator and a reason for none', fix: 'remove one' });
  if (items === undefined && paginate.type !== 'graphql_relay')
    found.push({ key: 'paginate', message: 'is paginated without `items`', fix: 'say where the items are' });
  if (size?.max !== undefined && size.value > size.max) {
    const message = `asks for ${size.value} items a page, the provider gives at most ${size.max}`;
    found.push({ key: 'paginate.size.value', message, fix: `ask for ${size.max}` });
  }
  if ('until' in paginate && paginate.until === 'short_page' && !size)
    found.push({
      key: 'paginate',
      message: 'ends at a short page without a page size',
      fix: 'add `size`, or another `until`',
    });
  return found;
}
