import { deliveryStatuses, listEventDeliveries as listRows } from '@patchbay/db';
import { z } from 'zod';
import type { EventDeliveryView, Page } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { cursorSchema, idSchema, limitSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { requireSubscription } from './require-subscription.ts';
import { toDelivery } from './to-delivery.ts';

const inputSchema = z.strictObject({
  id: idSchema,
  status: z.enum(deliveryStatuses).optional(),
  limit: limitSchema,
  cursor: cursorSchema,
});

/** What was sent to a subscription and what came of it, newest first: times and statuses, never a body, a header or an address. */
export async function listEventDeliveries(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<Page<EventDeliveryView>> {
  const { deps, actor } = context;
  requirePermission(actor, 'eventSubscriptions.list');
  const { id: subscriptionId, cursor, ...filters } = parseInput(inputSchema, input);
  await requireSubscription(context, subscriptionId);
  const { organizationId } = actor;
  const page = await listRows(deps.db.orm, { organizationId, subscriptionId, after: cursor, ...filters });
  return { data: page.rows.map(toDelivery), nextCursor: page.nextCursor };
}
