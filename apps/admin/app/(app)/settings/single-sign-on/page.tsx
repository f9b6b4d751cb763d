import type { Metadata } from 'next';
import { ssoProvidersQuery } from '#lib/api/queries/people.ts';
import { serverApi } from '#lib/api/server.ts';
import { Prefetch } from '#lib/server/prefetch.tsx';
import { t } from '#messages/en.ts';
import { SingleSignOn } from './client.tsx';

export const metadata: Metadata = { title: t.sso.title };

export default async function SingleSignOnPage() {
  const api = await serverApi();
  return (
    <Prefetch queries={[ssoProvidersQuery(api)]}>
      <SingleSignOn />
    </Prefetch>
  );
}
