'use client';
import type { AuditEntry } from '@patchbay/client';
import { type Column, DataTable, rowLink } from '#components/shared/data-table.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { humanize } from '#lib/format.ts';
import { t } from '#messages/en.ts';

export function describeAction(action: string): string {
  return t.audit.actions[action] ?? humanize(action);
}

export function actorLabel(actor: AuditEntry['actor']): string {
  return actor.label ?? t.audit.actors[actor.type] ?? actor.id;
}

interface AuditTableProps {
  entries: AuditEntry[];
  onOpen: (entry: AuditEntry) => void;
}

export function AuditTable({ entries, onOpen }: AuditTableProps) {
  const columns: Column<AuditEntry>[] = [
    {
      id: 'action',
      header: t.audit.columns.action,
      narrow: 'title',
      cell: (entry) => (
        <button type="button" {...rowLink} onClick={() => onOpen(entry)}>
          {describeAction(entry.action)}
        </button>
      ),
    },
    {
      id: 'target',
      header: t.audit.columns.target,
      cell: (entry) => (
        <span className="block max-w-[20rem] truncate text-muted max-sm:max-w-[40vw]">
          {entry.target.label ?? entry.target.id}
        </span>
      ),
    },
    {
      id: 'actor',
      header: t.audit.columns.actor,
      cell: (entry) => (
        <span className="block max-w-[14rem] truncate text-muted max-sm:max-w-[40vw]">{actorLabel(entry.actor)}</span>
      ),
    },
    {
      id: 'ip',
      header: t.audit.columns.ip,
      narrow: 'hidden',
      cell: (entry) => <span className="font-mono text-muted text-xs">{entry.ip}</span>,
    },
    {
      id: 'at',
      header: t.audit.columns.at,
      align: 'right',
      narrow: 'state',
      cell: (entry) => (
        <span className="text-muted max-sm:text-sm">
          <RelativeTime at={entry.at} />
        </span>
      ),
    },
  ];
  return (
    <DataTable
      label={t.audit.title}
      testId="audit-log"
      columns={columns}
      rows={entries}
      rowKey={(entry) => entry.id}
      canSort={false}
    />
  );
}
