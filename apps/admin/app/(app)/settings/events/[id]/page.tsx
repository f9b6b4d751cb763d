import type { Metadata } from 'next';
import { eventDeliveriesQuery, eventSubscriptionQuery, eventTypesQuery } from '#lib/api/queries/events.ts';
import { serverApi } from '#lib/api/server.ts';
import { Prefetch } from '#lib/server/prefetch.tsx';
import { t } from '#messages/en.ts';
import { EventSubscriptionPage as Client } from './client.tsx';

export const metadata: Metadata = { title: t.events.unknown };

export default async function EventSubscriptionPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const api = await serverApi();
  return (
    <Prefetch subject={eventSubscriptionQuery(api, id)} queries={[eventDeliveriesQuery(api, id), eventTypesQuery(api)]}>
      <Client id={id} />
    </Prefetch>
  );
}
