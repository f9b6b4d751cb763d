import type { Metadata } from 'next';
import { connectionQuery, findingSummaryQuery, providersQuery, runsQuery } from '#lib/api/queries.ts';
import { serverApi } from '#lib/api/server.ts';
import { Prefetch } from '#lib/server/prefetch.tsx';
import { t } from '#messages/en.ts';
import { ConnectionPage as Client } from './client.tsx';

export const metadata: Metadata = { title: t.connections.title };

export default async function ConnectionPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const api = await serverApi();
  return (
    <Prefetch
      subject={connectionQuery(api, id)}
      queries={[runsQuery(api, id), providersQuery(api), findingSummaryQuery(api, { connectionId: id })]}
    >
      <Client id={id} />
    </Prefetch>
  );
}
