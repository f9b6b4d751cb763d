'use client';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Cable } from 'lucide-react';
import Link from 'next/link';
import { AttentionList } from '#components/overview/attention-list.tsx';
import { FirstSteps } from '#components/overview/first-steps.tsx';
import { StateCounts } from '#components/overview/state-counts.tsx';
import { RunTable } from '#components/run/run-table.tsx';
import { PageHeader } from '#components/shared/page-header.tsx';
import { ErrorState } from '#components/shared/states.tsx';
import { Button } from '#components/ui/button.tsx';
import { ListSkeleton, Skeleton } from '#components/ui/skeleton.tsx';
import { api } from '#lib/api/browser.ts';
import { connectionsQuery } from '#lib/api/queries/connections.ts';
import { overviewQuery } from '#lib/api/queries/me.ts';
import { humanize } from '#lib/format.ts';
import { useCanManage } from '#lib/me.tsx';
import { t } from '#messages/en.ts';

export function Overview() {
  const canWrite = useCanManage();
  const query = useQuery(overviewQuery(api));
  const connections = useInfiniteQuery(connectionsQuery(api));
  const overview = query.data;
  const names = new Map(
    connections.data?.pages.flatMap((page) => page.data.map((connection) => [connection.id, connection.name] as const)),
  );

  return (
    <>
      <PageHeader
        title={t.overview.title}
        text={t.overview.text}
        actions={
          canWrite &&
          overview !== undefined &&
          overview.connections.total > 0 && (
            <Button asChild variant="primary">
              <Link href="/catalog">
                <Cable aria-hidden />
                {t.overview.connect}
              </Link>
            </Button>
          )
        }
      />
      {query.error && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {query.isPending && (
        <div className="flex flex-col gap-6">
          <Skeleton className="h-19" />
          <ListSkeleton rows={3} />
        </div>
      )}
      {overview?.connections.total === 0 && <FirstSteps />}
      {overview && overview.connections.total > 0 && (
        <div className="flex flex-col gap-7">
          <StateCounts counts={overview.connections} />
          <section aria-labelledby="attention">
            <h2 id="attention" className="mb-3 font-semibold">
              {t.overview.attentionTitle}
            </h2>
            <AttentionList items={overview.attention} />
          </section>
          <section aria-labelledby="recent-runs">
            <h2 id="recent-runs" className="mb-3 font-semibold">
              {t.overview.runsTitle}
            </h2>
            {overview.recentRuns.length === 0 ? (
              <p className="rounded-lg border border-dashed px-4 py-6 text-center text-muted">{t.overview.runsEmpty}</p>
            ) : (
              <RunTable
                runs={overview.recentRuns}
                canSort={false}
                isCompact
                connectionName={(run) => names.get(run.connectionId ?? '') ?? humanize(run.providerSlug)}
              />
            )}
          </section>
        </div>
      )}
    </>
  );
}
