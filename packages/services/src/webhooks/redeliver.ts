import { getWebhookDelivery, requeueWebhookDelivery } from '@patchbay/db';
import { PatchbayError } from '@patchbay/schema';
import { z } from 'zod';
import { recordAudit } from '../audit/append.ts';
import type { WebhookDeliveryView } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { webhookChannel } from './create-intake.ts';
import { deliveryNotFound } from './get-delivery.ts';
import { toWebhookDelivery } from './to-delivery.ts';

const inputSchema = z.strictObject({ id: idSchema });

/** Has a delivery handled once more, as it was stored: after a manifest was corrected, or a connection resumed. */
export async function redeliverWebhook(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<WebhookDeliveryView> {
  const { deps, actor } = context;
  requirePermission(actor, 'webhookDeliveries.redeliver');
  const { id } = parseInput(inputSchema, input);
  const key = { organizationId: actor.organizationId, id };
  const row = await requeueWebhookDelivery(deps.db.orm, { ...key, now: new Date(deps.clock.now()) });
  if (!row) {
    if (!(await getWebhookDelivery(deps.db.orm, key))) throw deliveryNotFound();
    throw new PatchbayError('conflict', 'This delivery waits to be handled already.');
  }
  await recordAudit(context, {
    action: 'webhook_delivery.redeliver',
    target: { type: 'webhook_delivery', id, label: row.event },
    after: { webhookId: row.endpointId },
  });
  await deps.db.notify(webhookChannel, '').catch(() => {});
  return toWebhookDelivery(row);
}
