import {
  countWebhookEndpoints,
  insertWebhookEndpoint,
  lockConnection,
  newId,
  updateWebhookEndpoint,
  type WebhookEndpoint,
} from '@patchbay/db';
import { schemesOf } from '@patchbay/runtime';
import { type Manifest, PatchbayError } from '@patchbay/schema';
import { z } from 'zod';
import { appendAuditNote } from '../audit/append.ts';
import { requireNoProblems } from '../connections/check-connection-input.ts';
import { idempotencyKeySchema } from '../connections/connection-input.ts';
import { loadTarget } from '../connections/load-target.ts';
import { connectionNotFound, requireConnection } from '../connections/require-connection.ts';
import { requireConnected, requireUsable } from '../connections/require-usable.ts';
import type { WebhookEndpointWithSecret } from '../dto/index.ts';
import { checkFields } from '../fields/check-fields.ts';
import { requirePermission } from '../permissions.ts';
import { once } from '../support/once.ts';
import { idSchema, invalidInput, parseInput } from '../support/parse-input.ts';
import type { ServiceContext, ServiceDeps } from '../types.ts';
import { announceEndpoint } from './announce-endpoint.ts';
import {
  hashOf,
  keySourceOf,
  makeEndpointKey,
  makeEndpointSecret,
  openEndpointSecrets,
  sealEndpointSecrets,
  secretHashOf,
} from './endpoint-secrets.ts';
import { endpointUrl } from './endpoint-url.ts';
import { canManageHook, createHook, hookFacts, removeHook, updateHook } from './hook-at-provider.ts';
import { endpointNotFound, requireEndpoint } from './require-endpoint.ts';
import { requireWebhooks } from './scheme-of-endpoint.ts';
import { toEndpoint, toEndpointAuditView } from './to-endpoint.ts';
import { defaultMaxBodyBytes, defaultRatePerMinute, highestMaxBodyBytes, maxEndpoints } from './webhook-policy.ts';

export const endpointFields = {
  events: z.array(z.string().min(1).max(200)).min(1, 'must name at least one event').max(200).nullable(),
  maxBodyBytes: z
    .int('must be a whole number')
    .min(1_024, 'must be at least 1024')
    .max(highestMaxBodyBytes, `must be at most ${highestMaxBodyBytes}`),
  ratePerMinute: z.int('must be a whole number').min(1, 'must be at least 1').max(100_000, 'must be at most 100000'),
  /** Made at the provider, where it makes secrets itself. */
  secret: z
    .string()
    .min(16, 'must be at least 16 characters long')
    .max(500, 'is longer than 500 characters')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the point
    .regex(/^[^\u0000-\u001f\u007f]*$/, 'must not hold line breaks or control characters'),
};

const inputSchema = z.strictObject({
  connectionId: idSchema,
  /** What the hook hangs on, such as a repository, where the provider has one for each. */
  resource: z.string().trim().min(1).max(500).optional(),
  events: endpointFields.events.default(null),
  /** `verify`, or the place of an alternative of the manifest. */
  scheme: z.string().min(1).max(20).default('verify'),
  /** Only where the provider makes the secret. Left out: a new one is made. */
  secret: endpointFields.secret.optional(),
  /** False: people make the hook by hand, whatever the provider could. */
  register: z.boolean().default(true),
  maxBodyBytes: endpointFields.maxBodyBytes.default(defaultMaxBodyBytes),
  ratePerMinute: endpointFields.ratePerMinute.default(defaultRatePerMinute),
  idempotencyKey: idempotencyKeySchema,
});

/**
 * Makes an address for the events of a connection, and the hook at the provider where it has a call for that. Else, and when the call
 * fails, the answer holds what people need to make it by hand. The secret is told this once.
 */
