'use client';
import type { Run } from '@patchbay/client';
import Link from 'next/link';
import { type Column, DataTable, rowLink } from '#components/shared/data-table.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { describeChanges, describeRun } from '#lib/describe-run.ts';
import { formatDuration } from '#lib/format.ts';
import { t } from '#messages/en.ts';

interface RunTableProps {
  runs: Run[];
  /** Opens the run in a layer of this page; without it a row leads to its connection. */
  onOpen?: (run: Run) => void;
  /** Shows whose run it is, for lists across connections. */
  connectionName?: (run: Run) => string;
  canSort?: boolean;
  isCompact?: boolean;
}

function runHref(run: Run): string {
  return run.connectionId ? `/connections/${run.connectionId}?tab=runs&run=${run.id}` : '/connections';
}

export function RunTable({ runs, onOpen, connectionName, canSort, isCompact }: RunTableProps) {
  const columns: Column<Run>[] = [
    {
      id: 'state',
      header: t.runs.columns.state,
      narrow: 'state',
      sortValue: (run) => run.status,
      cell: (run) => <StateBadge state={run.status} />,
      className: 'w-32',
    },
    {
      id: 'what',
      header: t.runs.columns.what,
      narrow: 'title',
      sortValue: describeRun,
      cell: (run) => (
        <div className="flex min-w-0 flex-col">
          {onOpen ? (
            <button type="button" {...rowLink} onClick={() => onOpen(run)}>
              {describeRun(run)}
            </button>
          ) : (
            <Link href={runHref(run)} {...rowLink}>
              {describeRun(run)}
            </Link>
          )}
          {connectionName && <span className="truncate text-muted text-sm">{connectionName(run)}</span>}
        </div>
      ),
    },
    ...(isCompact
      ? []
      : [
          {
            id: 'trigger',
            header: t.runs.columns.trigger,
            narrow: 'hidden' as const,
            cell: (run: Run) => <span className="text-muted">{t.runs.triggers[run.trigger]}</span>,
          },
        ]),
    {
      id: 'changes',
      header: t.runs.columns.changes,
      align: 'right',
      cell: (run) => {
        const changes = describeChanges(run);
        return changes && <span className="whitespace-nowrap text-muted">{changes}</span>;
      },
    },
    {
      id: 'duration',
      header: t.runs.columns.duration,
      align: 'right',
      sortValue: (run) => run.durationMs ?? -1,
      cell: (run) =>
        run.durationMs !== null && (
          <span className="whitespace-nowrap text-muted">{formatDuration(run.durationMs)}</span>
        ),
    },
    {
      id: 'started',
      header: t.runs.columns.started,
      align: 'right',
      sortValue: (run) => run.createdAt,
      cell: (run) => (
        <span className="text-muted">
          <RelativeTime at={run.startedAt ?? run.createdAt} />
        </span>
      ),
    },
  ];
  return (
    <DataTable
      label={t.connection.tabs.runs}
      testId="runs"
      columns={columns}
      rows={runs}
      rowKey={(run) => run.id}
      {...(canSort !== undefined && { canSort })}
    />
  );
}
