import type { EventSubscription, EventType } from '@patchbay/client';
import { z } from 'zod';
import { t } from '#messages/en.ts';

const common = {
  url: z
    .string()
    .trim()
    .pipe(z.url({ protocol: /^https?$/, error: t.fields.notUrl })),
  scope: z.enum(['every', 'some']),
  types: z.array(z.string()),
};

/** Of a new subscription, whose name may be left blank, or of one that has a name. */
export function subscriptionFormSchema(known: EventSubscription | null) {
  const name = z.string().trim().max(200, t.fields.tooLong(200));
  return z
    .object({
      ...common,
      ...(known?.connectionId && { url: z.string() }),
      name: known ? name.min(1, t.events.nameNeeded) : name,
    })
    .refine(({ scope, types }) => scope === 'every' || types.length > 0, {
      path: ['types'],
      error: t.events.typesNeeded,
    });
}

export type SubscriptionFormValues = z.output<ReturnType<typeof subscriptionFormSchema>>;

export function subscriptionFormValues(known: EventSubscription | null): SubscriptionFormValues {
  return {
    name: known?.name ?? '',
    url: known?.url ?? '',
    scope: known?.types ? 'some' : 'every',
    types: known?.types ?? [],
  };
}

/** A blank name is left to the API, which knows the host. */
export function toSubscriptionPayload({ name, url, scope, types }: SubscriptionFormValues) {
  return {
    url: url.trim(),
    // The API refuses names it does not know.
    types: scope === 'every' ? null : (types as never),
    ...(name.trim() !== '' && { name: name.trim() }),
  };
}

/** Types in groups by what they are about, in the order of the API. Test events go to whoever asks, and are not chosen. */
export function groupEventTypes(types: EventType[]): [group: string, types: EventType[]][] {
  const groups = new Map<string, EventType[]>();
  for (const each of types.filter(({ type }) => type !== 'subscription.test')) {
    const group = each.type.slice(0, each.type.indexOf('.'));
    groups.set(group, [...(groups.get(group) ?? []), each]);
  }
  return [...groups];
}
