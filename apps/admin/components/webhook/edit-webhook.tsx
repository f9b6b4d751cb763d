'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { useId } from 'react';
import { FormProvider, useForm } from 'react-hook-form';
import { TextField } from '#components/fields/text-field.tsx';
import { FormError } from '#components/shared/form-error.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Form } from '#components/ui/form.tsx';
import { toast } from '#components/ui/toast.tsx';
import { api } from '#lib/api/browser.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import type { Webhook, WebhookOffer } from '#lib/webhooks/types.ts';
import {
  type ChangedWebhookValues,
  changedWebhookSchema,
  changedWebhookValues,
  toChangedWebhook,
} from '#lib/webhooks/webhook-form.ts';
import { t } from '#messages/en.ts';
import { EventChoice } from './event-choice.tsx';
import { useWebhookMutations } from './use-webhook-mutations.ts';

interface EditWebhookProps {
  webhook: Webhook;
  name: string;
  offer: WebhookOffer;
  isOpen: boolean;
  onClose: () => void;
}

/** Changes which events a webhook wants, at the provider too where that can be done, and its limits. */
export function EditWebhook({ webhook, name, offer, isOpen, onClose }: EditWebhookProps) {
  const formId = useId();
  const { params, refresh } = useWebhookMutations(webhook);
  const save = useMutation({
    mutationFn: (values: ChangedWebhookValues) =>
      unwrap(
        api.PATCH('/api/v1/integrations/connections/{id}/webhooks/{webhookId}', {
          params,
          body: toChangedWebhook(webhook, values),
        }),
      ),
    onSuccess: async () => {
      await refresh();
      toast(t.webhooks.saved);
      close();
    },
  });
  const close = () => {
    onClose();
    save.reset();
  };
  return (
    <Dialog
      isOpen={isOpen}
      onClose={close}
      testId="edit-webhook"
      title={t.webhooks.editTitle(name)}
      className="w-[min(600px,calc(100vw-32px))]"
      footer={
        <>
          <Button onClick={close}>{t.common.cancel}</Button>
          <Button type="submit" form={formId} variant="primary" isBusy={save.isPending}>
            {t.common.save}
          </Button>
        </>
      }
    >
      {isOpen && (
        <EditForm
          id={formId}
          webhook={webhook}
          offer={offer}
          error={save.error}
          onSubmit={(values) => save.mutate(values)}
        />
      )}
    </Dialog>
  );
}

interface EditFormProps {
  id: string;
  webhook: Webhook;
  offer: WebhookOffer;
  error: unknown;
  onSubmit: (values: ChangedWebhookValues) => void;
}

function EditForm({ id, webhook, offer, error, onSubmit }: EditFormProps) {
  const form = useForm<ChangedWebhookValues>({
    resolver: zodResolver(changedWebhookSchema),
    mode: 'onTouched',
    defaultValues: changedWebhookValues(webhook),
  });
  const { errors } = form.formState;
  return (
    <FormProvider {...form}>
      <Form id={id} className="flex flex-col gap-5 pb-1" onSubmit={form.handleSubmit((values) => onSubmit(values))}>
        <EventChoice events={offer.events} />
        <TextField
          label={t.webhooks.rate}
          help={t.webhooks.rateHelp}
          inputMode="numeric"
          autoComplete="off"
          error={errors.rate?.message}
          {...form.register('rate')}
        />
        <TextField
          label={t.webhooks.size}
          help={t.webhooks.sizeHelp}
          inputMode="numeric"
          autoComplete="off"
          error={errors.size?.message}
          {...form.register('size')}
        />
        {Boolean(error) && <FormError error={error} title={t.webhooks.notSaved} />}
      </Form>
    </FormProvider>
  );
}
