'use client';
import type { PatchbayEvent } from '@patchbay/client';
import Link from 'next/link';
import { type Column, DataTable, rowLink } from '#components/shared/data-table.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { eventDetail } from '#lib/events/event-detail.ts';
import { shortenId } from '#lib/format.ts';
import { t } from '#messages/en.ts';

/** What the event calls its connection; those of findings know its id alone. */
function ConnectionCell({ event, names }: { event: PatchbayEvent; names: ReadonlyMap<string, string> }) {
  const { connectionId, type, data } = event;
  if (connectionId === null) return null;
  const label = names.get(connectionId) ?? (typeof data.name === 'string' ? data.name : shortenId(connectionId));
  const className = 'block max-w-[18rem] truncate max-sm:max-w-[60vw]';
  // Nothing is there any more.
  if (type === 'connection.deleted') return <span className={`${className} text-muted`}>{label}</span>;
  return (
    <Link href={`/connections/${connectionId}`} className={`${className} rounded-sm hover:underline`}>
      {label}
    </Link>
  );
}

interface EventTableProps {
  events: PatchbayEvent[];
  /** What each type means, in a sentence. */
  meanings: ReadonlyMap<string, string>;
  /** Of connections, by their ids. */
  names: ReadonlyMap<string, string>;
  onOpen: (event: PatchbayEvent) => void;
}

export function EventTable({ events, meanings, names, onOpen }: EventTableProps) {
  const columns: Column<PatchbayEvent>[] = [
    {
      id: 'event',
      header: t.events.columns.event,
      narrow: 'title',
      cell: (event) => (
        <>
          <button type="button" {...rowLink} onClick={() => onOpen(event)}>
            <code className="font-mono text-sm">{event.type}</code>
          </button>
          <span className="block max-w-[34rem] text-pretty text-muted text-sm">
            {eventDetail(event) ?? meanings.get(event.type)}
          </span>
        </>
      ),
    },
    {
      id: 'connection',
      header: t.events.columns.connection,
      cell: (event) => <ConnectionCell event={event} names={names} />,
    },
    {
      id: 'when',
      header: t.events.columns.created,
      align: 'right',
      narrow: 'state',
      cell: ({ timestamp }) => (
        <span className="text-muted max-sm:text-sm">
          <RelativeTime at={timestamp} />
        </span>
      ),
    },
  ];
  return (
    <DataTable
      label={t.events.title}
      testId="events"
      columns={columns}
      rows={events}
      rowKey={({ id }) => id}
      canSort={false}
    />
  );
}
