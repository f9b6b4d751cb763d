import { select } from '../select/expressions.ts';
import { mergePatches, pageSize, sizePatch } from './page-size.ts';
import type { PaginatorFactories } from './paginator.ts';

/** GraphQL cursor connections. */
export const graphqlRelay: PaginatorFactories['graphql_relay'] = (pagination) => {
  const size = pageSize(pagination);
  const first = size === null ? sizePatch(pagination) : { body: { [`variables.${pagination.first}`]: size } };
  return {
    first: () => first,
    next: ({ body }) => {
      const info = select(`${pagination.connection}.pageInfo`, body);
      if (typeof info !== 'object' || info === null) return null;
      const { hasNextPage, endCursor } = info as { hasNextPage?: unknown; endCursor?: unknown };
      if (hasNextPage !== true || typeof endCursor !== 'string' || endCursor === '') return null;
      return mergePatches(first, { body: { [`variables.${pagination.after}`]: endCursor } });
    },
  };
};
