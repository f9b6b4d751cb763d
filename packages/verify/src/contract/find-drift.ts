import type { Contract } from '@patchbay/schema';
import { normalisePath } from '../support/contract-rows.ts';

type Row = Contract['operations'][number];

/** One thing that is no longer as the manifest was written against. */
export interface Drift {
  request: string;
  kind: 'gone' | 'deprecated' | 'parameters' | 'pages';
  message: string;
}

/** What a newer description says otherwise about the requests of a contract. */
export function findDrift(before: Contract, after: Pick<Contract, 'basePath' | 'operations'>): Drift[] {
  const keyOf = (base: string, row: Row) =>
    `${row.method} ${normalisePath(base + row.path)}${row.query ? `?${row.query}` : ''} ${row.target ?? ''}`.trim();
  const rows = Map.groupBy(after.operations, (row) => keyOf(after.basePath, row));
  return before.operations.flatMap((old): Drift[] => {
    const request = keyOf(before.basePath, old);
    const same = rows.get(request) ?? [];
    // Some protocols have several operations of one method and path.
    const now = same.find(({ operationId }) => operationId === old.operationId) ?? same[0];
    if (!now) return [{ request, kind: 'gone', message: 'the newer description does not have it any more' }];
    const found: Drift[] = [];
    if (now.deprecated && !old.deprecated) found.push({ request, kind: 'deprecated', message: 'it is deprecated now' });
    if (Boolean(now.paginated) !== Boolean(old.paginated))
      found.push({
        request,
        kind: 'pages',
        message: now.paginated ? 'its list has pages now' : 'its list has no pages any more',
      });
    const inPath = (row: Row) => new Set([...row.path.matchAll(/\{\+?([^}+]+)\+?\}/g)].map((match) => match[1]));
    // Names of path parameters are the description's own affair.
    const query = (row: Row) => row.params.filter((name) => !inPath(row).has(name));
    const lost = query(old).filter((name) => !query(now).includes(name));
    const added = query(now).filter((name) => !query(old).includes(name));
    if (lost.length > 0 || added.length > 0) {
      const parts = [
        ...(lost.length > 0 ? [`no longer takes ${lost.join(', ')}`] : []),
        ...(added.length > 0 ? [`takes ${added.join(', ')} now`] : []),
      ];
      found.push({ request, kind: 'parameters', message: `it ${parts.join(' and ')}` });
    }
    return found;
  });
}
