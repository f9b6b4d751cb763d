import type { PatchbayClient } from '@patchbay/client';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { unwrap } from '../unwrap.ts';
import { cursorPages, livePollMs, pageSize, toQuery } from './paging.ts';

/** The webhooks of a connection; it has at most a hundred. */
export function webhooksQuery(api: PatchbayClient, connectionId: string) {
  return queryOptions({
    queryKey: ['connections', connectionId, 'webhooks'],
    queryFn: () =>
      unwrap(
        api.GET('/api/v1/integrations/connections/{id}/webhooks', {
          params: { path: { id: connectionId }, query: { limit: 100 } },
        }),
      ).then((page) => page.data),
    refetchInterval: 10_000,
  });
}

export interface WebhookDeliveryFilter {
  connectionId: string;
  webhookId?: string | undefined;
  status?: 'received' | 'handled' | 'ignored' | 'failed' | undefined;
  search?: string | undefined;
}

/** What providers delivered, newest first. */
export function webhookDeliveriesQuery(api: PatchbayClient, filter: WebhookDeliveryFilter) {
  const query = toQuery(filter);
  return infiniteQueryOptions({
    queryKey: ['webhook-deliveries', 'list', query],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/api/v1/integrations/webhook-deliveries', {
          params: { query: { ...query, limit: pageSize, ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    ...cursorPages,
    refetchInterval: (query) =>
      query.state.data?.pages.some((page) => page.data.some(({ status }) => status === 'received'))
        ? livePollMs
        : 5_000,
  });
}

/** One delivery with its payload. */
export function webhookDeliveryQuery(api: PatchbayClient, id: string) {
  return queryOptions({
    queryKey: ['webhook-deliveries', id],
    queryFn: () => unwrap(api.GET('/api/v1/integrations/webhook-deliveries/{id}', { params: { path: { id } } })),
    refetchInterval: (query) => (query.state.data?.status === 'received' ? livePollMs : false),
  });
}
