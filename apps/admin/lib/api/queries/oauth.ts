import type { PatchbayClient } from '@patchbay/client';
import { queryOptions } from '@tanstack/react-query';
import { unwrap } from '../unwrap.ts';
import { listPollMs, pageSize } from './paging.ts';

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
