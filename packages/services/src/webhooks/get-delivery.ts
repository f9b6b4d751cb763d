import { getWebhookDelivery as getRow } from '@patchbay/db';
import { PatchbayError } from '@patchbay/schema';
import { z } from 'zod';
import type { WebhookDeliveryDetail } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { toWebhookDeliveryDetail } from './to-delivery.ts';

const inputSchema = z.strictObject({ id: idSchema });

/** One delivery with its payload. */
export async function getWebhookDelivery(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<WebhookDeliveryDetail> {
  const { deps, actor } = context;
  requirePermission(actor, 'webhookDeliveries.get');
  const { id } = parseInput(inputSchema, input);
  const row = await getRow(deps.db.orm, { organizationId: actor.organizationId, id });
  if (!row) throw deliveryNotFound();
  return toWebhookDeliveryDetail(row);
}

export function deliveryNotFound(): PatchbayError {
  return new PatchbayError(
    'not_found',
    'There is no such delivery. Old ones are removed; the list shows those there are.',
  );
}
