import type { EventSubscription } from '@patchbay/client';

/** One that is on while its deliveries fail is not simply active. */
export function subscriptionState({ status, failingSince }: Pick<EventSubscription, 'status' | 'failingSince'>) {
  return status === 'active' && failingSince !== null ? 'degraded' : status;
}
