'use client';
import type { EventSubscription } from '@patchbay/client';
import Link from 'next/link';
import { type Column, DataTable, rowLink } from '#components/shared/data-table.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { subscriptionState } from '#lib/events/subscription-state.ts';
import { t } from '#messages/en.ts';

const columns: Column<EventSubscription>[] = [
  {
    id: 'state',
    header: t.events.columns.state,
    narrow: 'state',
    sortValue: subscriptionState,
    cell: (subscription) => <StateBadge state={subscriptionState(subscription)} />,
    className: 'w-32',
  },
  {
    id: 'name',
    header: t.events.columns.name,
    narrow: 'title',
    sortValue: ({ name }) => name,
    cell: ({ id, name, url }) => (
      <>
        <Link href={`/settings/events/${id}`} {...rowLink}>
          {name}
        </Link>
        <span className="block max-w-[26rem] truncate text-muted text-sm">{url ?? t.events.asMessages}</span>
      </>
    ),
  },
  {
    id: 'types',
    header: t.events.columns.types,
    cell: ({ types }) => (
      <span className="whitespace-nowrap text-muted">
        {types ? t.events.someTypes(types.length) : t.events.everyType}
      </span>
    ),
  },
  {
    id: 'lastDelivered',
    header: t.events.columns.lastDelivered,
    align: 'right',
    sortValue: ({ lastDeliveredAt }) => lastDeliveredAt ?? '',
    cell: ({ lastDeliveredAt, failingSince }) => (
      <span className="text-muted">
        <span className="sm:hidden">{t.events.deliveredAt} </span>
        {lastDeliveredAt ? (
          <RelativeTime at={lastDeliveredAt} />
        ) : (
          <span className="max-sm:lowercase">{t.common.never}</span>
        )}
        {failingSince && (
          <span className="block whitespace-nowrap text-bad text-sm">
            {t.events.failingSince} <RelativeTime at={failingSince} />
          </span>
        )}
      </span>
    ),
  },
];

export function SubscriptionTable({ subscriptions }: { subscriptions: EventSubscription[] }) {
  return (
    <DataTable
      label={t.events.subscriptions}
      testId="subscriptions"
      columns={columns}
      rows={subscriptions}
      rowKey={({ id }) => id}
    />
  );
}
