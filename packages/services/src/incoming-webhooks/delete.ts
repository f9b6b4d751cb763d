import { z } from 'zod';
import { removeConnection } from '../connections/remove.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { requireIncomingMethod } from './incoming-method.ts';
import { requireIncomingWebhook } from './require-incoming-webhook.ts';

const inputSchema = z.strictObject({ slug: idSchema, id: idSchema });

/** Wipes the address of a webhook and ends what is routed to it. What was sent stays in its runs. */
export async function deleteIncomingWebhook(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<void> {
  requirePermission(context.actor, 'incomingWebhooks.delete');
  const { slug, id } = parseInput(inputSchema, input);
  await requireIncomingWebhook(context, requireIncomingMethod(context, slug), id);
  await removeConnection(context, { id, purge: false });
}
