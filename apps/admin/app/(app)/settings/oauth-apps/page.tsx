import type { Metadata } from 'next';
import { oauthAppsQuery, oauthAvailabilityQuery } from '#lib/api/queries/oauth.ts';
import { providersQuery } from '#lib/api/queries/providers.ts';
import { serverApi } from '#lib/api/server.ts';
import { Prefetch } from '#lib/server/prefetch.tsx';
import { t } from '#messages/en.ts';
import { OAuthApps } from './client.tsx';

export const metadata: Metadata = { title: t.oauth.apps };

export default async function OAuthAppsPage() {
  const api = await serverApi();
  return (
    <Prefetch queries={[oauthAppsQuery(api), oauthAvailabilityQuery(api), providersQuery(api)]}>
      <OAuthApps />
    </Prefetch>
  );
}
