'use client';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import Link from 'next/link';
import { LoadMore } from '#components/shared/load-more.tsx';
import { EmptyState, ErrorState } from '#components/shared/states.tsx';
import { Button } from '#components/ui/button.tsx';
import { ListSkeleton } from '#components/ui/skeleton.tsx';
import { api } from '#lib/api/browser.ts';
import { findingSummaryQuery, findingsQuery } from '#lib/api/queries/findings.ts';
import { readFindingFilter } from '#lib/finding-filter.ts';
import { useUrlState } from '#lib/use-url-state.ts';
import { t } from '#messages/en.ts';
import { FindingDrawer } from './finding-drawer.tsx';
import { FindingFilters } from './finding-filters.tsx';
import { FindingSummaryBar } from './finding-summary-bar.tsx';
import { FindingTable } from './finding-table.tsx';

/** What clears the filters: all of them, and not only open findings. */
export const noFilter = { status: 'all', severity: null, connection: null, rule: null, resource: null };

/** Findings with their counts and filters: of everything, or of one connection. */
export function FindingList({ connectionId }: { connectionId?: string }) {
  const { get, change } = useUrlState();
  const read = readFindingFilter(get);
  const filter = { ...read, connectionId: connectionId ?? read.connectionId };
  const query = useInfiniteQuery({ ...findingsQuery(api, filter), placeholderData: keepPreviousData });
  const summary = useQuery({ ...findingSummaryQuery(api, filter), placeholderData: keepPreviousData });
  const findings = query.data?.pages.flatMap((page) => page.data) ?? [];
  const isNarrowed = Boolean(read.connectionId || filter.rule || filter.resource);
  const isEmpty = summary.data?.total === 0 && !isNarrowed;
  return (
    <>
      {query.error && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {query.isPending && <ListSkeleton />}
      {summary.data && !isEmpty && <FindingSummaryBar summary={summary.data} />}
      {!query.isPending && !isEmpty && <FindingFilters ofOneConnection={connectionId !== undefined} />}
      {query.data && findings.length === 0 && (
        <EmptyState
          icon={ShieldCheck}
          title={isEmpty ? t.findings.emptyTitle : t.findings.noMatch}
          text={isEmpty ? t.findings.emptyText : t.findings.noMatchText}
          action={
            isEmpty ? (
              <Button asChild>
                <Link href="/connections">{t.findings.toConnections}</Link>
              </Button>
            ) : (
              <Button onClick={() => change(noFilter)}>{t.common.clearFilters}</Button>
            )
          }
        />
      )}
      {findings.length > 0 && <FindingTable findings={findings} onOpen={({ id }) => change({ finding: id }, 'push')} />}
      <LoadMore query={query} />
      <FindingDrawer key={get('finding')} id={get('finding')} onClose={() => change({ finding: null })} />
    </>
  );
}
