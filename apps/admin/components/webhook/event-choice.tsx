'use client';
import { useFormContext } from 'react-hook-form';
import { EventCheckbox } from '#components/shared/event-checkbox.tsx';
import { EveryOrSome } from '#components/shared/every-or-some.tsx';
import type { WebhookOffer } from '#lib/webhooks/types.ts';
import type { EventChoiceValues } from '#lib/webhooks/webhook-form.ts';
import { t } from '#messages/en.ts';

/** Every event of a provider, or some with what they mean: a part of the form around it. */
export function EventChoice({ events }: { events: WebhookOffer['events'] }) {
  const { formState } = useFormContext<EventChoiceValues>();
  return (
    <EveryOrSome
      legend={t.webhooks.which}
      labels={{ every: t.webhooks.whichEvery, some: t.webhooks.whichSome }}
      error={formState.errors.events?.message}
    >
      <div className="mt-3 flex flex-col gap-2 rounded-lg border p-3" data-testid="webhook-events">
        {events.map(({ name, description }) => (
          <EventCheckbox key={name} field="events" name={name} description={description} />
        ))}
      </div>
    </EveryOrSome>
  );
}
