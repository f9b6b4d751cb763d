import { updateWebhookEndpoint, type WebhookEndpoint, type WebhookEndpointChanges } from '@patchbay/db';
import type { Target } from '@patchbay/runtime';
import { z } from 'zod';
import { loadTarget } from '../connections/load-target.ts';
import type { WebhookEndpointView } from '../dto/index.ts';
import { emitEvent } from '../events/emit.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext, ServiceDeps } from '../types.ts';
import { announceEndpoint } from './announce-endpoint.ts';
import { registerHook } from './create.ts';
import { openEndpointSecrets } from './endpoint-secrets.ts';
import { endpointUrl } from './endpoint-url.ts';
import { canManageHook, hookFacts, listHooks } from './hook-at-provider.ts';
import { requireEndpoint } from './require-endpoint.ts';
import { requireWebhooks } from './scheme-of-endpoint.ts';
import { toEndpoint } from './to-endpoint.ts';

const inputSchema = z.strictObject({
  connectionId: idSchema,
  id: idSchema,
  /** Make the hook again when it is not there. */
  repair: z.boolean().default(false),
});

/** Looks at the provider whether the hook is still there and on. With `repair` one that is not is made anew. */
export async function checkWebhookEndpoint(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<WebhookEndpointView> {
  const { deps, actor } = context;
  requirePermission(actor, 'webhooks.update');
  const { connectionId, id, repair } = parseInput(inputSchema, input);
  const known = await requireEndpoint(context, { id, connectionId });
  const manifest = deps.registry.require(known.providerSlug);
  requireWebhooks(manifest);
  const { target } = await loadTarget(context, connectionId);
  let row = await checkHook(deps, target, known);
  const isThere = row.hookState === 'registered' || row.hookState === 'disabled';
  if (repair && !isThere && canManageHook(manifest, 'create')) {
    row = await registerHook(context, row);
    await announceEndpoint(deps, row);
  }
  return toEndpoint(deps, row, { manifest, showsUrl: true });
}

/** Compares an endpoint with what the provider lists and keeps what was seen. A list that could not be read says nothing about the hook. */
export async function checkHook(deps: ServiceDeps, target: Target, row: WebhookEndpoint): Promise<WebhookEndpoint> {
  const changes = await look(deps, target, row);
  const key = { organizationId: row.organizationId, id: row.id };
  return deps.db.orm.transaction(async (tx) => {
    const after = await updateWebhookEndpoint(tx, {
      ...key,
      changes: { ...changes, hookCheckedAt: new Date(deps.clock.now()) },
    });
    if (!after) return row;
    if (after.hookState !== row.hookState)
      await emitEvent(tx, {
        organizationId: row.organizationId,
        type: 'webhook.hook_changed',
        data: {
          connectionId: row.connectionId,
          providerSlug: row.providerSlug,
          webhookId: row.id,
          from: row.hookState,
          to: after.hookState,
          message: after.hookMessage,
        },
      });
    return after;
  });
}

async function look(deps: ServiceDeps, target: Target, row: WebhookEndpoint): Promise<WebhookEndpointChanges> {
  const { manifest } = target;
  if (!canManageHook(manifest, 'list') || row.hookState === 'removed') return {};
  // Made by hand, on something nobody has named: there is no list to look at.
  if (row.resource === null && manifest.webhooks?.lifecycle?.resource) return {};
  const { key, secret } = openEndpointSecrets(deps, row);
  const url = endpointUrl(deps, { providerSlug: row.providerSlug, key });
  const listed = await listHooks(deps, target, hookFacts(row, { url, secret }));
  if (!listed.ok) {
    // What went wrong while registering, and how to do it by hand, helps more than that the list cannot be read either.
    if (row.hookState === 'failed') return {};
    return { hookMessage: `Patchbay could not look at the hooks of ${manifest.name}: ${listed.message}` };
  }
  // A hook that was made while we did not hear of it, or by hand, is known by its address.
  const hook = listed.value.find(({ id }) => id === row.hookId) ?? listed.value.find(({ address }) => address === url);
  if (!hook) {
    if (row.hookState === 'manual' || row.hookState === 'failed') return {};
    return {
      hookState: 'missing',
      hookMessage: `The hook is not at ${manifest.name} any more. Register it again, or delete this webhook when it is not wanted.`,
    };
  }
  if (!hook.isEnabled)
    return {
      hookId: hook.id,
      hookState: 'disabled',
      hookMessage: `${manifest.name} has switched the hook off, most often after deliveries failed. Switch it on there, or delete this webhook and make a new one.`,
    };
  return { hookId: hook.id, hookState: 'registered', hookMessage: null };
}
