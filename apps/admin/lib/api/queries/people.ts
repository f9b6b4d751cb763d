import type { PatchbayClient } from '@patchbay/client';
import { queryOptions } from '@tanstack/react-query';
import { unwrap } from '../unwrap.ts';

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
