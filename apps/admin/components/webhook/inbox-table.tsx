'use client';
import { type Column, DataTable, rowLink } from '#components/shared/data-table.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { describeOutcome } from '#lib/webhooks/describe-webhook.ts';
import type { WebhookDelivery } from '#lib/webhooks/types.ts';
import { t } from '#messages/en.ts';

interface InboxTableProps {
  deliveries: WebhookDelivery[];
  onOpen: (delivery: WebhookDelivery) => void;
}

export function InboxTable({ deliveries, onOpen }: InboxTableProps) {
  const columns: Column<WebhookDelivery>[] = [
    {
      id: 'state',
      header: t.webhooks.inboxColumns.state,
      narrow: 'state',
      cell: ({ status }) => <StateBadge state={status} />,
      className: 'w-32',
    },
    {
      id: 'event',
      header: t.webhooks.inboxColumns.event,
      narrow: 'title',
      cell: (delivery) => (
        <>
          <button type="button" {...rowLink} onClick={() => onOpen(delivery)}>
            {delivery.event ? (
              <code className="break-all font-mono text-sm">{delivery.event}</code>
            ) : (
              t.webhooks.noEvent
            )}
          </button>
          {delivery.action && <span className="block break-words text-muted text-sm">{delivery.action}</span>}
        </>
      ),
    },
    {
      id: 'tenant',
      header: t.webhooks.inboxColumns.tenant,
      cell: ({ tenant }) =>
        tenant && <span className="block max-w-[14rem] truncate text-muted max-sm:max-w-[60vw]">{tenant}</span>,
    },
    {
      id: 'outcome',
      header: t.webhooks.inboxColumns.outcome,
      cell: (delivery) => (
        <span className="line-clamp-2 max-w-[26rem] break-words text-muted">{describeOutcome(delivery).join(' ')}</span>
      ),
    },
    {
      id: 'received',
      header: t.webhooks.inboxColumns.received,
      align: 'right',
      cell: ({ receivedAt }) => (
        <span className="text-muted">
          <RelativeTime at={receivedAt} />
        </span>
      ),
    },
  ];
  return (
    <DataTable
      label={t.webhooks.inbox}
      testId="webhook-deliveries"
      columns={columns}
      rows={deliveries}
      rowKey={({ id }) => id}
      canSort={false}
    />
  );
}
