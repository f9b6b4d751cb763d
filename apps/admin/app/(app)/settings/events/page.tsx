import type { Metadata } from 'next';
import { Subscriptions } from '#components/event/subscriptions.tsx';
import { eventSubscriptionsQuery } from '#lib/api/queries/events.ts';
import { serverApi } from '#lib/api/server.ts';
import { Prefetch } from '#lib/server/prefetch.tsx';
import { t } from '#messages/en.ts';

export const metadata: Metadata = { title: t.events.subscriptions };

export default async function EventSubscriptionsPage() {
  return (
    <Prefetch queries={[eventSubscriptionsQuery(await serverApi())]}>
      <Subscriptions />
    </Prefetch>
  );
}
