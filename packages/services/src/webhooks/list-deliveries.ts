import { listWebhookDeliveries as listRows, webhookDeliveryStatuses } from '@patchbay/db';
import { z } from 'zod';
import { requireConnection } from '../connections/require-connection.ts';
import type { Page, WebhookDeliveryView } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { cursorSchema, idSchema, limitSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { toWebhookDelivery } from './to-delivery.ts';

const inputSchema = z.strictObject({
  connectionId: idSchema.optional(),
  webhookId: idSchema.optional(),
  status: z.enum(webhookDeliveryStatuses).optional(),
  event: z.string().min(1).max(300).optional(),
  /** Part of the event, of the provider's id, of the account it names, or of the payload. */
  search: z.string().trim().min(1).max(200).optional(),
  limit: limitSchema,
  cursor: cursorSchema,
});

/** The inbox: what providers delivered, newest first, without what it says. */
export async function listWebhookDeliveries(
  context: ServiceContext,
  input: z.input<typeof inputSchema> = {},
): Promise<Page<WebhookDeliveryView>> {
  const { deps, actor } = context;
  requirePermission(actor, 'webhookDeliveries.list');
  const { webhookId, connectionId, cursor, search, ...filters } = parseInput(inputSchema, input);
  // Searching payloads reads them.
  if (search !== undefined) requirePermission(actor, 'webhookDeliveries.get');
  if (connectionId !== undefined) await requireConnection(context, connectionId);
  const page = await listRows(deps.db.orm, {
    organizationId: actor.organizationId,
    ...{ connectionId, endpointId: webhookId, search, after: cursor },
    ...filters,
  });
  return { data: page.rows.map(toWebhookDelivery), nextCursor: page.nextCursor };
}
