import type { Metadata } from 'next';
import { connectionsQuery } from '#lib/api/queries/connections.ts';
import { providersQuery } from '#lib/api/queries/providers.ts';
import { serverApi } from '#lib/api/server.ts';
import { readConnectionFilter } from '#lib/connection-filter.ts';
import { Prefetch } from '#lib/server/prefetch.tsx';
import { t } from '#messages/en.ts';
import { Connections } from './client.tsx';

export const metadata: Metadata = { title: t.connections.title };

interface Props {
  searchParams: Promise<{ q?: string; status?: string }>;
}

export default async function ConnectionsPage({ searchParams }: Props) {
  const api = await serverApi();
  const filter = readConnectionFilter(await searchParams);
  return (
    <Prefetch queries={[connectionsQuery(api, filter), providersQuery(api)]}>
      <Connections />
    </Prefetch>
  );
}
