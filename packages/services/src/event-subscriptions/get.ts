import { z } from 'zod';
import type { EventSubscriptionView } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { requireSubscription } from './require-subscription.ts';
import { toSubscription } from './to-subscription.ts';

const inputSchema = z.strictObject({ id: idSchema });

export async function getEventSubscription(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<EventSubscriptionView> {
  requirePermission(context.actor, 'eventSubscriptions.list');
  const { id } = parseInput(inputSchema, input);
  return toSubscription(await requireSubscription(context, id), context.deps.clock.now());
}
