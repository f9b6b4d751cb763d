import { listMessageSubscriptions } from '@patchbay/db';
import { z } from 'zod';
import type { IncomingWebhook } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { requireIncomingMethod } from './incoming-method.ts';
import { requireIncomingWebhook } from './require-incoming-webhook.ts';
import { toIncomingWebhook } from './to-incoming-webhook.ts';

const inputSchema = z.strictObject({ slug: idSchema, id: idSchema });

/** One webhook of a provider. */
export async function getIncomingWebhook(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<IncomingWebhook> {
  const { deps, actor } = context;
  requirePermission(actor, 'incomingWebhooks.list');
  const { slug, id } = parseInput(inputSchema, input);
  const incoming = requireIncomingMethod(context, slug);
  const parts = await requireIncomingWebhook(context, incoming, id);
  const key = { organizationId: actor.organizationId, connectionIds: [id] };
  const subscriptions = await listMessageSubscriptions(deps.db.orm, key);
  return toIncomingWebhook(deps, incoming, { ...parts, subscriptions });
}
