'use client';
import type { Connection, ProviderDetail } from '@patchbay/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { api } from '#lib/api/browser.ts';
import { webhooksQuery } from '#lib/api/queries/webhooks.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import type { WebhookOffer } from '#lib/webhooks/types.ts';
import { type NewWebhookValues, toNewWebhook } from '#lib/webhooks/webhook-form.ts';
import { t } from '#messages/en.ts';
import { NewWebhookForm } from './new-webhook-form.tsx';
import { WebhookSecret } from './webhook-secret.tsx';

interface AddWebhookProps {
  connection: Connection;
  provider: ProviderDetail;
  offer: WebhookOffer;
  isOpen: boolean;
  onClose: () => void;
}

/** Adds a webhook and shows its address and secret this one time. */
export function AddWebhook({ connection, provider, offer, isOpen, onClose }: AddWebhookProps) {
  const queryClient = useQueryClient();
  const formId = useId();
  const add = useMutation({
    mutationFn: (values: NewWebhookValues) =>
      unwrap(
        api.POST('/api/v1/integrations/connections/{id}/webhooks', {
          params: { path: { id: connection.id } },
          body: toNewWebhook(offer, values),
        }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: webhooksQuery(api, connection.id).queryKey }),
  });
  const close = () => {
    onClose();
    add.reset();
  };
  if (add.data) {
    const isRegistered = add.data.hook.state === 'registered';
    return (
      <WebhookSecret
        isOpen={isOpen}
        onClose={close}
        webhook={add.data}
        provider={provider}
        offer={offer}
        title={
          isRegistered
            ? t.webhooks.createdTitle
            : add.data.hook.state === 'failed'
              ? t.webhooks.createdFailedTitle
              : t.webhooks.createdByHandTitle
        }
      />
    );
  }
  return (
    <Dialog
      isOpen={isOpen}
      onClose={close}
      testId="add-webhook"
      title={t.webhooks.addTitle(connection.name)}
      description={t.webhooks.addText}
      className="w-[min(600px,calc(100vw-32px))]"
      footer={
        <>
          <Button onClick={close}>{t.common.cancel}</Button>
          <Button type="submit" form={formId} variant="primary" isBusy={add.isPending}>
            {t.webhooks.create}
          </Button>
        </>
      }
    >
      {isOpen && (
        <NewWebhookForm
          id={formId}
          provider={provider}
          offer={offer}
          error={add.error}
          onSubmit={(values) => add.mutate(values)}
        />
      )}
    </Dialog>
  );
}
