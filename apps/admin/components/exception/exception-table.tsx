'use client';
import type { FindingException } from '@patchbay/client';
import { type Column, DataTable } from '#components/shared/data-table.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { t } from '#messages/en.ts';
import { ExceptionPatterns } from './exception-patterns.tsx';

interface ExceptionTableProps {
  exceptions: FindingException[];
  connectionName: (id: string) => string;
  canWrite: boolean;
  onEdit: (exception: FindingException) => void;
  onDelete: (exception: FindingException) => void;
}

export function ExceptionTable({ exceptions, connectionName, canWrite, onEdit, onDelete }: ExceptionTableProps) {
  const columns: Column<FindingException>[] = [
    {
      id: 'fits',
      header: t.exceptions.columns.fits,
      narrow: 'title',
      cell: (exception) => <ExceptionPatterns exception={exception} />,
    },
    {
      id: 'connection',
      header: t.exceptions.columns.connection,
      cell: ({ connectionId }) => (
        <span className="text-muted">
          {connectionId === null ? t.exceptions.everyConnection : connectionName(connectionId)}
        </span>
      ),
    },
    {
      id: 'reason',
      header: t.exceptions.columns.reason,
      className: 'max-w-72',
      cell: ({ reason }) => <span className="break-words">{reason}</span>,
    },
    {
      id: 'until',
      header: t.exceptions.columns.until,
      cell: ({ expiresAt, isExpired }) => (
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1 whitespace-nowrap text-muted">
          {isExpired && <StateBadge state="expired" />}
          {expiresAt === null ? t.exceptions.forGood : <RelativeTime at={expiresAt} />}
        </span>
      ),
    },
  ];
  if (canWrite)
    columns.push({
      id: 'actions',
      header: t.settings.columns.actions,
      isHeaderHidden: true,
      align: 'right',
      className: 'max-sm:basis-full',
      cell: (exception) => (
        <span className="flex justify-end gap-2 max-sm:justify-start max-sm:pt-1">
          <Button size="sm" onClick={() => onEdit(exception)}>
            {t.exceptions.edit}
            <span className="sr-only">{exception.rule ?? exception.resource}</span>
          </Button>
          <Button size="sm" variant="dangerQuiet" onClick={() => onDelete(exception)}>
            {t.exceptions.delete}
            <span className="sr-only">{exception.rule ?? exception.resource}</span>
          </Button>
        </span>
      ),
    });
  return (
    <DataTable
      label={t.exceptions.title}
      testId="exceptions"
      columns={columns}
      rows={exceptions}
      rowKey={({ id }) => id}
      canSort={false}
    />
  );
}
