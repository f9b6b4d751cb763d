'use client';
import type { Connection, ProviderDetail } from '@patchbay/client';
import { useQuery } from '@tanstack/react-query';
import { Plus, Webhook as WebhookIcon } from 'lucide-react';
import { useState } from 'react';
import { EmptyState, ErrorState } from '#components/shared/states.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { ListSkeleton } from '#components/ui/skeleton.tsx';
import { api } from '#lib/api/browser.ts';
import { webhooksQuery } from '#lib/api/queries/webhooks.ts';
import { useCanManage } from '#lib/me.tsx';
import { useUrlState } from '#lib/use-url-state.ts';
import type { WebhookOffer } from '#lib/webhooks/types.ts';
import { t } from '#messages/en.ts';
import { AddWebhook } from './add-webhook.tsx';
import { Inbox } from './inbox.tsx';
import { WebhookPage } from './webhook-page.tsx';
import { WebhookTable } from './webhook-table.tsx';

interface WebhooksTabProps {
  connection: Connection;
  provider: ProviderDetail;
  offer: WebhookOffer;
}

/** The webhooks of a connection and what they brought, or one of them. */
export function WebhooksTab({ connection, provider, offer }: WebhooksTabProps) {
  const canManage = useCanManage() && connection.status !== 'disconnected';
  const { get, change } = useUrlState();
  const [isAdding, setAdding] = useState(false);
  const [leftToDo, setLeftToDo] = useState<string | null>(null);
  const query = useQuery(webhooksQuery(api, connection.id));
  const webhooks = query.data;
  const opened = webhooks?.find(({ id }) => id === get('webhook'));
  const openList = () => change({ webhook: null, delivery: null, status: null, search: null }, 'push');
  const add = (
    <Button variant="primary" onClick={() => setAdding(true)}>
      <Plus aria-hidden />
      {t.webhooks.add}
    </Button>
  );
  return (
    <>
      {query.error && <ErrorState error={query.error} onRetry={() => query.refetch()} />}
      {query.isPending && <ListSkeleton rows={3} />}
      {opened && (
        <WebhookPage
          webhook={opened}
          provider={provider}
          offer={offer}
          onBack={openList}
          onDeleted={(left) => {
            setLeftToDo(left);
            openList();
          }}
        />
      )}
      {webhooks && !opened && (
        <div className="flex flex-col gap-8">
          <section aria-labelledby="webhooks">
            <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-3">
              <div className="min-w-0 flex-1 basis-60">
                <h2 id="webhooks" className="font-semibold">
                  {t.webhooks.title}
                </h2>
                <p className="text-pretty text-muted">{t.webhooks.text(provider.name)}</p>
              </div>
              {canManage && webhooks.length > 0 && add}
            </div>
            {webhooks.length === 0 ? (
              <EmptyState
                icon={WebhookIcon}
                title={t.webhooks.emptyTitle}
                text={canManage ? t.webhooks.emptyText(provider.name) : t.webhooks.emptyReadOnly}
                action={canManage && add}
              />
            ) : (
              <WebhookTable
                webhooks={webhooks}
                providerName={provider.name}
                onOpen={({ id }) => change({ webhook: id, delivery: null, status: null, search: null }, 'push')}
              />
            )}
          </section>
          {webhooks.length > 0 && <Inbox connectionId={connection.id} />}
        </div>
      )}
      <AddWebhook
        connection={connection}
        provider={provider}
        offer={offer}
        isOpen={isAdding}
        onClose={() => setAdding(false)}
      />
      <Dialog
        isOpen={leftToDo !== null}
        onClose={() => setLeftToDo(null)}
        testId="left-to-do"
        title={t.webhooks.leftToDoTitle}
        description={leftToDo}
        footer={
          <Button variant="primary" onClick={() => setLeftToDo(null)}>
            {t.webhooks.doneWithoutSecret}
          </Button>
        }
      />
    </>
  );
}
