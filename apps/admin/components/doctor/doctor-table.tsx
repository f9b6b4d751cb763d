'use client';
import Link from 'next/link';
import { type Column, DataTable, rowLink } from '#components/shared/data-table.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { doctorState, doctorSummary } from '#lib/doctor/describe-doctor.ts';
import type { DoctorRun } from '#lib/doctor/types.ts';
import { t } from '#messages/en.ts';

const columns: Column<DoctorRun>[] = [
  {
    id: 'verdict',
    header: t.doctor.columns.verdict,
    narrow: 'state',
    cell: (run) => <StateBadge state={doctorState(run)} />,
    className: 'w-32',
  },
  {
    id: 'what',
    header: t.doctor.columns.what,
    narrow: 'title',
    cell: ({ id, checks }) => (
      <>
        <Link href={`/doctor/${id}`} {...rowLink} className={`break-words ${rowLink.className}`}>
          {checks.length === 1 ? checks[0]?.connectionName : t.doctor.count(checks.length)}
        </Link>
        {checks.length > 1 && (
          <span className="block max-w-[20rem] truncate text-muted text-sm">
            {checks.map(({ connectionName }) => connectionName).join(', ')}
          </span>
        )}
      </>
    ),
  },
  {
    id: 'summary',
    header: t.doctor.columns.summary,
    cell: (run) => <span className="line-clamp-2 max-w-[30rem] break-words text-muted">{doctorSummary(run)}</span>,
  },
  {
    id: 'created',
    header: t.doctor.columns.created,
    align: 'right',
    cell: ({ createdAt }) => (
      <span className="text-muted">
        <RelativeTime at={createdAt} />
      </span>
    ),
  },
];

export function DoctorTable({ runs }: { runs: DoctorRun[] }) {
  return (
    <DataTable
      label={t.doctor.title}
      testId="doctor-runs"
      columns={columns}
      rows={runs}
      rowKey={({ id }) => id}
      canSort={false}
    />
  );
}
