'use client';
import type { ProviderDetail } from '@patchbay/client';
import { useState } from 'react';
import { ManageRow } from '#components/shared/manage-row.tsx';
import { Button } from '#components/ui/button.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { webhookName } from '#lib/webhooks/describe-webhook.ts';
import type { Webhook, WebhookOffer } from '#lib/webhooks/types.ts';
import { t } from '#messages/en.ts';
import { DeleteWebhook } from './delete-webhook.tsx';
import { NewSecret } from './new-secret.tsx';
import { useWebhookMutations } from './use-webhook-mutations.ts';

interface WebhookManagementProps {
  webhook: Webhook;
  provider: ProviderDetail;
  offer: WebhookOffer;
  onDeleted: (leftToDo: string | null) => void;
}

/** From the mildest to the one that cannot be undone. */
export function WebhookManagement({ webhook, provider, offer, onDeleted }: WebhookManagementProps) {
  const { check } = useWebhookMutations(webhook);
  const [open, setOpen] = useState<'secret' | 'delete' | null>(null);
  const close = () => setOpen(null);
  const hasSecret = offer.schemes.find(({ id }) => id === webhook.scheme)?.secretFrom === 'endpoint';
  const name = webhookName(webhook, provider.name);
  return (
    <Panel title={t.webhooks.manage} bodyClassName="divide-y p-0" testId="webhook-management">
      {offer.canRegister && (
        <ManageRow title={t.webhooks.check} text={t.webhooks.checkText}>
          <Button isBusy={check.isPending} onClick={() => check.mutate()}>
            {t.webhooks.check}
          </Button>
        </ManageRow>
      )}
      {hasSecret && (
        <ManageRow title={t.webhooks.rotate} text={t.webhooks.rotateText}>
          <Button onClick={() => setOpen('secret')}>{t.webhooks.rotate}</Button>
        </ManageRow>
      )}
      <ManageRow title={t.webhooks.delete} text={t.webhooks.deleteText}>
        <Button variant="dangerQuiet" onClick={() => setOpen('delete')}>
          {t.webhooks.delete}
        </Button>
      </ManageRow>
      <NewSecret {...{ webhook, name, provider, offer }} isOpen={open === 'secret'} onClose={close} />
      <DeleteWebhook {...{ webhook, name, onDeleted }} isOpen={open === 'delete'} onClose={close} />
    </Panel>
  );
}
