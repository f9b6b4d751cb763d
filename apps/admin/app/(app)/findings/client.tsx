'use client';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import Link from 'next/link';
import { FindingDrawer } from '#components/finding/finding-drawer.tsx';
import { FindingSummaryBar } from '#components/finding/finding-summary-bar.tsx';
import { FindingTable } from '#components/finding/finding-table.tsx';
import { LoadMore } from '#components/shared/load-more.tsx';
import { PageHeader } from '#components/shared/page-header.tsx';
import { EmptyState, ErrorState } from '#components/shared/states.tsx';
import { Button } from '#components/ui/button.tsx';
import { Select } from '#components/ui/input.tsx';
import { ListSkeleton } from '#components/ui/skeleton.tsx';
import { api } from '#lib/api/browser.ts';
import { findingSummaryQuery, findingsQuery } from '#lib/api/queries.ts';
import { findingStatuses, readFindingFilter, severities } from '#lib/finding-filter.ts';
import { useUrlState } from '#lib/use-url-state.ts';
import { t } from '#messages/en.ts';

export function Findings() {
  const { get, change } = useUrlState();
  const filter = readFindingFilter(get);
  const query = useInfiniteQuery({ ...findingsQuery(api, filter), placeholderData: keepPreviousData });
  const summary = useQuery(findingSummaryQuery(api, filter));
  const findings = query.data?.pages.flatMap((page) => page.data) ?? [];
  const opened = findings.find(({ id }) => id === get('finding')) ?? null;
  const isEmpty = summary.data?.total === 0;
  return (
    <>
      <PageHeader title={t.findings.title} text={t.findings.text} />
      {query.error && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {query.isPending && <ListSkeleton />}
      {summary.data && !isEmpty && <FindingSummaryBar summary={summary.data} />}
      {query.data && !isEmpty && (
        <div className="mb-4 flex flex-wrap gap-3">
          <Select
            aria-label={t.findings.status}
            value={filter.status ?? 'all'}
            onChange={(event) => change({ status: event.target.value === 'open' ? null : event.target.value })}
            className="sm:w-44"
          >
            {findingStatuses.map((status) => (
              <option key={status} value={status}>
                {t.states[status]}
              </option>
            ))}
            <option value="all">{t.findings.anyStatus}</option>
          </Select>
          <Select
            aria-label={t.findings.severity}
            value={filter.severity ?? ''}
            onChange={(event) => change({ severity: event.target.value })}
            className="sm:w-44"
          >
            <option value="">{t.findings.anySeverity}</option>
            {severities.map((severity) => (
              <option key={severity} value={severity}>
                {t.findings.severities[severity]}
              </option>
            ))}
          </Select>
        </div>
      )}
      {query.data && findings.length === 0 && (
        <EmptyState
          icon={ShieldCheck}
          title={isEmpty ? t.findings.emptyTitle : t.findings.noMatch}
          text={t.findings.emptyText}
          action={
            isEmpty ? (
              <Button asChild>
                <Link href="/connections">{t.findings.toConnections}</Link>
              </Button>
            ) : (
              <Button onClick={() => change({ status: 'all', severity: null, connection: null })}>
                {t.common.clearFilters}
              </Button>
            )
          }
        />
      )}
      {findings.length > 0 && <FindingTable findings={findings} onOpen={({ id }) => change({ finding: id }, 'push')} />}
      <LoadMore query={query} />
      <FindingDrawer key={opened?.id} finding={opened} onClose={() => change({ finding: null })} />
    </>
  );
}
