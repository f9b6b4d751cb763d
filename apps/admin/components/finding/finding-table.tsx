'use client';
import type { Finding } from '@patchbay/client';
import { type Column, DataTable, rowLink } from '#components/shared/data-table.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { t } from '#messages/en.ts';
import { SeverityBadge } from './severity-badge.tsx';

interface FindingTableProps {
  findings: Finding[];
  onOpen: (finding: Finding) => void;
}

export function FindingTable({ findings, onOpen }: FindingTableProps) {
  const columns: Column<Finding>[] = [
    {
      id: 'title',
      header: t.findings.columns.title,
      narrow: 'title',
      cell: (finding) => (
        <button type="button" {...rowLink} onClick={() => onOpen(finding)}>
          {finding.title}
        </button>
      ),
    },
    {
      id: 'severity',
      header: t.findings.columns.severity,
      narrow: 'state',
      cell: ({ severity }) => <SeverityBadge severity={severity} />,
    },
    { id: 'status', header: t.findings.columns.status, cell: ({ status }) => <StateBadge state={status} /> },
    {
      id: 'resource',
      header: t.findings.columns.resource,
      cell: ({ resource }) => (
        <span className="block max-w-[18rem] truncate text-muted max-sm:max-w-[50vw]">{resource}</span>
      ),
    },
    {
      id: 'lastSeen',
      header: t.findings.columns.lastSeen,
      align: 'right',
      cell: ({ lastSeenAt }) => (
        <span className="text-muted">
          <RelativeTime at={lastSeenAt} />
        </span>
      ),
    },
  ];
  return (
    <DataTable
      label={t.findings.title}
      testId="findings"
      columns={columns}
      rows={findings}
      rowKey={({ id }) => id}
      canSort={false}
    />
  );
}
