import type { PatchbayClient } from '@patchbay/client';
import { queryOptions } from '@tanstack/react-query';
import { unwrap } from '../unwrap.ts';

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
