'use client';
import { type Column, DataTable, rowLink } from '#components/shared/data-table.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { type State, StateBadge } from '#components/shared/state-badge.tsx';
import type { Evidence } from '#lib/doctor/types.ts';
import { formatNumber } from '#lib/format.ts';
import { t } from '#messages/en.ts';

interface EvidenceTableProps {
  entries: Evidence[];
  onOpen: (entry: Evidence) => void;
}

export function verdictState({ verdict }: Pick<Evidence, 'verdict'>): State {
  return verdict in t.states ? (verdict as State) : 'unknown';
}

export function EvidenceTable({ entries, onOpen }: EvidenceTableProps) {
  const columns: Column<Evidence>[] = [
    {
      id: 'verdict',
      header: t.evidence.columns.verdict,
      narrow: 'state',
      cell: (entry) => <StateBadge state={verdictState(entry)} />,
      className: 'w-32',
    },
    {
      id: 'connection',
      header: t.evidence.columns.connection,
      narrow: 'title',
      cell: (entry) => (
        <button type="button" {...rowLink} className={`break-words ${rowLink.className}`} onClick={() => onOpen(entry)}>
          {entry.connectionName}
        </button>
      ),
    },
    {
      id: 'summary',
      header: t.evidence.columns.summary,
      cell: ({ summary }) => <span className="line-clamp-2 max-w-[30rem] break-words text-muted">{summary}</span>,
    },
    {
      id: 'at',
      header: t.evidence.columns.at,
      align: 'right',
      cell: ({ at }) => (
        <span className="text-muted">
          <RelativeTime at={at} />
        </span>
      ),
    },
    {
      id: 'seq',
      header: t.evidence.columns.seq,
      align: 'right',
      narrow: 'hidden',
      cell: ({ seq }) => <span className="text-muted">{formatNumber(seq)}</span>,
    },
  ];
  return (
    <DataTable
      label={t.evidence.title}
      testId="evidence"
      columns={columns}
      rows={entries}
      rowKey={({ id }) => id}
      canSort={false}
    />
  );
}
