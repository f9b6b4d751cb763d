'use client';
import type { ProviderDetail } from '@patchbay/client';
import { type ReactNode, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { webhookName } from '#lib/webhooks/describe-webhook.ts';
import type { Webhook, WebhookOffer } from '#lib/webhooks/types.ts';
import { t } from '#messages/en.ts';
import { DeleteWebhook } from './delete-webhook.tsx';
import { NewSecret } from './new-secret.tsx';
import { useWebhookMutations } from './use-webhook-mutations.ts';

function Row({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-medium">{title}</p>
        <p className="text-pretty text-muted text-sm">{text}</p>
      </div>
      {children}
    </div>
  );
}

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
        <Row title={t.webhooks.check} text={t.webhooks.checkText}>
          <Button isBusy={check.isPending} onClick={() => check.mutate()}>
            {t.webhooks.check}
          </Button>
        </Row>
      )}
      {hasSecret && (
        <Row title={t.webhooks.rotate} text={t.webhooks.rotateText}>
          <Button onClick={() => setOpen('secret')}>{t.webhooks.rotate}</Button>
        </Row>
      )}
      <Row title={t.webhooks.delete} text={t.webhooks.deleteText}>
        <Button variant="dangerQuiet" onClick={() => setOpen('delete')}>
          {t.webhooks.delete}
        </Button>
      </Row>
      <NewSecret {...{ webhook, name, provider, offer }} isOpen={open === 'secret'} onClose={close} />
      <DeleteWebhook {...{ webhook, name, onDeleted }} isOpen={open === 'delete'} onClose={close} />
    </Panel>
  );
}
