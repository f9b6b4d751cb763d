'use client';
import type { PatchbayEvent } from '@patchbay/client';
import { useQuery } from '@tanstack/react-query';
import { Radio } from 'lucide-react';
import Link from 'next/link';
import { type Column, DataTable } from '#components/shared/data-table.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { EmptyState, ErrorState } from '#components/shared/states.tsx';
import { ListSkeleton } from '#components/ui/skeleton.tsx';
import { api } from '#lib/api/browser.ts';
import { eventTypesQuery, recentEventsQuery } from '#lib/api/queries.ts';
import { firstSentence } from '#lib/events/first-sentence.ts';
import { shortenId } from '#lib/format.ts';
import { t } from '#messages/en.ts';

/** What the event calls its connection; those of findings know its id alone. */
function ConnectionCell({ connectionId, type, data }: PatchbayEvent) {
  if (connectionId === null) return null;
  const label = typeof data.name === 'string' ? data.name : shortenId(connectionId);
  const className = 'block max-w-[18rem] truncate max-sm:max-w-[60vw]';
  // Nothing is there any more.
  if (type === 'connection.deleted') return <span className={`${className} text-muted`}>{label}</span>;
  return (
    <Link href={`/connections/${connectionId}`} className={`${className} rounded-sm hover:underline`}>
      {label}
    </Link>
  );
}

export function RecentEvents() {
  const query = useQuery(recentEventsQuery(api));
  const types = useQuery(eventTypesQuery(api));
  const descriptions = new Map(types.data?.map(({ type, description }) => [type, firstSentence(description)]));
  const columns: Column<PatchbayEvent>[] = [
    {
      id: 'event',
      header: t.events.columns.event,
      narrow: 'title',
      cell: ({ type }) => (
        <>
          <code className="font-mono text-sm">{type}</code>
          <span className="block max-w-[34rem] text-pretty text-muted text-sm">{descriptions.get(type)}</span>
        </>
      ),
    },
    { id: 'connection', header: t.events.columns.connection, cell: (event) => <ConnectionCell {...event} /> },
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
    <section aria-labelledby="recent-events">
      <div className="mb-4">
        <h2 id="recent-events" className="font-semibold">
          {t.events.recent}
        </h2>
        <p className="text-pretty text-muted">{t.events.recentText}</p>
      </div>
      {query.error && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {query.isPending && <ListSkeleton />}
      {query.data?.length === 0 && (
        <EmptyState icon={Radio} title={t.events.recentEmptyTitle} text={t.events.recentEmptyText} />
      )}
      {query.data && query.data.length > 0 && (
        <DataTable
          label={t.events.recent}
          testId="recent-events"
          columns={columns}
          rows={query.data}
          rowKey={({ id }) => id}
          canSort={false}
        />
      )}
    </section>
  );
}
