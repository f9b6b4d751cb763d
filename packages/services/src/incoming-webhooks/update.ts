import { z } from 'zod';
import { announceChange } from '../connections/announce-change.ts';
import { changeConnectionIn } from '../connections/change.ts';
import { toPaused } from '../connections/pause.ts';
import { toResumed } from '../connections/resume.ts';
import { replaceCredentials } from '../credentials/replace.ts';
import type { IncomingWebhook } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, nameSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { addressSchema, requireAddress } from './address.ts';
import { getIncomingWebhook } from './get.ts';
import { requireIncomingMethod } from './incoming-method.ts';
import { requireIncomingWebhook } from './require-incoming-webhook.ts';
import { routeEvents, routingSchema } from './route-events.ts';

const inputSchema = z.strictObject({
  slug: idSchema,
  id: idSchema,
  /** In the place of one the provider does not know any more. */
  url: addressSchema.optional(),
  name: nameSchema.optional(),
  /** False pauses it: nothing is sent until it is true again. */
  isActive: z.boolean().optional(),
  routingType: routingSchema.optional(),
});

/** Renames a webhook, gives it another address, pauses or resumes it, or says which events go there; what is left out stays. */
export async function updateIncomingWebhook(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<IncomingWebhook> {
  const { deps } = context;
  requirePermission(context.actor, 'incomingWebhooks.update');
  const { slug, id, url, name, isActive, routingType } = parseInput(inputSchema, input);
  const incoming = requireIncomingMethod(context, slug);
  await requireIncomingWebhook(context, incoming, id);
  if (url !== undefined) requireAddress(deps, incoming, url);
  await deps.db.orm.transaction(async (tx) => {
    await changeConnectionIn(tx, context, { id, action: 'connection.update' }, (row) => {
      const state = isActive === undefined ? null : isActive ? toResumed(row) : toPaused(row);
      const isRenamed = name !== undefined && name !== row.name;
      return state || isRenamed ? { ...state, ...(isRenamed && { name }) } : null;
    });
    if (url !== undefined) {
      const { manifest, method, field } = incoming;
      await replaceCredentials(tx, context, { connectionId: id, manifest, method, credentials: { [field]: url } });
    }
    await routeEvents(tx, context, id, { types: routingType, isActive, hasNewAddress: url !== undefined });
  });
  await announceChange(deps, id);
  return getIncomingWebhook(context, { slug, id });
}
