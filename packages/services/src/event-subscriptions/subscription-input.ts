import { z } from 'zod';
import { eventTypesSchema } from '../events/event-filter.ts';
import { checkHost } from '../fields/check-host.ts';
import { invalidInput, nameSchema } from '../support/parse-input.ts';
import type { ServiceDeps } from '../types.ts';

export const subscriptionFields = {
  name: nameSchema,
  url: z.string().min(1, 'is required').max(2_000, 'is longer than 2 000 characters'),
  /** Null: every type. */
  types: eventTypesSchema.nullable(),
};

/** Refuses an address that could never be called, before it is stored. Names are judged again at each delivery. */
export function requireUsableUrl({ egress }: Pick<ServiceDeps, 'egress'>, value: string): string {
  const refuse = (message: string) => invalidInput([{ path: 'url', message }]);
  let url: URL;
  try {
    url = new URL(value);
  } catch {
    throw refuse('is not a web address; write it whole, such as https://example.com/events');
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refuse('must start with https:// or http://');
  if (url.hash !== '' || value.includes('#')) throw refuse('holds a fragment (#…); leave it out');
  const problem = checkHost(url, egress);
  if (problem !== null) throw refuse(problem);
  return url.href;
}
