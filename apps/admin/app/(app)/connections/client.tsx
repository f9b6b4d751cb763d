'use client';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Cable, SearchX } from 'lucide-react';
import Link from 'next/link';
import { useCallback } from 'react';
import { ConnectionTable } from '#components/connection/connection-table.tsx';
import { LoadMore } from '#components/shared/load-more.tsx';
import { PageHeader } from '#components/shared/page-header.tsx';
import { SearchBox } from '#components/shared/search-box.tsx';
import { EmptyState, ErrorState } from '#components/shared/states.tsx';
import { Button } from '#components/ui/button.tsx';
import { Select } from '#components/ui/input.tsx';
import { ListSkeleton } from '#components/ui/skeleton.tsx';
import { api } from '#lib/api/browser.ts';
import { connectionsQuery } from '#lib/api/queries/connections.ts';
import { providersQuery } from '#lib/api/queries/providers.ts';
import { connectionStates, readConnectionFilter } from '#lib/connection-filter.ts';
import { useCanManage } from '#lib/me.tsx';
import { useUrlState } from '#lib/use-url-state.ts';
import { t } from '#messages/en.ts';

export function Connections() {
  const canWrite = useCanManage();
  const { get, change } = useUrlState();
  const filter = readConnectionFilter({ q: get('q'), status: get('status') });
  const query = useInfiniteQuery({ ...connectionsQuery(api, filter), placeholderData: keepPreviousData });
  const providers = useQuery(providersQuery(api));
  const connections = query.data?.pages.flatMap((page) => page.data) ?? [];
  const isFiltered = Boolean(filter.q || filter.status);
  const search = useCallback((q: string) => change({ q }), [change]);

  return (
    <>
      <PageHeader
        title={t.connections.title}
        text={t.connections.text}
        actions={
          canWrite && (
            <Button asChild variant="primary">
              <Link href="/catalog">
                <Cable aria-hidden />
                {t.connections.connect}
              </Link>
            </Button>
          )
        }
      />
      {query.error && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {query.isPending && <ListSkeleton />}
      {query.data && connections.length === 0 && !isFiltered && (
        <EmptyState
          icon={Cable}
          title={t.connections.emptyTitle}
          text={t.connections.emptyText}
          action={
            <Button asChild>
              <Link href="/catalog">{t.connections.emptyAction}</Link>
            </Button>
          }
        />
      )}
      {query.data && (connections.length > 0 || isFiltered) && (
        <>
          <div className="mb-4 flex flex-wrap gap-3">
            <SearchBox
              label={t.connections.search}
              value={filter.q ?? ''}
              onChange={search}
              className="min-w-0 flex-1 basis-64"
            />
            <Select
              aria-label={t.connections.state}
              value={filter.status ?? ''}
              onChange={(event) => change({ status: event.target.value })}
              className="sm:w-44"
            >
              <option value="">{t.connections.anyState}</option>
              {connectionStates.map((state) => (
                <option key={state} value={state}>
                  {t.states[state]}
                </option>
              ))}
            </Select>
          </div>
          {connections.length === 0 ? (
            <EmptyState
              icon={SearchX}
              title={t.connections.noMatchTitle}
              text={t.connections.noMatchText}
              action={<Button onClick={() => change({ q: null, status: null })}>{t.common.clearFilters}</Button>}
            />
          ) : (
            <ConnectionTable connections={connections} providers={providers.data ?? []} canSort={!query.hasNextPage} />
          )}
          <LoadMore query={query} />
        </>
      )}
    </>
  );
}
