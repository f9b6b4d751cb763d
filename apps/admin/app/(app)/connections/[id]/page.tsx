import type { Metadata } from 'next';
import { connectionQuery } from '#lib/api/queries/connections.ts';
import { findingSummaryQuery } from '#lib/api/queries/findings.ts';
import { providersQuery } from '#lib/api/queries/providers.ts';
import { runsQuery } from '#lib/api/queries/runs.ts';
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
