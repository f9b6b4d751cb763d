import { deleteWebhookEndpoint as deleteRow, lockWebhookEndpoint, type WebhookEndpoint } from '@patchbay/db';
import { isPatchbayError } from '@patchbay/schema';
import { z } from 'zod';
import { appendAuditNote } from '../audit/append.ts';
import { loadTarget } from '../connections/load-target.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { announceEndpoint } from './announce-endpoint.ts';
import { openEndpointSecrets } from './endpoint-secrets.ts';
import { endpointUrl } from './endpoint-url.ts';
import { canManageHook, hookFacts, removeHook } from './hook-at-provider.ts';
import { endpointNotFound, requireEndpoint } from './require-endpoint.ts';
import { toEndpointAuditView } from './to-endpoint.ts';

const inputSchema = z.strictObject({ connectionId: idSchema, id: idSchema });

/** Removes the hook at the provider, where it is Patchbay's, and the endpoint with its deliveries. Tells what is left to do by hand. */
export async function deleteWebhookEndpoint(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<{ leftToDo: string | null }> {
  const { deps, actor } = context;
  requirePermission(actor, 'webhooks.delete');
  const { connectionId, id } = parseInput(inputSchema, input);
  const row = await requireEndpoint(context, { id, connectionId });
  const leftToDo = await removeHookOf(context, row);
  const key = { organizationId: actor.organizationId, id };
  await deps.db.orm.transaction(async (tx) => {
    const before = await lockWebhookEndpoint(tx, key);
    if (before === null || !(await deleteRow(tx, key))) throw endpointNotFound();
    await appendAuditNote(tx, context, {
      action: 'webhook.delete',
      target: { type: 'webhook', id, label: before.resource },
      before: { ...toEndpointAuditView(before), leftToDo },
    });
  });
  await announceEndpoint(deps, row);
  return { leftToDo };
}

/** Removes the hook of an endpoint at the provider. Gives what people have to do where that did not work; never throws for it. */
export async function removeHookOf(context: ServiceContext, row: WebhookEndpoint): Promise<string | null> {
  const { deps } = context;
  const manifest = deps.registry.get(row.providerSlug);
  const name = manifest?.name ?? row.providerSlug;
  const byHand = (reason: string) => `${reason} Remove the hook at ${name} by hand.`;
  if (row.hookId === null) return row.hookState === 'manual' ? byHand('Patchbay did not make this hook.') : null;
  if (!manifest || !canManageHook(manifest, 'remove')) return byHand(`${name} has no call to remove it.`);
  try {
    const { target } = await loadTarget(context, row.connectionId);
    const { key, secret } = openEndpointSecrets(deps, row);
    const url = endpointUrl(deps, { providerSlug: row.providerSlug, key });
    const removed = await removeHook(deps, target, hookFacts(row, { url, secret }));
    return removed.ok ? null : byHand(removed.message);
  } catch (error) {
    if (isPatchbayError(error)) return byHand(error.message);
    throw error;
  }
}
