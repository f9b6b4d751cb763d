'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import type { EventSubscription } from '@patchbay/client';
import { useQuery } from '@tanstack/react-query';
import { CircleAlert } from 'lucide-react';
import { useId } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { TextField } from '#components/fields/text-field.tsx';
import { FormError } from '#components/shared/form-error.tsx';
import { Form } from '#components/ui/form.tsx';
import { Checkbox } from '#components/ui/input.tsx';
import { toApiError } from '#lib/api/api-error.ts';
import { api } from '#lib/api/browser.ts';
import { eventTypesQuery } from '#lib/api/queries.ts';
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
  const typesErrorId = useId();
  const types = useQuery(eventTypesQuery(api));
  const { register, handleSubmit, control, formState } = useForm<SubscriptionFormValues>({
    resolver: zodResolver(subscriptionFormSchema(known)),
    mode: 'onTouched',
    defaultValues: subscriptionFormValues(known),
  });
  const scope = useWatch({ control, name: 'scope' });
  const refused = (path: string) =>
    error ? toApiError(error).details.find((detail) => detail.path === path)?.message : undefined;
  const { errors } = formState;
  const typesError = errors.types?.message;
  return (
    <Form
      id={id}
      data-testid="subscription-form"
      className="flex flex-col gap-5"
      onSubmit={handleSubmit((values) => onSubmit(values))}
    >
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
      <TextField
        label={t.events.name}
        help={t.events.nameHelp}
        isOptional={known === null}
        autoComplete="off"
        error={errors.name?.message ?? refused('name')}
        {...register('name')}
      />
      <fieldset className="min-w-0" aria-describedby={typesError ? typesErrorId : undefined}>
        <legend className="mb-1.5 font-medium text-sm">{t.events.which}</legend>
        <div className="flex flex-col gap-2">
          {(['every', 'some'] as const).map((value) => (
            <label key={value} className="flex items-start gap-2 text-sm">
              <input
                type="radio"
                value={value}
                className="mt-0.5 size-4 shrink-0 accent-(--accent-fill)"
                {...register('scope')}
              />
              {value === 'every' ? t.events.whichEvery : t.events.whichSome}
            </label>
          ))}
        </div>
        {scope === 'some' && (
          <div className="mt-3 flex flex-col gap-4 rounded-lg border p-3" data-testid="event-types">
            {groupEventTypes(types.data ?? []).map(([group, members]) => (
              <fieldset key={group} className="min-w-0">
                <legend className="mb-1.5 font-medium text-muted text-xs">
                  {t.events.groups[group] ?? humanize(group)}
                </legend>
                <div className="flex flex-col gap-2">
                  {members.map(({ type, description }) => (
                    <Checkbox key={type} value={type} className="items-start" {...register('types')}>
                      <span className="min-w-0">
                        <code className="block break-all font-mono text-xs leading-4">{type}</code>
                        <span className="text-pretty text-muted">{firstSentence(description)}</span>
                      </span>
                    </Checkbox>
                  ))}
                </div>
              </fieldset>
            ))}
          </div>
        )}
        {typesError && (
          <p id={typesErrorId} role="alert" className="mt-1.5 flex items-start gap-1.5 text-bad text-sm">
            <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
            {typesError}
          </p>
        )}
      </fieldset>
      {Boolean(error) && <FormError error={error} title={t.events.notSaved} />}
    </Form>
  );
}
