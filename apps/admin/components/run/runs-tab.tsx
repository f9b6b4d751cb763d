'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { History } from 'lucide-react';
import { LoadMore } from '#components/shared/load-more.tsx';
import { EmptyState, ErrorState } from '#components/shared/states.tsx';
import { ListSkeleton } from '#components/ui/skeleton.tsx';
import { api } from '#lib/api/browser.ts';
import { runsQuery } from '#lib/api/queries/runs.ts';
import { useUrlState } from '#lib/use-url-state.ts';
import { t } from '#messages/en.ts';
import { RunDrawer } from './run-drawer.tsx';
import { RunTable } from './run-table.tsx';

export function RunsTab({ connectionId }: { connectionId: string }) {
  const { get, change } = useUrlState();
  const query = useInfiniteQuery(runsQuery(api, connectionId));
  const runs = query.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <>
      {query.error && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {query.isPending && <ListSkeleton />}
      {query.data && runs.length === 0 && (
        <EmptyState icon={History} title={t.runs.emptyTitle} text={t.runs.emptyText} />
      )}
      {runs.length > 0 && (
        <RunTable runs={runs} canSort={!query.hasNextPage} onOpen={(run) => change({ run: run.id }, 'push')} />
      )}
      <LoadMore query={query} />
      <RunDrawer id={get('run')} onOpen={(run) => change({ run })} onClose={() => change({ run: null })} />
    </>
  );
}
