import type { PatchbayClient } from '@patchbay/client';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { unwrap } from '../unwrap.ts';
import { cursorPages, listPollMs, livePollMs, pageSize } from './paging.ts';

const unfinished = new Set(['queued', 'running']);

export function isUnfinished(run: { status: string } | undefined): boolean {
  return run !== undefined && unfinished.has(run.status);
}

export function runsQuery(api: PatchbayClient, connectionId: string) {
  return infiniteQueryOptions({
    queryKey: ['connections', connectionId, 'runs'],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/api/v1/integrations/connections/{id}/runs', {
          params: { path: { id: connectionId }, query: { limit: pageSize, ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    ...cursorPages,
    refetchInterval: (query) =>
      query.state.data?.pages.some((page) => page.data.some(isUnfinished)) ? listPollMs : false,
  });
}

export function runQuery(api: PatchbayClient, id: string) {
  return queryOptions({
    queryKey: ['runs', id],
    queryFn: () => unwrap(api.GET('/api/v1/integrations/runs/{id}', { params: { path: { id } } })),
    refetchInterval: (query) => (isUnfinished(query.state.data) ? livePollMs : false),
  });
}

export function runLogsQuery(api: PatchbayClient, id: string, isLive: boolean) {
  return infiniteQueryOptions({
    queryKey: ['runs', id, 'logs'],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/api/v1/integrations/runs/{id}/logs', {
          params: { path: { id }, query: { limit: 200, ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    ...cursorPages,
    refetchInterval: isLive ? livePollMs : false,
  });
}
