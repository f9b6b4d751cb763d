import { listEventSubscriptions as listRows } from '@patchbay/db';
import { z } from 'zod';
import type { EventSubscriptionView, Page } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { cursorSchema, limitSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { toSubscription } from './to-subscription.ts';

const inputSchema = z.strictObject({ limit: limitSchema, cursor: cursorSchema });

/** Newest first, without their secrets. */
export async function listEventSubscriptions(
  { deps, actor }: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<Page<EventSubscriptionView>> {
  requirePermission(actor, 'eventSubscriptions.list');
  const { limit, cursor } = parseInput(inputSchema, input);
  const page = await listRows(deps.db.orm, { organizationId: actor.organizationId, limit, after: cursor });
  const now = deps.clock.now();
  return { data: page.rows.map((row) => toSubscription(row, now)), nextCursor: page.nextCursor };
}
