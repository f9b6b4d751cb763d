import { getWebhookEndpoint, type WebhookEndpoint } from '@patchbay/db';
import { PatchbayError } from '@patchbay/schema';
import type { ServiceContext } from '../types.ts';

/** The endpoint of the caller's organization, and of the connection where one is named. Any other does not exist: `not_found`. */
export async function requireEndpoint(
  { deps, actor }: ServiceContext,
  { id, connectionId }: { id: string; connectionId?: string },
): Promise<WebhookEndpoint> {
  const row = await getWebhookEndpoint(deps.db.orm, { organizationId: actor.organizationId, id });
  if (!row || (connectionId !== undefined && row.connectionId !== connectionId)) throw endpointNotFound();
  return row;
}

export function endpointNotFound(): PatchbayError {
  return new PatchbayError(
    'not_found',
    'There is no such webhook. It may have been deleted; the list shows those there are.',
  );
}
