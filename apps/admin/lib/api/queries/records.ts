import type { PatchbayClient } from '@patchbay/client';
import { infiniteQueryOptions } from '@tanstack/react-query';
import { unwrap } from '../unwrap.ts';
import { cursorPages, pageSize } from './paging.ts';

export interface RecordFilter {
  model?: string | undefined;
  includeDeleted?: boolean | undefined;
}

export function recordsQuery(api: PatchbayClient, connectionId: string, filter: RecordFilter) {
  return infiniteQueryOptions({
    queryKey: ['connections', connectionId, 'records', filter],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/api/v1/integrations/connections/{id}/records', {
          params: {
            path: { id: connectionId },
            query: {
              limit: pageSize,
              ...(filter.model && { model: filter.model }),
              ...(filter.includeDeleted && { includeDeleted: true }),
              ...(pageParam && { after: Number(pageParam) }),
            },
          },
        }),
      ),
    ...cursorPages,
  });
}
