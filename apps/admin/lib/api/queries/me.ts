import type { PatchbayClient } from '@patchbay/client';
import { queryOptions } from '@tanstack/react-query';
import { unwrap } from '../unwrap.ts';
import { listPollMs } from './paging.ts';
import { isUnfinished } from './runs.ts';

export function meQuery(api: PatchbayClient) {
  return queryOptions({ queryKey: ['me'], queryFn: () => unwrap(api.GET('/api/v1/me')), staleTime: 60_000 });
}

export function overviewQuery(api: PatchbayClient) {
  return queryOptions({
    queryKey: ['overview'],
    queryFn: () => unwrap(api.GET('/api/v1/overview')),
    refetchInterval: (query) => (query.state.data?.recentRuns.some(isUnfinished) ? listPollMs : 30_000),
  });
}
