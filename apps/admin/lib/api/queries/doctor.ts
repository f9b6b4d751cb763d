import type { PatchbayClient } from '@patchbay/client';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { unwrap } from '../unwrap.ts';
import { cursorPages, listPollMs, livePollMs } from './paging.ts';

/** The doctors there were, newest first. */
export function doctorRunsQuery(api: PatchbayClient) {
  return infiniteQueryOptions({
    queryKey: ['doctor', 'list'],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/api/v1/doctor/runs', { params: { query: { limit: 20, ...(pageParam && { cursor: pageParam }) } } }),
      ),
    ...cursorPages,
    refetchInterval: (query) =>
      query.state.data?.pages.some((page) => page.data.some(({ isFinished }) => !isFinished)) ? listPollMs : false,
  });
}

/** One doctor and what it has seen so far. */
export function doctorRunQuery(api: PatchbayClient, id: string) {
  return queryOptions({
    queryKey: ['doctor', id],
    queryFn: () => unwrap(api.GET('/api/v1/doctor/runs/{id}', { params: { path: { id } } })),
    refetchInterval: (query) => (query.state.data?.isFinished === false ? livePollMs : false),
  });
}
