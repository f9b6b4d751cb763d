'use client';
import { useQuery } from '@tanstack/react-query';
import { Plus, Webhook } from 'lucide-react';
import { useState } from 'react';
import { ListSection } from '#components/shared/list-section.tsx';
import { Button } from '#components/ui/button.tsx';
import { api } from '#lib/api/browser.ts';
import { eventSubscriptionsQuery } from '#lib/api/queries/events.ts';
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
    <ListSection
      title={t.events.subscriptions}
      text={t.events.subscriptionsText}
      query={query}
      add={add}
      empty={{ icon: Webhook, title: t.events.emptyTitle, text: t.events.emptyText }}
      list={(subscriptions) => <SubscriptionTable subscriptions={subscriptions} />}
    >
      <SubscriptionDialog open={isAdding ? 'new' : null} onClose={() => setAdding(false)} />
    </ListSection>
  );
}
