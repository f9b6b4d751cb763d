'use client';
import type { ProviderDetail } from '@patchbay/client';
import { ChevronLeft } from 'lucide-react';
import { useState } from 'react';
import { StateBadge } from '#components/shared/state-badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { useCanManage } from '#lib/me.tsx';
import { canRepair, webhookName } from '#lib/webhooks/describe-webhook.ts';
import type { Webhook, WebhookOffer } from '#lib/webhooks/types.ts';
import { t } from '#messages/en.ts';
import { EditWebhook } from './edit-webhook.tsx';
import { HookNotice } from './hook-notice.tsx';
import { HookSetup } from './hook-setup.tsx';
import { Inbox } from './inbox.tsx';
import { useWebhookMutations } from './use-webhook-mutations.ts';
import { WebhookAddress } from './webhook-address.tsx';
import { WebhookDetails } from './webhook-details.tsx';
import { WebhookManagement } from './webhook-management.tsx';

interface WebhookPageProps {
  webhook: Webhook;
  provider: ProviderDetail;
  offer: WebhookOffer;
  onBack: () => void;
  /** Told what is left to do by hand, if anything. */
  onDeleted: (leftToDo: string | null) => void;
}

/** One webhook: how its hook is, what it brought, and what can be done with it. */
export function WebhookPage({ webhook, provider, offer, onBack, onDeleted }: WebhookPageProps) {
  const canManage = useCanManage();
  const [isEditing, setEditing] = useState(false);
  const { test, repair } = useWebhookMutations(webhook);
  const name = webhookName(webhook, provider.name);
  return (
    <section aria-labelledby="webhook" data-testid="webhook">
      <button
        type="button"
        onClick={onBack}
        className="mb-2 inline-flex items-center gap-1 rounded-sm text-muted text-sm hover:text-text"
      >
        <ChevronLeft aria-hidden className="size-3.5" />
        {t.webhooks.back}
      </button>
      <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-3">
        <div className="flex min-w-0 flex-1 basis-60 flex-wrap items-center gap-x-3 gap-y-1">
          <h2 id="webhook" className="min-w-0 break-words font-semibold text-lg">
            {name}
          </h2>
          <StateBadge state={webhook.hook.state} />
        </div>
        {canManage && (
          <div className="flex flex-wrap gap-2">
            <Button onClick={() => setEditing(true)}>{t.webhooks.edit}</Button>
            {webhook.canBeTested && (
              <Button
                variant="primary"
                title={t.webhooks.testText}
                isBusy={test.isPending}
                onClick={() => test.mutate()}
              >
                {t.webhooks.test}
              </Button>
            )}
          </div>
        )}
      </div>
      <HookNotice
        webhook={webhook}
        action={
          canManage &&
          offer.canRegister &&
          canRepair(webhook) && (
            <Button size="sm" isBusy={repair.isPending} onClick={() => repair.mutate()}>
              {t.webhooks.repair}
            </Button>
          )
        }
      />
      <div className="flex flex-col gap-6">
        {webhook.url !== null && <WebhookAddress url={webhook.url} />}
        <WebhookDetails webhook={webhook} offer={offer} />
        {canManage && webhook.setup.length > 0 && (
          <Panel>
            <HookSetup setup={webhook.setup} source={offer.source} />
          </Panel>
        )}
        <Inbox connectionId={webhook.connectionId} webhookId={webhook.id} />
        {canManage && <WebhookManagement webhook={webhook} provider={provider} offer={offer} onDeleted={onDeleted} />}
      </div>
      <EditWebhook webhook={webhook} name={name} offer={offer} isOpen={isEditing} onClose={() => setEditing(false)} />
    </section>
  );
}
