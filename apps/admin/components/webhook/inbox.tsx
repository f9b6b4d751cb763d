'use client';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Inbox as InboxIcon, SearchX } from 'lucide-react';
import { LoadMore } from '#components/shared/load-more.tsx';
import { SearchBox } from '#components/shared/search-box.tsx';
import { EmptyState, ErrorState } from '#components/shared/states.tsx';
import { StatusFilter } from '#components/shared/status-filter.tsx';
import { Button } from '#components/ui/button.tsx';
import { ListSkeleton } from '#components/ui/skeleton.tsx';
import { api } from '#lib/api/browser.ts';
import { webhookDeliveriesQuery } from '#lib/api/queries/webhooks.ts';
import { useCanUse } from '#lib/me.tsx';
import { useUrlState } from '#lib/use-url-state.ts';
import { t } from '#messages/en.ts';
import { InboxDrawer } from './inbox-drawer.tsx';
import { InboxTable } from './inbox-table.tsx';

const statuses = ['received', 'handled', 'ignored', 'failed'] as const;

/** What a provider delivered to a connection, or to one webhook of it. */
export function Inbox({ connectionId, webhookId }: { connectionId: string; webhookId?: string }) {
  const { get, change } = useUrlState();
  // Searching reads payloads, which takes a member.
  const canRead = useCanUse();
  const status = statuses.find((name) => name === get('status'));
  const search = canRead ? get('search').trim().slice(0, 200) : '';
  const query = useInfiniteQuery({
    ...webhookDeliveriesQuery(api, { connectionId, webhookId, status, search }),
    placeholderData: keepPreviousData,
  });
  const deliveries = query.data?.pages.flatMap((page) => page.data) ?? [];
  const isFiltered = Boolean(status || search);
  return (
    <section aria-labelledby="inbox" data-testid="inbox">
      <div className="mb-3">
        <h2 id="inbox" className="font-semibold">
          {t.webhooks.inbox}
        </h2>
        <p className="text-pretty text-muted">{t.webhooks.inboxText}</p>
      </div>
      {(deliveries.length > 0 || isFiltered) && (
        <div className="mb-4 flex flex-wrap gap-3">
          {canRead && (
            <SearchBox
              label={t.webhooks.inboxSearch}
              value={get('search')}
              onChange={(text) => change({ search: text })}
              className="min-w-0 flex-1 basis-64"
            />
          )}
          <StatusFilter
            label={t.webhooks.status}
            anyLabel={t.webhooks.anyStatus}
            statuses={statuses}
            value={status}
            onChange={(chosen) => change({ status: chosen })}
          />
        </div>
      )}
      {query.error && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {query.isPending && <ListSkeleton rows={4} />}
      {query.data && deliveries.length === 0 && (
        <EmptyState
          icon={isFiltered ? SearchX : InboxIcon}
          title={isFiltered ? t.webhooks.inboxNoMatchTitle : t.webhooks.inboxEmptyTitle}
          text={isFiltered ? t.webhooks.inboxNoMatchText : t.webhooks.inboxEmptyText}
          action={
            isFiltered && (
              <Button onClick={() => change({ status: null, search: null })}>{t.common.clearFilters}</Button>
            )
          }
        />
      )}
      {deliveries.length > 0 && (
        <InboxTable deliveries={deliveries} onOpen={({ id }) => change({ delivery: id }, 'push')} />
      )}
      <LoadMore query={query} />
      <InboxDrawer id={get('delivery')} listed={deliveries} onClose={() => change({ delivery: null })} />
    </section>
  );
}
