import type { Webhooks } from '@patchbay/schema';
import { locate } from './locate.ts';
import type { WebhookRequest } from './webhook-request.ts';

/** What a delivery says of itself; null where it says nothing. */
export interface WebhookFacts {
  event: string | null;
  action: string | null;
  /** The same when the delivery is repeated. */
  delivery: string | null;
  tenant: string | null;
}

/** Reads them from where the manifest says they stand. Never throws. */
export function readWebhookFacts(webhooks: Webhooks, request: WebhookRequest): WebhookFacts {
  const read = (name: 'event' | 'action' | 'delivery' | 'tenant') => {
    const locator = webhooks[name];
    return locator ? locate(locator, request) : null;
  };
  return { event: read('event'), action: read('action'), delivery: read('delivery'), tenant: read('tenant') };
}
