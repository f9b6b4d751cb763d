import type { WebhookEndpoint } from '@patchbay/db';
import { announceChange } from '../connections/announce-change.ts';
import type { ServiceDeps } from '../types.ts';

/** What an endpoint is kept in memory by. */
export function endpointCacheKey({ keyHash }: Pick<WebhookEndpoint, 'keyHash'>): string {
  return `webhook-endpoint/${keyHash}`;
}

/** Makes this process and all others forget what they keep of the endpoint. Call it once the change is committed. */
export function announceEndpoint(deps: ServiceDeps, row: Pick<WebhookEndpoint, 'keyHash'>): Promise<void> {
  return announceChange(deps, endpointCacheKey(row));
}
