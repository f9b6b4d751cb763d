'use client';
import type { ProviderDetail } from '@patchbay/client';
import { useMutation } from '@tanstack/react-query';
import { useId } from 'react';
import { FormProvider, useForm } from 'react-hook-form';
import { ManifestField } from '#components/fields/manifest-field.tsx';
import { FormError } from '#components/shared/form-error.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { FieldFrame } from '#components/ui/field-frame.tsx';
import { Form } from '#components/ui/form.tsx';
import { Select } from '#components/ui/input.tsx';
import { api } from '#lib/api/browser.ts';
import { unwrap } from '#lib/api/unwrap.ts';
import { formatExact } from '#lib/format.ts';
import type { Webhook, WebhookOffer } from '#lib/webhooks/types.ts';
import { ownSecretField, secretProblem } from '#lib/webhooks/webhook-form.ts';
import { t } from '#messages/en.ts';
import { useWebhookMutations } from './use-webhook-mutations.ts';
import { WebhookSecret } from './webhook-secret.tsx';

interface NewSecretProps {
  webhook: Webhook;
  name: string;
  provider: ProviderDetail;
  offer: WebhookOffer;
  isOpen: boolean;
  onClose: () => void;
}

interface Values {
  overlap: string;
  secret: string;
}

/** Asks how long the old secret holds, then shows the new one this one time. */
export function NewSecret({ webhook, name, provider, offer, isOpen, onClose }: NewSecretProps) {
  const formId = useId();
  const overlapId = useId();
  const { params, refresh } = useWebhookMutations(webhook);
  const form = useForm<Values>({ mode: 'onTouched', defaultValues: { overlap: '86400', secret: '' } });
  const rotate = useMutation({
    mutationFn: ({ overlap, secret }: Values) =>
      unwrap(
        api.POST('/api/v1/integrations/connections/{id}/webhooks/{webhookId}/rotate-secret', {
          params,
          body: { overlapSeconds: Number(overlap), ...(secret !== '' && { secret }) },
        }),
      ),
    onSuccess: refresh,
  });
  const close = () => {
    onClose();
    form.reset();
    rotate.reset();
  };
  if (rotate.data) {
    const until = rotate.data.previousSecretExpiresAt;
    const isRegistered = rotate.data.hook.state === 'registered';
    return (
      <WebhookSecret
        {...{ isOpen, provider, offer }}
        onClose={close}
        webhook={rotate.data}
        title={isRegistered ? t.webhooks.rotatedTitle : t.webhooks.rotatedTitleByHand}
        note={until ? t.webhooks.oldSecretUntil(formatExact(until)) : t.webhooks.oldSecretOver}
      />
    );
  }
  const submit = form.handleSubmit((values) => {
    const message = secretProblem(values.secret);
    if (message) form.setError('secret', { message });
    else rotate.mutate(values);
  });
  return (
    <Dialog
      isOpen={isOpen}
      onClose={close}
      testId="new-secret"
      title={t.webhooks.rotateTitle(name)}
      description={t.webhooks.rotateDialogText}
      footer={
        <>
          <Button onClick={close}>{t.common.cancel}</Button>
          <Button type="submit" form={formId} variant="primary" isBusy={rotate.isPending}>
            {t.webhooks.rotate}
          </Button>
        </>
      }
    >
      <FormProvider {...form}>
        <Form id={formId} className="flex flex-col gap-4 pb-1" onSubmit={submit}>
          <FieldFrame id={overlapId} label={t.webhooks.overlap}>
            <Select id={overlapId} {...form.register('overlap')}>
              {t.events.overlaps.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </Select>
          </FieldFrame>
          {webhook.hook.state !== 'registered' && <ManifestField field={ownSecretField} name="secret" />}
          {rotate.error && <FormError error={rotate.error} title={t.webhooks.notRotated} />}
        </Form>
      </FormProvider>
    </Dialog>
  );
}
