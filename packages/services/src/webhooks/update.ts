import { updateWebhookEndpoint as updateRow, type WebhookEndpoint } from '@patchbay/db';
import { z } from 'zod';
import { loadTarget } from '../connections/load-target.ts';
import type { WebhookEndpointView } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { changeEndpoint } from './change.ts';
import { checkEvents, endpointFields } from './create.ts';
import { openEndpointSecrets } from './endpoint-secrets.ts';
import { endpointUrl } from './endpoint-url.ts';
import { canManageHook, hookFacts, updateHook } from './hook-at-provider.ts';
import { requireEndpoint } from './require-endpoint.ts';
import { toEndpoint } from './to-endpoint.ts';

const inputSchema = z.strictObject({
  connectionId: idSchema,
  id: idSchema,
  events: endpointFields.events.optional(),
  maxBodyBytes: endpointFields.maxBodyBytes.optional(),
  ratePerMinute: endpointFields.ratePerMinute.optional(),
});

/** Changes which events an endpoint wants, at the provider too where it can, and its limits. */
export async function updateWebhookEndpoint(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<WebhookEndpointView> {
  const { deps, actor } = context;
  requirePermission(actor, 'webhooks.update');
  const { connectionId, id, ...given } = parseInput(inputSchema, input);
  const before = await requireEndpoint(context, { id, connectionId });
  const manifest = deps.registry.require(before.providerSlug);
  checkEvents(manifest, given.events ?? null);
  const changes = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  let row = await changeEndpoint(context, { id, connectionId, action: 'webhook.update' }, () =>
    Object.keys(changes).length === 0 ? null : changes,
  );
  if (given.events !== undefined) row = await passOn(context, row);
  return toEndpoint(deps, row, { manifest, showsUrl: true });
}

/** Brings the hook at the provider in line with the row. What fails stays to be seen with the hook. */
export async function passOn(context: ServiceContext, row: WebhookEndpoint): Promise<WebhookEndpoint> {
  const { deps } = context;
  if (row.hookId === null) return row;
  const { target } = await loadTarget(context, row.connectionId);
  const { name } = target.manifest;
  const { key, secret } = openEndpointSecrets(deps, row);
  const url = endpointUrl(deps, { providerSlug: row.providerSlug, key });
  const done = canManageHook(target.manifest, 'update')
    ? await updateHook(deps, target, hookFacts(row, { url, secret }))
    : { ok: false as const, isGone: false, message: `${name} has no call to change a hook.` };
  const changes = done.ok
    ? ({ hookState: 'registered', hookMessage: null } as const)
    : ({
        hookState: done.isGone ? 'missing' : 'failed',
        hookMessage: `${done.message} The hook at ${name} is as it was: change it there by hand, or register it again.`,
      } as const);
  const after = await updateRow(deps.db.orm, {
    ...{ organizationId: row.organizationId, id: row.id },
    changes: { ...changes, hookCheckedAt: new Date(deps.clock.now()) },
  });
  return after ?? row;
}
