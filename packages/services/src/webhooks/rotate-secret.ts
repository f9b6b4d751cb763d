import { PatchbayError } from '@patchbay/schema';
import { z } from 'zod';
import type { WebhookEndpointWithSecret } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { changeEndpoint } from './change.ts';
import { endpointFields } from './create.ts';
import {
  keySourceOf,
  makeEndpointSecret,
  openEndpointSecrets,
  sealEndpointSecrets,
  secretHashOf,
} from './endpoint-secrets.ts';
import { requireEndpoint } from './require-endpoint.ts';
import { requireWebhooks, schemeOfEndpoint } from './scheme-of-endpoint.ts';
import { toEndpoint } from './to-endpoint.ts';
import { passOn } from './update.ts';
import { secretOverlapMs } from './webhook-policy.ts';

const inputSchema = z.strictObject({
  connectionId: idSchema,
  id: idSchema,
  /** Only where the provider makes the secret. Left out: a new one is made. */
  secret: endpointFields.secret.optional(),
  /** How long the secret before is accepted too. 0 ends it at once: for one that became known. */
  overlapSeconds: z
    .int('must be a whole number')
    .min(0, 'must be at least 0')
    .max(7 * 86_400, 'must be at most 604800, a week')
    .default(secretOverlapMs / 1_000),
});

/**
 * Gives an endpoint a new secret, at the provider too where it can, and tells it, this once. Until the overlap ends deliveries with
 * the secret before are taken too, so that none is lost while the provider changes over.
 */
export async function rotateWebhookSecret(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<WebhookEndpointWithSecret> {
  const { deps, actor } = context;
  requirePermission(actor, 'webhooks.rotate');
  const { connectionId, id, secret: given, overlapSeconds } = parseInput(inputSchema, input);
  const known = await requireEndpoint(context, { id, connectionId });
  const manifest = deps.registry.require(known.providerSlug);
  const scheme = schemeOfEndpoint(requireWebhooks(manifest), known);
  if (!scheme || keySourceOf(scheme) !== 'endpoint')
    throw new PatchbayError(
      'unsupported',
      `${manifest.name} has no secret of its own for a webhook, so there is none to change. Make a new webhook for a new address.`,
    );
  const secret = given ?? makeEndpointSecret(scheme);
  const changed = await changeEndpoint(context, { id, connectionId, action: 'webhook.rotate_secret' }, (before) => ({
    ...sealEndpointSecrets(deps, before, {
      ...openEndpointSecrets(deps, before),
      ...{ secret, ...(given !== undefined && { isSettled: true }) },
    }),
    secretHash: secretHashOf(scheme, secret),
    ...(overlapSeconds === 0
      ? { previousEnvelope: null, previousKeyId: null, previousExpiresAt: null, previousSecretHash: null }
      : {
          previousEnvelope: before.envelope,
          previousKeyId: before.keyId,
          previousSecretHash: before.secretHash,
          previousExpiresAt: new Date(deps.clock.now() + overlapSeconds * 1_000),
        }),
  }));
  const row = await passOn(context, changed);
  return { ...toEndpoint(deps, row, { manifest, showsUrl: true }), secret };
}
