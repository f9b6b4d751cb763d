'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import type { ProviderDetail } from '@patchbay/client';
import { useEffect, useId } from 'react';
import { FormProvider, type Resolver, useForm } from 'react-hook-form';
import { ManifestField } from '#components/fields/manifest-field.tsx';
import { FormError } from '#components/shared/form-error.tsx';
import { FieldFrame } from '#components/ui/field-frame.tsx';
import { Form } from '#components/ui/form.tsx';
import { Select } from '#components/ui/input.tsx';
import { toApiError } from '#lib/api/api-error.ts';
import type { WebhookOffer } from '#lib/webhooks/types.ts';
import {
  type NewWebhookValues,
  newWebhookSchema,
  newWebhookValues,
  resourceField,
  secretField,
} from '#lib/webhooks/webhook-form.ts';
import { t } from '#messages/en.ts';
import { EventChoice } from './event-choice.tsx';

interface NewWebhookFormProps {
  id: string;
  provider: ProviderDetail;
  offer: WebhookOffer;
  /** Why the API refused it. */
  error: unknown;
  onSubmit: (values: NewWebhookValues) => void;
}

/** Asks only for what the provider has: a resource, events, a scheme where there are several, and who makes the hook. */
export function NewWebhookForm({ id, provider, offer, error, onSubmit }: NewWebhookFormProps) {
  const schemeId = useId();
  const form = useForm<NewWebhookValues>({
    resolver: zodResolver(newWebhookSchema(offer)) as unknown as Resolver<NewWebhookValues>,
    mode: 'onTouched',
    defaultValues: newWebhookValues(offer),
  });
  const [maker, scheme] = form.watch(['maker', 'scheme']);
  const resource = resourceField(offer, maker);
  const secret = secretField(offer, { maker, scheme });
  const { setError } = form;
  useEffect(() => {
    for (const { path, message } of error ? toApiError(error).details : [])
      if (path === 'resource' || path === 'secret') setError(`fields.${path}`, { type: 'server', message });
  }, [error, setError]);
  const chosen = offer.schemes.find(({ id }) => id === scheme);
  return (
    <FormProvider {...form}>
      <Form
        id={id}
        data-testid="webhook-form"
        className="flex flex-col gap-5 pb-1"
        onSubmit={form.handleSubmit((values) => onSubmit(values))}
      >
        {resource && <ManifestField field={resource} name="fields.resource" />}
        <EventChoice events={offer.events} />
        {offer.schemes.length > 1 && (
          <FieldFrame
            id={schemeId}
            label={t.webhooks.scheme}
            help={chosen && (chosen.reason ?? t.webhooks.secretFrom[chosen.secretFrom])}
          >
            <Select id={schemeId} aria-describedby={`${schemeId}-help`} {...form.register('scheme')}>
              {offer.schemes.map(({ id, type }) => (
                <option key={id} value={id}>
                  {t.webhooks.schemes[type] ?? type}
                </option>
              ))}
            </Select>
          </FieldFrame>
        )}
        {offer.canRegister && (
          <fieldset className="min-w-0">
            <legend className="mb-1.5 font-medium text-sm">{t.webhooks.how}</legend>
            <div className="flex flex-col gap-2">
              {(['patchbay', 'person'] as const).map((value) => (
                <label key={value} className="flex items-start gap-2 text-sm">
                  <input
                    type="radio"
                    value={value}
                    className="mt-0.5 size-4 shrink-0 accent-(--accent-fill)"
                    {...form.register('maker')}
                  />
                  <span className="min-w-0">
                    {value === 'patchbay' ? t.webhooks.register(provider.name) : t.webhooks.byHand}
                    {value === 'person' && <span className="block text-muted">{t.webhooks.byHandHelp}</span>}
                  </span>
                </label>
              ))}
            </div>
          </fieldset>
        )}
        {secret && <ManifestField field={secret} name="fields.secret" />}
        {Boolean(error) && <FormError error={error} title={t.webhooks.notCreated} />}
      </Form>
    </FormProvider>
  );
}
