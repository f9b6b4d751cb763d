import { type EventSubscription, getEventSubscription } from '@patchbay/db';
import { PatchbayError } from '@patchbay/schema';
import type { ServiceContext } from '../types.ts';

export function subscriptionNotFound(): PatchbayError {
  return new PatchbayError('not_found', 'There is no such event subscription. The list shows those there are.');
}

/** The subscription of the caller's organization. Throws `not_found`. */
export async function requireSubscription({ deps, actor }: ServiceContext, id: string): Promise<EventSubscription> {
  const row = await getEventSubscription(deps.db.orm, { organizationId: actor.organizationId, id });
  if (row === null) throw subscriptionNotFound();
  return row;
}
