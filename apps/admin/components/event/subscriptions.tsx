'use client';
import { useQuery } from '@tanstack/react-query';
import { Plus, Webhook } from 'lucide-react';
import { useState } from 'react';
import { EmptyState, ErrorState } from '#components/shared/states.tsx';
import { Button } from '#components/ui/button.tsx';
import { ListSkeleton } from '#components/ui/skeleton.tsx';
import { api } from '#lib/api/browser.ts';
import { eventSubscriptionsQuery } from '#lib/api/queries.ts';
import { t } from '#messages/en.ts';
import { SubscriptionDialog } from './subscription-dialog.tsx';
import { SubscriptionTable } from './subscription-table.tsx';

/** Where events are sent. Only for admins: the API shows it to nobody else. */
export function Subscriptions() {
  const [isAdding, setAdding] = useState(false);
  const query = useQuery(eventSubscriptionsQuery(api));
  const add = (
    <Button variant="primary" onClick={() => setAdding(true)}>
      <Plus aria-hidden />
      {t.events.add}
    </Button>
  );
  return (
    <section aria-labelledby="event-subscriptions">
      <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-3">
        <div className="min-w-0 flex-1 basis-60">
          <h2 id="event-subscriptions" className="font-semibold">
            {t.events.subscriptions}
          </h2>
          <p className="text-pretty text-muted">{t.events.subscriptionsText}</p>
        </div>
        {query.data && query.data.length > 0 && add}
      </div>
      {query.error && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {query.isPending && <ListSkeleton rows={3} />}
      {query.data?.length === 0 && (
        <EmptyState icon={Webhook} title={t.events.emptyTitle} text={t.events.emptyText} action={add} />
      )}
      {query.data && query.data.length > 0 && <SubscriptionTable subscriptions={query.data} />}
      <SubscriptionDialog open={isAdding ? 'new' : null} onClose={() => setAdding(false)} />
    </section>
  );
}
