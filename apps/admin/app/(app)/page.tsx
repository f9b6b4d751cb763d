import type { Metadata } from 'next';
import { connectionsQuery, overviewQuery, providersQuery } from '#lib/api/queries.ts';
import { serverApi } from '#lib/api/server.ts';
import { Prefetch } from '#lib/server/prefetch.tsx';
import { t } from '#messages/en.ts';
import { Overview } from './client.tsx';

export const metadata: Metadata = { title: t.overview.title };

export default async function OverviewPage() {
  const api = await serverApi();
  return (
    <Prefetch queries={[overviewQuery(api), providersQuery(api), connectionsQuery(api)]}>
      <Overview />
    </Prefetch>
  );
}
