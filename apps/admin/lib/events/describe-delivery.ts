import type { EventDelivery } from '@patchbay/client';
import { t } from '#messages/en.ts';

/** What the receiver said last: a status code, or that it said nothing. */
export function lastAnswer({ attempts }: Pick<EventDelivery, 'attempts'>): string {
  const last = attempts.at(-1);
  if (!last) return t.events.notTried;
  return last.status === null ? t.events.noAnswer : String(last.status);
}
