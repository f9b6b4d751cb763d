import { authMethodLabel } from '@patchbay/schema';
import { z } from 'zod';
import { checkCredentials, requireNoProblems } from '../connections/check-connection-input.ts';
import { idempotencyKeySchema } from '../connections/connection-input.ts';
import { makeConnection } from '../connections/make.ts';
import type { IncomingWebhook } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, nameSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { getIncomingWebhook } from './get.ts';
import { requireIncomingMethod } from './incoming-method.ts';
import { routeEvents, routingSchema } from './route-events.ts';

const inputSchema = z.strictObject({
  slug: idSchema,
  url: z.string().min(1, 'is needed').max(2_000, 'is longer than 2 000 characters'),
  name: nameSchema.optional(),
  routingType: routingSchema.optional(),
  idempotencyKey: idempotencyKeySchema,
});

/** Keeps an address of a provider, sealed, as a connection that belongs to whoever makes it. */
export async function createIncomingWebhook(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<IncomingWebhook> {
  const { deps, actor } = context;
  requirePermission(actor, 'incomingWebhooks.create');
  const { slug, url, name, routingType, idempotencyKey } = parseInput(inputSchema, input);
  const { manifest, method, field } = requireIncomingMethod(context, slug);
  const { egress, authRefs } = deps;
  const { problems } = checkCredentials(method, { [field]: url }, { egress, stores: authRefs.stores });
  requireNoProblems(problems.map(({ message }) => ({ path: 'url', message })));
  const id = await makeConnection(context, {
    providerSlug: manifest.id,
    name: name ?? `${manifest.name}: ${authMethodLabel(method)}`,
    authMethod: method.id,
    credentials: { [field]: url },
    idempotencyKey,
  });
  if (routingType !== undefined) await routeEvents(context, id, { types: routingType });
  return getIncomingWebhook(context, { slug, id });
}
