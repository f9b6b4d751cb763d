import type { PatchbayClient } from '@patchbay/client';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { unwrap } from '../unwrap.ts';
import { cursorPages, pageSize } from './paging.ts';

/** Where copies of the evidence go, if anywhere. */
export function evidenceArchiveQuery(api: PatchbayClient) {
  return queryOptions({
    queryKey: ['evidence', 'archive'],
    queryFn: () => unwrap(api.GET('/api/v1/evidence/archive')),
  });
}

/** What checks did and saw, newest first. */
export function evidenceQuery(api: PatchbayClient) {
  return infiniteQueryOptions({
    queryKey: ['evidence', 'list'],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/api/v1/evidence', {
          params: { query: { limit: pageSize, ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    ...cursorPages,
  });
}
