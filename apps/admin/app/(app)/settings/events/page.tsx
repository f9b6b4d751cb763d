import type { Metadata } from 'next';
import { eventSubscriptionsQuery, eventTypesQuery, recentEventsQuery } from '#lib/api/queries.ts';
import { serverApi } from '#lib/api/server.ts';
import { Prefetch } from '#lib/server/prefetch.tsx';
import { t } from '#messages/en.ts';
import { Events } from './client.tsx';

export const metadata: Metadata = { title: t.events.title };

export default async function EventsPage() {
  const api = await serverApi();
  return (
    <Prefetch queries={[eventSubscriptionsQuery(api), eventTypesQuery(api), recentEventsQuery(api)]}>
      <Events />
    </Prefetch>
  );
}