export async function createWebhookEndpoint(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<WebhookEndpointWithSecret> {
  const { deps, actor } = context;
  requirePermission(actor, 'webhooks.create');
  const { idempotencyKey, secret: givenSecret, ...given } = parseInput(inputSchema, input);
  const { connectionId } = given;
  const { organizationId } = actor;
  const connection = await requireConnection(context, connectionId);
  const manifest = deps.registry.require(connection.providerSlug);
  const webhooks = requireWebhooks(manifest);
  const scheme = schemesOf(webhooks).get(given.scheme);
  if (!scheme)
    throw invalidInput([{ path: 'scheme', message: `must be one of ${[...schemesOf(webhooks).keys()].join(', ')}` }]);
  checkEvents(manifest, given.events);
  const registers = given.register && canManageHook(manifest, 'create');
  checkResource(deps, manifest, { resource: given.resource, isNeeded: registers });
  if (given.register) requireUsable(connection);
  else requireConnected(connection);
  const canSet = keySourceOf(scheme) === 'endpoint';
  if (givenSecret !== undefined && !canSet)
    throw invalidInput([{ path: 'secret', message: `${manifest.name} has no secret of its own for a webhook` }]);

  const made = await once(
    context,
    { scope: `webhooks.create ${connectionId}`, key: idempotencyKey, request: given },
    async (tx) => {
      if (!(await lockConnection(tx, { organizationId, id: connectionId }))) throw connectionNotFound();
      if ((await countWebhookEndpoints(tx, { organizationId, connectionId })) >= maxEndpoints)
        throw new PatchbayError(
          'conflict',
          `A connection has at most ${maxEndpoints} webhooks. Delete one that is not used any more.`,
        );
      const owner = { id: newId('whe'), organizationId };
      const key = makeEndpointKey();
      const secret = givenSecret ?? makeEndpointSecret(scheme);
      const row = await insertWebhookEndpoint(tx, {
        ...owner,
        connectionId,
        providerSlug: manifest.id,
        keyHash: hashOf(key),
        secretHash: secretHashOf(scheme, secret),
        scheme: given.scheme,
        resource: given.resource ?? null,
        events: given.events,
        hookState: registers ? 'failed' : 'manual',
        hookMessage: registers ? `Patchbay has not made the hook at ${manifest.name} yet.` : null,
        ...sealEndpointSecrets(deps, owner, { key, secret, isSettled: givenSecret !== undefined }),
        maxBodyBytes: given.maxBodyBytes,
        ratePerMinute: given.ratePerMinute,
        createdBy: actor.id,
      });
      await appendAuditNote(tx, context, {
        action: 'webhook.create',
        target: { type: 'webhook', id: row.id, label: row.resource ?? connection.name },
        after: { connectionId, ...toEndpointAuditView(row) },
      });
      return row.id;
    },
  );
  let row = await requireEndpoint(context, { id: made.id, connectionId });
  if (registers && row.hookState === 'failed') row = await registerHook(context, row);
  const { secret } = openEndpointSecrets(deps, row);
  return { ...toEndpoint(deps, row, { manifest, showsUrl: true }), secret: secret === '' ? null : secret };
}

/**
 * Makes the hook at the provider and keeps what came of it: people see why it failed, and may make it by hand. Where the provider says
 * that it delivers by another scheme, the endpoint has a new secret afterwards.
 */
export async function registerHook(context: ServiceContext, row: WebhookEndpoint): Promise<WebhookEndpoint> {
  const { deps } = context;
  const { target } = await loadTarget(context, row.connectionId);
  const { key, secret } = openEndpointSecrets(deps, row);
  const url = endpointUrl(deps, { providerSlug: row.providerSlug, key });
  let made = await createHook(deps, target, hookFacts(row, { url, secret }));
  const scheme = made.ok ? made.value.scheme : null;
  if (made.ok && scheme !== null && scheme !== row.scheme) {
    row = await takeScheme(deps, row, scheme);
    const facts = hookFacts({ ...row, hookId: made.value.id }, { url, secret: openEndpointSecrets(deps, row).secret });
    const updated = await updateHook(deps, target, facts);
    if (!updated.ok) {
      // Without the secret nothing it delivers could be taken.
      await removeHook(deps, target, facts);
      made = updated;
    }
  }
  const changes = made.ok
    ? ({ hookId: made.value.id, hookState: 'registered', hookMessage: null } as const)
    : ({
        hookId: null,
        hookState: 'failed',
        hookMessage: `${made.message} Make the hook by hand with the address and the secret, or repair the cause and register it again.`,
      } as const);
  const { organizationId, id } = row;
  const after = await updateWebhookEndpoint(deps.db.orm, {
    ...{ organizationId, id },
    changes: { ...changes, hookCheckedAt: new Date(deps.clock.now()) },
  });
  return after ?? row;
}

/** Has the deliveries of an endpoint checked by another scheme, with a secret as that writes it. */
async function takeScheme(deps: ServiceDeps, row: WebhookEndpoint, name: string): Promise<WebhookEndpoint> {
  const manifest = deps.registry.require(row.providerSlug);
  const scheme = schemesOf(requireWebhooks(manifest)).get(name);
  if (!scheme) throw new PatchbayError('internal', `${manifest.name} has no scheme "${name}" its manifest names.`);
  const { key } = openEndpointSecrets(deps, row);
  const secret = makeEndpointSecret(scheme);
  const { organizationId, id } = row;
  const after = await updateWebhookEndpoint(deps.db.orm, {
    ...{ organizationId, id },
    changes: {
      ...{ scheme: name, secretHash: secretHashOf(scheme, secret) },
      // One before was written for the other scheme.
      ...{ previousEnvelope: null, previousKeyId: null, previousExpiresAt: null, previousSecretHash: null },
      ...sealEndpointSecrets(deps, row, { key, secret, isSettled: false }),
    },
  });
  if (!after) throw endpointNotFound();
  await announceEndpoint(deps, after);
  return after;
}

/** Only events the manifest names may be chosen: of others nothing would come of it. */
export function checkEvents({ name, webhooks }: Manifest, events: readonly string[] | null): void {
  const known = Object.keys(webhooks?.events ?? {});
  const unknown = (events ?? []).filter((event) => !known.includes(event));
  if (unknown.length > 0)
    throw invalidInput([
      {
        path: 'events',
        message: `${name} has no event "${unknown[0]?.slice(0, 80)}"; there are ${known.join(', ') || 'none'}`,
      },
    ]);
}

function checkResource(
  { egress }: ServiceContext['deps'],
  { name, webhooks }: Manifest,
  { resource, isNeeded }: { resource: string | undefined; isNeeded: boolean },
): void {
  const field = webhooks?.lifecycle?.resource;
  if (!field) {
    if (resource === undefined) return;
    throw invalidInput([{ path: 'resource', message: `a webhook of ${name} hangs on nothing; leave it out` }]);
  }
  const fields = { resource: { ...field, required: isNeeded && (field.required ?? false) } };
  const { problems } = checkFields(fields, { resource }, { path: '', egress });
  requireNoProblems(problems.map(({ path, message }) => ({ path: path.replace(/^\./, ''), message })));
}
