import type { Metadata } from 'next';
import { connectionsQuery } from '#lib/api/queries/connections.ts';
import { eventsQuery, eventTypesQuery } from '#lib/api/queries/events.ts';
import { serverApi } from '#lib/api/server.ts';
import { Prefetch } from '#lib/server/prefetch.tsx';
import { t } from '#messages/en.ts';
import { Events } from './client.tsx';

export const metadata: Metadata = { title: t.events.title };

export default async function EventsPage({ searchParams }: { searchParams: Promise<{ type?: string }> }) {
  const { type } = await searchParams;
  const api = await serverApi();
  return (
    <Prefetch queries={[eventsQuery(api, type ? { type } : {}), eventTypesQuery(api), connectionsQuery(api)]}>
      <Events />
    </Prefetch>
  );
}
