import { getCurrentCredentials, listConnections, listMessageSubscriptions } from '@patchbay/db';
import { z } from 'zod';
import type { IncomingWebhook, Page } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { cursorSchema, idSchema, limitSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { requireIncomingMethod } from './incoming-method.ts';
import { ownerSeen } from './require-incoming-webhook.ts';
import { toIncomingWebhook } from './to-incoming-webhook.ts';

const inputSchema = z.strictObject({ slug: idSchema, limit: limitSchema, cursor: cursorSchema });

/** The webhooks of a provider the caller made; all of them for an admin. Newest first. */
export async function listIncomingWebhooks(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<Page<IncomingWebhook>> {
  const { deps, actor } = context;
  requirePermission(actor, 'incomingWebhooks.list');
  const { slug, limit, cursor } = parseInput(inputSchema, input);
  const incoming = requireIncomingMethod(context, slug);
  const { organizationId } = actor;
  const { rows, nextCursor } = await listConnections(deps.db.orm, {
    ...{ organizationId, limit, after: cursor, providerSlug: incoming.manifest.id },
    createdBy: ownerSeen(actor) ?? undefined,
    credentialField: incoming.field,
  });
  const key = { organizationId, connectionIds: rows.map(({ id }) => id) };
  const credentials = await getCurrentCredentials(deps.db.orm, key);
  const subscriptions = await listMessageSubscriptions(deps.db.orm, key);
  return {
    data: rows.flatMap((connection) => {
      const credential = credentials.get(connection.id);
      const own = subscriptions.filter(({ connectionId }) => connectionId === connection.id);
      return credential ? [toIncomingWebhook(deps, incoming, { connection, credential, subscriptions: own })] : [];
    }),
    nextCursor,
  };
}
