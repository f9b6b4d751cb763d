'use client';
import type { Connection, ProviderDetail, RecordRow } from '@patchbay/client';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Database } from 'lucide-react';
import { type Column, DataTable, rowLink } from '#components/shared/data-table.tsx';
import { LoadMore } from '#components/shared/load-more.tsx';
import { RelativeTime } from '#components/shared/relative-time.tsx';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { EmptyState, ErrorState } from '#components/shared/states.tsx';
import { Checkbox, Select } from '#components/ui/input.tsx';
import { ListSkeleton } from '#components/ui/skeleton.tsx';
import { api } from '#lib/api/browser.ts';
import { recordsQuery } from '#lib/api/queries/records.ts';
import { formatNumber, humanize } from '#lib/format.ts';
import { useUrlState } from '#lib/use-url-state.ts';
import { t } from '#messages/en.ts';
import { RecordDrawer } from './record-drawer.tsx';

function columnsOf(onOpen: (record: RecordRow) => void): Column<RecordRow>[] {
  return [
    {
      id: 'change',
      header: t.records.columns.change,
      narrow: 'state',
      sortValue: (record) => record.change,
      cell: (record) => <StateBadge state={record.change} />,
      className: 'w-28',
    },
    {
      id: 'id',
      header: t.records.columns.id,
      narrow: 'title',
      sortValue: (record) => record.externalId,
      cell: (record) => (
        <button type="button" {...rowLink} onClick={() => onOpen(record)}>
          <span className="block max-w-[22rem] truncate max-sm:max-w-[60vw]">{record.externalId}</span>
        </button>
      ),
    },
    {
      id: 'model',
      header: t.records.columns.model,
      sortValue: (record) => record.model,
      cell: (record) => <span className="text-muted">{humanize(record.model)}</span>,
    },
    {
      id: 'preview',
      header: t.records.columns.preview,
      narrow: 'hidden',
      cell: (record) => (
        <span className="block max-w-[20rem] truncate font-mono text-muted text-xs">{JSON.stringify(record.data)}</span>
      ),
      className: 'max-lg:hidden',
    },
    {
      id: 'seq',
      header: t.records.columns.seq,
      align: 'right',
      narrow: 'hidden',
      sortValue: (record) => record.seq,
      cell: (record) => <span className="text-muted">{record.seq}</span>,
    },
    {
      id: 'changed',
      header: t.records.columns.changed,
      align: 'right',
      sortValue: (record) => record.changedAt,
      cell: (record) => (
        <span className="text-muted">
          <RelativeTime at={record.changedAt} />
        </span>
      ),
    },
  ];
}

interface RecordsTabProps {
  connection: Connection;
  provider: ProviderDetail | undefined;
}

export function RecordsTab({ connection, provider }: RecordsTabProps) {
  const { get, change } = useUrlState();
  const filter = { model: get('model') || undefined, includeDeleted: get('deleted') === 'yes' };
  const query = useInfiniteQuery({
    ...recordsQuery(api, connection.id, filter),
    placeholderData: keepPreviousData,
  });
  const records = query.data?.pages.flatMap((page) => page.data) ?? [];
  const opened = records.find((record) => record.id === get('record')) ?? null;
  const models = [...new Set(provider?.syncs.map((sync) => sync.model))];
  const isFiltered = filter.model !== undefined;
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-3">
        <Select
          aria-label={t.records.model}
          value={filter.model ?? ''}
          onChange={(event) => change({ model: event.target.value })}
          className="sm:w-52"
        >
          <option value="">{t.records.anyModel}</option>
          {models.map((model) => (
            <option key={model} value={model}>
              {humanize(model)}
            </option>
          ))}
        </Select>
        <Checkbox
          checked={filter.includeDeleted}
          onChange={(event) => change({ deleted: event.target.checked ? 'yes' : null })}
        >
          {t.records.includeDeleted}
        </Checkbox>
        {records.length > 0 && (
          <span className="ml-auto text-muted text-sm tabular-nums">
            {t.records.shown(formatNumber(records.length) + (query.hasNextPage ? '+' : ''))}
          </span>
        )}
      </div>
      {query.error && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {query.isPending && <ListSkeleton />}
      {query.data && records.length === 0 && (
        <EmptyState
          icon={Database}
          title={t.records.emptyTitle}
          text={isFiltered ? t.records.emptyNothing : t.records.emptyText}
        />
      )}
      {records.length > 0 && (
        <DataTable
          label={t.connection.tabs.records}
          testId="records"
          columns={columnsOf((record) => change({ record: record.id }, 'push'))}
          rows={records}
          rowKey={(record) => record.id}
          canSort={!query.hasNextPage}
        />
      )}
      <LoadMore query={query} />
      <RecordDrawer record={opened} onClose={() => change({ record: null })} />
    </>
  );
}
