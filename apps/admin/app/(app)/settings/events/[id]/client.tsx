'use client';
import { useQuery } from '@tanstack/react-query';
import { ChevronLeft } from 'lucide-react';
import Link from 'next/link';
import { useEffect, useState } from 'react';
import { Deliveries } from '#components/event/deliveries.tsx';
import { SubscriptionDetails } from '#components/event/subscription-details.tsx';
import { SubscriptionDialog } from '#components/event/subscription-dialog.tsx';
import { SubscriptionManagement } from '#components/event/subscription-management.tsx';
import { SubscriptionNotice } from '#components/event/subscription-notice.tsx';
import { useSubscriptionMutations } from '#components/event/use-subscription-mutations.ts';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { ErrorState } from '#components/shared/states.tsx';
import { Button } from '#components/ui/button.tsx';
import { ListSkeleton } from '#components/ui/skeleton.tsx';
import { api } from '#lib/api/browser.ts';
import { eventSubscriptionQuery } from '#lib/api/queries/events.ts';
import { subscriptionState } from '#lib/events/subscription-state.ts';
import { t } from '#messages/en.ts';

export function EventSubscriptionPage({ id }: { id: string }) {
  const query = useQuery(eventSubscriptionQuery(api, id));
  const subscription = query.data;
  const { sendTest } = useSubscriptionMutations(id);
  const [isEditing, setEditing] = useState(false);
  const name = subscription?.name;
  useEffect(() => {
    if (name) document.title = t.title(name);
  }, [name]);

  if (query.error && !subscription) return <ErrorState error={query.error} onRetry={() => query.refetch()} />;
  if (!subscription) return <ListSkeleton />;
  return (
    <section aria-labelledby="subscription">
      <Link
        href="/settings/events"
        className="mb-2 inline-flex items-center gap-1 rounded-sm text-muted text-sm hover:text-text"
      >
        <ChevronLeft aria-hidden className="size-3.5" />
        {t.events.subscriptions}
      </Link>
      <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-3">
        <div className="flex min-w-0 flex-1 basis-60 flex-wrap items-center gap-x-3 gap-y-1">
          <h2 id="subscription" className="min-w-0 break-words font-semibold text-lg">
            {subscription.name}
          </h2>
          <StateBadge state={subscriptionState(subscription)} />
        </div>
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => setEditing(true)}>{t.events.edit}</Button>
          <Button variant="primary" isBusy={sendTest.isPending} onClick={() => sendTest.mutate()}>
            {t.events.sendTest}
          </Button>
        </div>
      </div>
      <SubscriptionNotice subscription={subscription} />
      <div className="flex flex-col gap-6">
        <SubscriptionDetails subscription={subscription} />
        <Deliveries subscriptionId={id} />
        <SubscriptionManagement subscription={subscription} />
      </div>
      <SubscriptionDialog open={isEditing ? subscription : null} onClose={() => setEditing(false)} />
    </section>
  );
}
