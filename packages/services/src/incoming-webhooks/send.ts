import { interfaces, PatchbayError } from '@patchbay/schema';
import { z } from 'zod';
import { toActionResult } from '../actions/to-action-result.ts';
import { recordAudit } from '../audit/append.ts';
import { loadTarget } from '../connections/load-target.ts';
import { requireUsable } from '../connections/require-usable.ts';
import type { ActionResult } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { type IncomingMethod, requireIncomingMethod } from './incoming-method.ts';
import { requireIncomingWebhook } from './require-incoming-webhook.ts';
import { sendMessage } from './send-message.ts';

const fallback = 'Notification from Patchbay';
const { title, text, severity, url, context } = interfaces['notify.send'].input.shape;

const inputSchema = z.strictObject({
  slug: idSchema,
  id: idSchema,
  message: z
    .strictObject({
      ...{ title, severity, url, context },
      /** With blocks: what shows where they cannot. */
      text: text.max(40_000, 'is longer than 40 000 characters').optional(),
      /** Blocks in the words of the provider, in the place of those made of the text. */
      blocks: z.array(z.record(z.string(), z.unknown())).min(1).max(50).optional(),
    })
    .refine((message) => message.text !== undefined || message.blocks !== undefined, {
      path: ['text'],
      error: 'is needed, or blocks',
    }),
});

/** Writes a message to the channel of a webhook: a title, the text, and the time below; or blocks as they are given. */
export async function sendIncomingMessage(
  serviceContext: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<ActionResult> {
  const { deps, actor } = serviceContext;
  requirePermission(actor, 'incomingWebhooks.send');
  const { slug, id, message } = parseInput(inputSchema, input);
  const incoming = requireIncomingMethod(serviceContext, slug);
  const { connection } = await requireIncomingWebhook(serviceContext, incoming, id);
  const loaded = await loadTarget(serviceContext, id);
  requireUsable(loaded);
  const { blocks, ...plain } = message;
  const result = await sendMessage(
    serviceContext,
    { loaded, authMethod: incoming.method.id },
    blocks === undefined
      ? {
          title: fallback,
          ...plain,
          context: plain.context ?? timeLine(deps.clock.now()),
        }
      : { operation: blocksOperation(incoming), input: { text: message.text ?? fallback, blocks } },
  );
  await recordAudit(serviceContext, {
    action: 'incoming_webhook.send',
    target: { type: 'connection', id, label: connection.name },
    after: { success: result.success, skippedOffline: result.skippedOffline },
  });
  return toActionResult(result);
}

/** The small line below a message that names no other. */
export function timeLine(now: number): string {
  return `📅 ${new Date(now).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** The operation behind `notify.send` of the method, when it takes blocks. */
function blocksOperation({ manifest, method }: IncomingMethod): string {
  const implementation = manifest.implements['notify.send'];
  const named = implementation && 'operation' in implementation ? implementation.operation : null;
  const name = named === null ? null : (method.replaces[named] ?? named);
  if (name !== null && Object.hasOwn(manifest.operations[name]?.input ?? {}, 'blocks')) return name;
  throw new PatchbayError('unsupported', `${manifest.name} takes no blocks. Send title and text.`);
}
