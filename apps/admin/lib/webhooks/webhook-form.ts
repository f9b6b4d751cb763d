import type { components, FieldView } from '@patchbay/client';
import { z } from 'zod';
import { createFieldsSchema } from '#lib/fields/field-schema.ts';
import { type FormValues, initialValues, toPayload } from '#lib/fields/field-values.ts';
import { t } from '#messages/en.ts';
import type { Webhook, WebhookOffer } from './types.ts';

/** Which events a webhook wants: a part of every form about one. */
export interface EventChoiceValues {
  scope: 'every' | 'some';
  events: string[];
}

export interface NewWebhookValues extends EventChoiceValues {
  /** The fields of the manifest, and the secret. */
  fields: FormValues;
  scheme: string;
  maker: 'patchbay' | 'person';
}

const eventChoice = { scope: z.enum(['every', 'some']), events: z.array(z.string()) };

function isChosen({ scope, events }: EventChoiceValues): boolean {
  return scope === 'every' || events.length > 0;
}

const noEvents = { path: ['events'], error: t.webhooks.eventsNeeded };

/** What the hook hangs on. Whoever makes it by hand need not say. */
export function resourceField(offer: WebhookOffer, maker: NewWebhookValues['maker']): FieldView | null {
  const field = offer.resource;
  return field && { ...field, required: field.required && maker === 'patchbay' };
}

/** Only a hook that is made by hand can have a secret the provider made, and only where each webhook has its own. */
export function secretField(offer: WebhookOffer, values: Pick<NewWebhookValues, 'maker' | 'scheme'>): FieldView | null {
  const scheme = offer.schemes.find(({ id }) => id === values.scheme);
  if (values.maker === 'patchbay' || scheme?.secretFrom !== 'endpoint') return null;
  return ownSecretField;
}

export const ownSecretField: FieldView = {
  ...{ name: 'secret', type: 'secret', label: t.webhooks.secret, help: t.webhooks.secretHelp, placeholder: null },
  ...{ required: false, default: null, options: null, pattern: null, visibleWhen: null, docsUrl: null, maxLength: 500 },
};

function fieldsOf(offer: WebhookOffer, values: Pick<NewWebhookValues, 'maker' | 'scheme'>): FieldView[] {
  return [resourceField(offer, values.maker), secretField(offer, values)].filter((field) => field !== null);
}

/** What is wrong with a secret; null when it is left to Patchbay, or can be one. */
export function secretProblem(secret: string): string | null {
  if (secret === '') return null;
  if (secret.length < 16) return t.webhooks.secretShort;
  return secret.length > 500 ? t.webhooks.secretLong : null;
}

export function newWebhookSchema(offer: WebhookOffer) {
  return z
    .object({
      ...eventChoice,
      fields: z.custom<FormValues>((value) => typeof value === 'object' && value !== null),
      scheme: z.string(),
      maker: z.enum(['patchbay', 'person']),
    })
    .refine(isChosen, noEvents)
    .superRefine((values, context) => {
      const fields = fieldsOf(offer, values);
      const problems = createFieldsSchema(fields).safeParse(values.fields).error?.issues ?? [];
      for (const { path, message } of problems)
        context.addIssue({ code: 'custom', path: ['fields', ...path], message });
      if (problems.some(({ path }) => path[0] === 'secret') || !secretField(offer, values)) return;
      const problem = secretProblem(String(values.fields.secret ?? ''));
      if (problem) context.addIssue({ code: 'custom', path: ['fields', 'secret'], message: problem });
    });
}

export function newWebhookValues(offer: WebhookOffer): NewWebhookValues {
  const scheme = offer.schemes[0]?.id ?? 'verify';
  const maker = offer.canRegister ? 'patchbay' : 'person';
  const resource = resourceField(offer, maker);
  return {
    fields: initialValues([...(resource ? [resource] : []), ownSecretField]),
    ...{ scope: 'every', events: [], scheme, maker },
  };
}

function eventsOf({ scope, events }: EventChoiceValues): string[] | null {
  return scope === 'every' ? null : events;
}

export function toNewWebhook(offer: WebhookOffer, values: NewWebhookValues): components['schemas']['CreateWebhook'] {
  return {
    ...toPayload(fieldsOf(offer, values), values.fields),
    events: eventsOf(values),
    ...(offer.schemes.length > 1 && { scheme: values.scheme }),
    ...(offer.canRegister && values.maker === 'person' && { register: false }),
  };
}

const wholeNumber = (least: number, most: number, error: string) =>
  z.string().refine((text) => /^\d+$/.test(text.trim()) && Number(text) >= least && Number(text) <= most, error);

/** What can be changed later. */
export const changedWebhookSchema = z
  .object({
    ...eventChoice,
    rate: wholeNumber(1, 100_000, t.webhooks.rateInvalid),
    size: wholeNumber(1, 25_600, t.webhooks.sizeInvalid),
  })
  .refine(isChosen, noEvents);
export type ChangedWebhookValues = z.output<typeof changedWebhookSchema>;

export function changedWebhookValues({ events, ratePerMinute, maxBodyBytes }: Webhook): ChangedWebhookValues {
  return {
    scope: events === null ? 'every' : 'some',
    events: events ?? [],
    rate: String(ratePerMinute),
    size: String(Math.ceil(maxBodyBytes / 1024)),
  };
}

/** Only what is another than before: naming the events at all changes the hook at the provider. */
export function toChangedWebhook(known: Webhook, values: ChangedWebhookValues): components['schemas']['UpdateWebhook'] {
  const before = changedWebhookValues(known);
  const events = eventsOf(values);
  const isSame =
    JSON.stringify(events && [...events].sort()) === JSON.stringify(known.events && [...known.events].sort());
  return {
    ...(!isSame && { events }),
    ...(values.rate.trim() !== before.rate && { ratePerMinute: Number(values.rate) }),
    ...(values.size.trim() !== before.size && { maxBodyBytes: Number(values.size) * 1024 }),
  };
}
