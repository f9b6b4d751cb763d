'use client';
import type { EventDelivery } from '@patchbay/client';
import { type Column, DataTable, rowLink } from '#components/shared/data-table.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { lastAnswer } from '#lib/events/describe-delivery.ts';
import { t } from '#messages/en.ts';

interface DeliveryTableProps {
  deliveries: EventDelivery[];
  onOpen: (delivery: EventDelivery) => void;
}

export function DeliveryTable({ deliveries, onOpen }: DeliveryTableProps) {
  const columns: Column<EventDelivery>[] = [
    {
      id: 'state',
      header: t.events.columns.state,
      narrow: 'state',
      cell: ({ status }) => <StateBadge state={status} />,
      className: 'w-32',
    },
    {
      id: 'event',
      header: t.events.columns.event,
      narrow: 'title',
      cell: (delivery) => (
        <>
          <button type="button" {...rowLink} onClick={() => onOpen(delivery)}>
            <code className="break-all font-mono text-sm">{delivery.eventType}</code>
          </button>
          {delivery.trigger === 'redelivery' && (
            <span className="block text-muted text-sm">{t.events.triggers.redelivery}</span>
          )}
        </>
      ),
    },
    {
      id: 'answer',
      header: t.events.columns.answer,
      align: 'right',
      cell: (delivery) => <span className="whitespace-nowrap text-muted">{lastAnswer(delivery)}</span>,
    },
    {
      id: 'attempts',
      header: t.events.columns.attempts,
      align: 'right',
      cell: ({ attempts }) => (
        <span className="whitespace-nowrap text-muted">{attempts.length > 0 && t.events.tries(attempts.length)}</span>
      ),
    },
    {
      id: 'next',
      header: t.events.columns.nextAttempt,
      align: 'right',
      cell: ({ nextAttemptAt }) =>
        nextAttemptAt && (
          <span className="text-muted">
            <span className="sm:hidden">{t.events.nextAttempt} </span>
            <RelativeTime at={nextAttemptAt} />
          </span>
        ),
    },
    {
      id: 'created',
      header: t.events.columns.created,
      align: 'right',
      cell: ({ createdAt }) => (
        <span className="text-muted">
          <span className="sm:hidden">{t.events.sentAt} </span>
          <RelativeTime at={createdAt} />
        </span>
      ),
    },
  ];
  return (
    <DataTable
      label={t.events.deliveries}
      testId="deliveries"
      columns={columns}
      rows={deliveries}
      rowKey={({ id }) => id}
      canSort={false}
    />
  );
}
