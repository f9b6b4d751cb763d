'use client';
import { type Column, DataTable, rowLink } from '#components/shared/data-table.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { formatNumber } from '#lib/format.ts';
import { webhookName } from '#lib/webhooks/describe-webhook.ts';
import type { Webhook } from '#lib/webhooks/types.ts';
import { t } from '#messages/en.ts';

interface WebhookTableProps {
  webhooks: Webhook[];
  providerName: string;
  onOpen: (webhook: Webhook) => void;
}

/** A hook that is not as it should be says why under its name. */
function Message({ webhook }: { webhook: Webhook }) {
  if (webhook.hook.message === null) return null;
  return (
    <span className="line-clamp-2 max-w-[30rem] text-pretty text-sm" title={webhook.hook.message}>
      {webhook.hook.message}
    </span>
  );
}

export function WebhookTable({ webhooks, providerName, onOpen }: WebhookTableProps) {
  const columns: Column<Webhook>[] = [
    {
      id: 'state',
      header: t.webhooks.columns.state,
      narrow: 'state',
      sortValue: ({ hook }) => hook.state,
      cell: ({ hook }) => <StateBadge state={hook.state} />,
      className: 'w-36',
    },
    {
      id: 'resource',
      header: t.webhooks.columns.resource,
      narrow: 'title',
      sortValue: (webhook) => webhookName(webhook, providerName),
      cell: (webhook) => (
        <>
          <button
            type="button"
            {...rowLink}
            className={`break-words ${rowLink.className}`}
            onClick={() => onOpen(webhook)}
          >
            {webhookName(webhook, providerName)}
          </button>
          <span className="block max-w-[22rem] truncate text-muted text-sm">
            {webhook.events === null ? t.webhooks.everyEvent : webhook.events.join(', ')}
          </span>
          <Message webhook={webhook} />
        </>
      ),
    },
    {
      id: 'accepted',
      header: t.webhooks.columns.counts,
      align: 'right',
      sortValue: ({ counts }) => counts.accepted,
      cell: ({ counts }) => (
        <span className="whitespace-nowrap">
          {formatNumber(counts.accepted)}
          <span className="sm:hidden"> {t.webhooks.accepted}</span>
        </span>
      ),
    },
    {
      id: 'lastAccepted',
      header: t.webhooks.columns.lastAccepted,
      align: 'right',
      sortValue: ({ lastAcceptedAt }) => lastAcceptedAt ?? '',
      cell: ({ lastAcceptedAt }) =>
        lastAcceptedAt ? (
          <span className="text-muted">
            <span className="sm:hidden">{t.webhooks.last} </span>
            <RelativeTime at={lastAcceptedAt} />
          </span>
        ) : (
          <span className="text-muted max-sm:hidden">{t.common.never}</span>
        ),
    },
    {
      id: 'lastRefusal',
      header: t.webhooks.columns.lastRefusal,
      sortValue: ({ lastRefusal }) => lastRefusal?.at ?? '',
      cell: ({ lastRefusal, counts }) =>
        lastRefusal && (
          <span className="text-sm">
            <span className="whitespace-nowrap text-bad">
              {t.webhooks.refused(formatNumber(counts.refused))}, <RelativeTime at={lastRefusal.at} />
            </span>
            <span className="line-clamp-2 max-w-[18rem] break-words text-muted" title={lastRefusal.message}>
              {lastRefusal.message}
            </span>
          </span>
        ),
    },
  ];
  return (
    <DataTable label={t.webhooks.title} testId="webhooks" columns={columns} rows={webhooks} rowKey={({ id }) => id} />
  );
}
