import type { PatchbayClient } from '@patchbay/client';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { unwrap } from '../unwrap.ts';
import { cursorPages, pageSize, toQuery } from './paging.ts';

export interface ConnectionFilter {
  q?: string | undefined;
  status?: 'pending' | 'active' | 'paused' | 'error' | 'disconnected' | undefined;
  providerSlug?: string | undefined;
}

export function connectionsQuery(api: PatchbayClient, filter: ConnectionFilter = {}) {
  const query = toQuery(filter);
  return infiniteQueryOptions({
    queryKey: ['connections', 'list', query],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/api/v1/integrations/connections', {
          params: { query: { ...query, limit: pageSize, ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    ...cursorPages,
  });
}

export function connectionQuery(api: PatchbayClient, id: string) {
  return queryOptions({
    queryKey: ['connections', id],
    queryFn: () => unwrap(api.GET('/api/v1/integrations/connections/{id}', { params: { path: { id } } })),
  });
}

export function credentialVersionsQuery(api: PatchbayClient, id: string) {
  return queryOptions({
    queryKey: ['connections', id, 'credential-versions'],
    queryFn: () =>
      unwrap(api.GET('/api/v1/integrations/connections/{id}/credential-versions', { params: { path: { id } } })).then(
        (page) => page.data,
      ),
  });
}

export function syncsQuery(api: PatchbayClient, id: string) {
  return queryOptions({
    queryKey: ['connections', id, 'syncs'],
    queryFn: () =>
      unwrap(api.GET('/api/v1/integrations/connections/{id}/syncs', { params: { path: { id } } })).then(
        (page) => page.data,
      ),
    refetchInterval: 30_000,
  });
}

/** Connections to choose one from, and to name them by their ids. */
export function connectionChoicesQuery(api: PatchbayClient) {
  return queryOptions({
    queryKey: ['connections', 'choices'],
    queryFn: () =>
      unwrap(api.GET('/api/v1/integrations/connections', { params: { query: { limit: 500 } } })).then(
        (page) => page.data,
      ),
    staleTime: 60_000,
  });
}
