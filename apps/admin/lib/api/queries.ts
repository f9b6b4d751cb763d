import type { PatchbayClient } from '@patchbay/client';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { unwrap } from './unwrap.ts';

/** Milliseconds between two looks at something that is still running. */
const livePollMs = 1_000;
/** Milliseconds between two looks at a list in which something is still running. */
const listPollMs = 2_500;
const pageSize = 50;

const unfinished = new Set(['queued', 'running']);

export function isUnfinished(run: { status: string } | undefined): boolean {
  return run !== undefined && unfinished.has(run.status);
}

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

export function providersQuery(api: PatchbayClient) {
  return queryOptions({
    queryKey: ['providers'],
    queryFn: () => unwrap(api.GET('/api/v1/integrations/providers')).then((page) => page.data),
    staleTime: 60_000,
  });
}

export function providerQuery(api: PatchbayClient, slug: string) {
  return queryOptions({
    queryKey: ['providers', slug],
    queryFn: () => unwrap(api.GET('/api/v1/integrations/providers/{slug}', { params: { path: { slug } } })),
    staleTime: 60_000,
  });
}

export interface ConnectionFilter {
  q?: string | undefined;
  status?: 'pending' | 'active' | 'paused' | 'error' | 'disconnected' | undefined;
  providerSlug?: string | undefined;
}

export function connectionsQuery(api: PatchbayClient, filter: ConnectionFilter = {}) {
  const query = Object.fromEntries(Object.entries(filter).filter(([, value]) => value)) as Record<string, never>;
  return infiniteQueryOptions({
    queryKey: ['connections', 'list', query],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/api/v1/integrations/connections', {
          params: { query: { ...query, limit: pageSize, ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
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

export interface FindingFilter {
  severity?: 'info' | 'low' | 'medium' | 'high' | 'critical' | undefined;
  status?: 'open' | 'resolved' | 'ignored' | undefined;
  connectionId?: string | undefined;
  /** Patterns, in which * stands for any text. */
  rule?: string | undefined;
  resource?: string | undefined;
}

export function findingsQuery(api: PatchbayClient, filter: FindingFilter = {}) {
  const query = Object.fromEntries(Object.entries(filter).filter(([, value]) => value)) as Record<string, never>;
  return infiniteQueryOptions({
    queryKey: ['findings', 'list', query],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/api/v1/integrations/findings', {
          params: { query: { ...query, limit: pageSize, ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
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
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
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

export function runsQuery(api: PatchbayClient, connectionId: string) {
  return infiniteQueryOptions({
    queryKey: ['connections', connectionId, 'runs'],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/api/v1/integrations/connections/{id}/runs', {
          params: { path: { id: connectionId }, query: { limit: pageSize, ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
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
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: isLive ? livePollMs : false,
  });
}

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
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  });
}

export function auditLogQuery(api: PatchbayClient, filter: { action?: string; targetId?: string }) {
  return infiniteQueryOptions({
    queryKey: ['audit-log', filter],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/api/v1/audit-log', {
          params: { query: { ...filter, limit: pageSize, ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  });
}

export function membersQuery(api: PatchbayClient) {
  return queryOptions({
    queryKey: ['members'],
    queryFn: () => unwrap(api.GET('/api/v1/members', { params: { query: { limit: 500 } } })).then((page) => page.data),
  });
}

export function apiKeysQuery(api: PatchbayClient) {
  return queryOptions({
    queryKey: ['api-keys'],
    queryFn: () => unwrap(api.GET('/api/v1/api-keys', { params: { query: { limit: 500 } } })).then((page) => page.data),
  });
}

export function invitationsQuery(api: PatchbayClient) {
  return queryOptions({
    queryKey: ['invitations'],
    queryFn: () =>
      unwrap(api.GET('/api/v1/invitations', { params: { query: { limit: 500 } } })).then((page) => page.data),
  });
}

export function ssoProvidersQuery(api: PatchbayClient) {
  return queryOptions({
    queryKey: ['sso-providers'],
    queryFn: () => unwrap(api.GET('/api/v1/sso-providers')).then((page) => page.data),
  });
}

/** How to make the OAuth app of a provider, and whose serves now. */
export function oauthAppSetupQuery(api: PatchbayClient, slug: string, authMethod?: string) {
  return queryOptions({
    queryKey: ['oauth-apps', 'setup', slug, authMethod ?? null],
    queryFn: () =>
      unwrap(
        api.GET('/api/v1/integrations/oauth-apps/setup/{slug}', {
          params: { path: { slug }, query: authMethod ? { authMethod } : {} },
        }),
      ),
  });
}

export function oauthAppsQuery(api: PatchbayClient) {
  return queryOptions({
    queryKey: ['oauth-apps', 'list'],
    queryFn: () => unwrap(api.GET('/api/v1/integrations/oauth-apps')).then((page) => page.data),
  });
}

export function oauthAvailabilityQuery(api: PatchbayClient) {
  return queryOptions({
    queryKey: ['oauth-apps', 'availability'],
    queryFn: () => unwrap(api.GET('/api/v1/integrations/oauth/availability')).then((page) => page.data),
  });
}

export function oauthAttemptQuery(api: PatchbayClient, id: string) {
  return queryOptions({
    queryKey: ['oauth-attempts', id],
    queryFn: () => unwrap(api.GET('/api/v1/integrations/oauth/attempts/{id}', { params: { path: { id } } })),
    refetchInterval: (query) => (query.state.data?.status === 'pending' ? listPollMs : false),
  });
}

/** Sign-ins at one provider, newest first. */
export function oauthAttemptsQuery(api: PatchbayClient, providerSlug: string) {
  return queryOptions({
    queryKey: ['oauth-attempts', 'list', providerSlug],
    queryFn: () =>
      unwrap(
        api.GET('/api/v1/integrations/oauth/attempts', { params: { query: { providerSlug, limit: pageSize } } }),
      ).then((page) => page.data),
  });
}

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
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
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
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    // One that was never tried goes out at once; one that failed waits for its next try.
    refetchInterval: (query) =>
      query.state.data?.pages.some((page) =>
        page.data.some((delivery) => delivery.status === 'pending' && delivery.attempts.length === 0),
      )
        ? livePollMs
        : 10_000,
  });
}

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
  const query = Object.fromEntries(Object.entries(filter).filter(([, value]) => value)) as Record<string, never>;
  return infiniteQueryOptions({
    queryKey: ['webhook-deliveries', 'list', query],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/api/v1/integrations/webhook-deliveries', {
          params: { query: { ...query, limit: pageSize, ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
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

/** The doctors there were, newest first. */
export function doctorRunsQuery(api: PatchbayClient) {
  return infiniteQueryOptions({
    queryKey: ['doctor', 'list'],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/api/v1/doctor/runs', { params: { query: { limit: 20, ...(pageParam && { cursor: pageParam }) } } }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
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

/** What checks did and saw, newest first. */
export function evidenceArchiveQuery(api: PatchbayClient) {
  return queryOptions({
    queryKey: ['evidence', 'archive'],
    queryFn: () => unwrap(api.GET('/api/v1/evidence/archive')),
  });
}

export function evidenceQuery(api: PatchbayClient) {
  return infiniteQueryOptions({
    queryKey: ['evidence', 'list'],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/api/v1/evidence', {
          params: { query: { limit: pageSize, ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  });
}
