import type { Metadata } from 'next';
import { connectionsQuery } from '#lib/api/queries/connections.ts';
import { overviewQuery } from '#lib/api/queries/me.ts';
import { providersQuery } from '#lib/api/queries/providers.ts';
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
