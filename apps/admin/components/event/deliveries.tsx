'use client';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import { LoadMore } from '#components/shared/load-more.tsx';
import { EmptyState, ErrorState } from '#components/shared/states.tsx';
import { StatusFilter } from '#components/shared/status-filter.tsx';
import { Button } from '#components/ui/button.tsx';
import { ListSkeleton } from '#components/ui/skeleton.tsx';
import { api } from '#lib/api/browser.ts';
import { eventDeliveriesQuery } from '#lib/api/queries/events.ts';
import { useUrlState } from '#lib/use-url-state.ts';
import { t } from '#messages/en.ts';
import { DeliveryDrawer } from './delivery-drawer.tsx';
import { DeliveryTable } from './delivery-table.tsx';

const statuses = ['pending', 'delivered', 'failed'] as const;

/** What was sent to one subscription. */
export function Deliveries({ subscriptionId }: { subscriptionId: string }) {
  const { get, change } = useUrlState();
  const status = statuses.find((name) => name === get('status'));
  const query = useInfiniteQuery({
    ...eventDeliveriesQuery(api, subscriptionId, status),
    placeholderData: keepPreviousData,
  });
  const deliveries = query.data?.pages.flatMap((page) => page.data) ?? [];
  const opened = deliveries.find(({ id }) => id === get('delivery')) ?? null;
  return (
    <section aria-labelledby="deliveries">
      <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <h3 id="deliveries" className="flex-1 font-semibold">
          {t.events.deliveries}
        </h3>
        {(deliveries.length > 0 || status) && (
          <StatusFilter
            label={t.events.deliveryStatus}
            anyLabel={t.events.anyStatus}
            statuses={statuses}
            value={status}
            onChange={(chosen) => change({ status: chosen })}
          />
        )}
      </div>
      {query.error && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {query.isPending && <ListSkeleton rows={4} />}
      {query.data && deliveries.length === 0 && (
        <EmptyState
          icon={Send}
          title={status ? t.events.deliveriesNoMatch : t.events.deliveriesEmptyTitle}
          text={t.events.deliveriesEmptyText}
          action={status && <Button onClick={() => change({ status: null })}>{t.common.clearFilters}</Button>}
        />
      )}
      {deliveries.length > 0 && (
        <DeliveryTable deliveries={deliveries} onOpen={({ id }) => change({ delivery: id }, 'push')} />
      )}
      <LoadMore query={query} />
      <DeliveryDrawer subscriptionId={subscriptionId} delivery={opened} onClose={() => change({ delivery: null })} />
    </section>
  );
}
