import { authMethodLabel } from '@patchbay/schema';
import { z } from 'zod';
import { idempotencyKeySchema } from '../connections/connection-input.ts';
import { makeConnection } from '../connections/make.ts';
import type { IncomingWebhook } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, nameSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { addressSchema, requireAddress } from './address.ts';
import { getIncomingWebhook } from './get.ts';
import { requireIncomingMethod } from './incoming-method.ts';
import { routeEvents, routingSchema } from './route-events.ts';

const inputSchema = z.strictObject({
  slug: idSchema,
  url: addressSchema,
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
  const incoming = requireIncomingMethod(context, slug);
  requireAddress(deps, incoming, url);
  const { manifest, method, field } = incoming;
  const id = await makeConnection(
    context,
    {
      providerSlug: manifest.id,
      name: name ?? `${manifest.name}: ${authMethodLabel(method)}`,
      authMethod: method.id,
      credentials: { [field]: url },
      idempotencyKey,
    },
    routingType && {
      also: {
        request: { routingType },
        make: (tx, connectionId) => routeEvents(tx, context, connectionId, { types: routingType }),
      },
    },
  );
  return getIncomingWebhook(context, { slug, id });
}
