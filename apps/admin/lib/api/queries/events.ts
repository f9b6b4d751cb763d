import type { PatchbayClient } from '@patchbay/client';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { unwrap } from '../unwrap.ts';
import { cursorPages, livePollMs, pageSize } from './paging.ts';

export function eventTypesQuery(api: PatchbayClient) {
  return queryOptions({
    queryKey: ['events', 'types'],
    queryFn: () => unwrap(api.GET('/api/v1/events/types')).then((page) => page.data),
    staleTime: 60_000,
  });
}

/** What happened, newest first. */
export function eventsQuery(api: PatchbayClient, { type }: { type?: string } = {}) {
  return infiniteQueryOptions({
    queryKey: ['events', 'list', type ?? null],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/api/v1/events', {
          params: {
            query: {
              ...{ order: 'newest' as const, limit: pageSize },
              ...(type && { types: type }),
              ...(pageParam && { before: Number(pageParam) }),
            },
          },
        }),
      ),
    ...cursorPages,
    refetchInterval: 30_000,
  });
}

export function eventSubscriptionsQuery(api: PatchbayClient) {
  return queryOptions({
    queryKey: ['event-subscriptions', 'list'],
    queryFn: () =>
      unwrap(api.GET('/api/v1/event-subscriptions', { params: { query: { limit: 100 } } })).then((page) => page.data),
    refetchInterval: 30_000,
  });
}

export function eventSubscriptionQuery(api: PatchbayClient, id: string) {
  return queryOptions({
    queryKey: ['event-subscriptions', id],
    queryFn: () => unwrap(api.GET('/api/v1/event-subscriptions/{id}', { params: { path: { id } } })),
    refetchInterval: 10_000,
  });
}

export type DeliveryStatus = 'pending' | 'delivered' | 'failed';

/** What was sent to a subscription, newest first. */
export function eventDeliveriesQuery(api: PatchbayClient, id: string, status?: DeliveryStatus) {
  return infiniteQueryOptions({
    queryKey: ['event-subscriptions', id, 'deliveries', status ?? null],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/api/v1/event-subscriptions/{id}/deliveries', {
          params: {
            path: { id },
            query: { limit: pageSize, ...(status && { status }), ...(pageParam && { cursor: pageParam }) },
          },
        }),
      ),
    ...cursorPages,
    // One that was never tried goes out at once; one that failed waits for its next try.
    refetchInterval: (query) =>
      query.state.data?.pages.some((page) =>
        page.data.some((delivery) => delivery.status === 'pending' && delivery.attempts.length === 0),
      )
        ? livePollMs
        : 10_000,
  });
}
