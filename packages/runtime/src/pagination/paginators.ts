import type { Pagination } from '@patchbay/schema';
import { offset, page } from './counted.ts';
import { cursor } from './cursor.ts';
import { graphqlRelay } from './graphql-relay.ts';
import { keyset } from './keyset.ts';
import { linkBody } from './link-body.ts';
import { linkHeader } from './link-header.ts';
import type { Paginator, PaginatorFactories } from './paginator.ts';

const factories = {
  link_header: linkHeader,
  link_body: linkBody,
  cursor,
  offset,
  page,
  keyset,
  graphql_relay: graphqlRelay,
} satisfies PaginatorFactories;

/** A paginator for one read. */
export function createPaginator(pagination: Pagination): Paginator {
  const create = factories[pagination.type] as (pagination: Pagination) => Paginator;
  return create(pagination);
}
