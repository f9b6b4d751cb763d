import { z } from 'zod';
import { changeConnection } from '../connections/change.ts';
import { toPaused } from '../connections/pause.ts';
import { toResumed } from '../connections/resume.ts';
import type { IncomingWebhook } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, nameSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { getIncomingWebhook } from './get.ts';
import { requireIncomingMethod } from './incoming-method.ts';
import { requireIncomingWebhook } from './require-incoming-webhook.ts';
import { routeEvents, routingSchema } from './route-events.ts';

const inputSchema = z.strictObject({
  slug: idSchema,
  id: idSchema,
  name: nameSchema.optional(),
  /** False pauses it: nothing is sent until it is true again. */
  isActive: z.boolean().optional(),
  routingType: routingSchema.optional(),
});

/** Renames a webhook, pauses or resumes it, or says which events go there; what is left out stays. */
export async function updateIncomingWebhook(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<IncomingWebhook> {
  requirePermission(context.actor, 'incomingWebhooks.update');
  const { slug, id, name, isActive, routingType } = parseInput(inputSchema, input);
  await requireIncomingWebhook(context, requireIncomingMethod(context, slug), id);
  if (name !== undefined || isActive !== undefined) {
    await changeConnection(context, { id, action: 'connection.update' }, (row) => {
      const state = isActive === undefined ? null : isActive ? toResumed(row) : toPaused(row);
      const isRenamed = name !== undefined && name !== row.name;
      return state || isRenamed ? { ...state, ...(isRenamed && { name }) } : null;
    });
  }
  await routeEvents(context, id, { types: routingType, isActive });
  return getIncomingWebhook(context, { slug, id });
}
