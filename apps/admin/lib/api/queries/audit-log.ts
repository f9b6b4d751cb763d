import type { PatchbayClient } from '@patchbay/client';
import { infiniteQueryOptions } from '@tanstack/react-query';
import { unwrap } from '../unwrap.ts';
import { cursorPages, pageSize } from './paging.ts';

export function auditLogQuery(api: PatchbayClient, filter: { action?: string; targetId?: string }) {
  return infiniteQueryOptions({
    queryKey: ['audit-log', filter],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/api/v1/audit-log', {
          params: { query: { ...filter, limit: pageSize, ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    ...cursorPages,
  });
}
