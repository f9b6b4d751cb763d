'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import type { EventSubscription } from '@patchbay/client';
import { useQuery } from '@tanstack/react-query';
import { FormProvider, useForm } from 'react-hook-form';
import { TextField } from '#components/fields/text-field.tsx';
import { EventCheckbox } from '#components/shared/event-checkbox.tsx';
import { EveryOrSome } from '#components/shared/every-or-some.tsx';
import { FormError } from '#components/shared/form-error.tsx';
import { Form } from '#components/ui/form.tsx';
import { toApiError } from '#lib/api/api-error.ts';
import { api } from '#lib/api/browser.ts';
import { eventTypesQuery } from '#lib/api/queries/events.ts';
import { firstSentence } from '#lib/events/first-sentence.ts';
import {
  groupEventTypes,
  type SubscriptionFormValues,
  subscriptionFormSchema,
  subscriptionFormValues,
} from '#lib/events/subscription-form.ts';
import { humanize } from '#lib/format.ts';
import { t } from '#messages/en.ts';

interface SubscriptionFormProps {
  id: string;
  known: EventSubscription | null;
  /** Why the API refused it. */
  error: unknown;
  onSubmit: (values: SubscriptionFormValues) => void;
}

export function SubscriptionForm({ id, known, error, onSubmit }: SubscriptionFormProps) {
  const types = useQuery(eventTypesQuery(api));
  const form = useForm<SubscriptionFormValues>({
    resolver: zodResolver(subscriptionFormSchema(known)),
    mode: 'onTouched',
    defaultValues: subscriptionFormValues(known),
  });
  const refused = (path: string) =>
    error ? toApiError(error).details.find((detail) => detail.path === path)?.message : undefined;
  const { register, handleSubmit } = form;
  const { errors } = form.formState;
  return (
    <Form
      id={id}
      data-testid="subscription-form"
      className="flex flex-col gap-5"
      onSubmit={handleSubmit((values) => onSubmit(values))}
    >
      {!known?.connectionId && (
        <TextField
          label={t.events.url}
          help={t.events.urlHelp}
          type="url"
          inputMode="url"
          autoComplete="off"
          placeholder="https://example.com/patchbay"
          error={errors.url?.message ?? refused('url')}
          {...register('url')}
        />
      )}
      <TextField
        label={t.events.name}
        help={t.events.nameHelp}
        isOptional={known === null}
        autoComplete="off"
        error={errors.name?.message ?? refused('name')}
        {...register('name')}
      />
      <FormProvider {...form}>
        <EveryOrSome
          legend={t.events.which}
          labels={{ every: t.events.whichEvery, some: t.events.whichSome }}
          error={errors.types?.message}
        >
          <div className="mt-3 flex flex-col gap-4 rounded-lg border p-3" data-testid="event-types">
            {groupEventTypes(types.data ?? []).map(([group, members]) => (
              <fieldset key={group} className="min-w-0">
                <legend className="mb-1.5 font-medium text-muted text-xs">
                  {t.events.groups[group] ?? humanize(group)}
                </legend>
                <div className="flex flex-col gap-2">
                  {members.map(({ type, description }) => (
                    <EventCheckbox key={type} field="types" name={type} description={firstSentence(description)} />
                  ))}
                </div>
              </fieldset>
            ))}
          </div>
        </EveryOrSome>
      </FormProvider>
      {Boolean(error) && <FormError error={error} title={t.events.notSaved} />}
    </Form>
  );
}
