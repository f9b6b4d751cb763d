import type { PatchbayClient } from '@patchbay/client';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { unwrap } from '../unwrap.ts';
import { cursorPages, pageSize, toQuery } from './paging.ts';

export interface FindingFilter {
  severity?: 'info' | 'low' | 'medium' | 'high' | 'critical' | undefined;
  status?: 'open' | 'resolved' | 'ignored' | undefined;
  connectionId?: string | undefined;
  /** Patterns, in which * stands for any text. */
  rule?: string | undefined;
  resource?: string | undefined;
}

export function findingsQuery(api: PatchbayClient, filter: FindingFilter = {}) {
  const query = toQuery(filter);
  return infiniteQueryOptions({
    queryKey: ['findings', 'list', query],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/api/v1/integrations/findings', {
          params: { query: { ...query, limit: pageSize, ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    ...cursorPages,
  });
}

/** How many there are of each severity and status, among those that fit the rest of the filter. */
export function findingSummaryQuery(api: PatchbayClient, { connectionId, rule, resource }: FindingFilter = {}) {
  const query = { ...(connectionId && { connectionId }), ...(rule && { rule }), ...(resource && { resource }) };
  return queryOptions({
    queryKey: ['findings', 'summary', query],
    queryFn: () => unwrap(api.GET('/api/v1/integrations/findings/summary', { params: { query } })),
  });
}

/** One finding with its record. */
export function findingQuery(api: PatchbayClient, id: string) {
  return queryOptions({
    queryKey: ['findings', id],
    queryFn: () => unwrap(api.GET('/api/v1/integrations/findings/{id}', { params: { path: { id } } })),
  });
}

/** The exceptions, newest first. */
export function findingExceptionsQuery(api: PatchbayClient) {
  return infiniteQueryOptions({
    queryKey: ['finding-exceptions'],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/api/v1/integrations/finding-exceptions', {
          params: { query: { limit: pageSize, ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    ...cursorPages,
  });
}
