import { listWebhookEndpoints as listRows } from '@patchbay/db';
import { z } from 'zod';
import { requireConnection } from '../connections/require-connection.ts';
import type { Page, WebhookEndpointView } from '../dto/index.ts';
import { isAllowed, requirePermission } from '../permissions.ts';
import { cursorSchema, idSchema, limitSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { toEndpoint } from './to-endpoint.ts';

const inputSchema = z.strictObject({ connectionId: idSchema.optional(), limit: limitSchema, cursor: cursorSchema });

/** The webhooks of a connection, or of the organization, newest first. Addresses only for those who may change them. */
export async function listWebhookEndpoints(
  context: ServiceContext,
  input: z.input<typeof inputSchema> = {},
): Promise<Page<WebhookEndpointView>> {
  const { deps, actor } = context;
  requirePermission(actor, 'webhooks.list');
  const { connectionId, limit, cursor } = parseInput(inputSchema, input);
  if (connectionId !== undefined) await requireConnection(context, connectionId);
  const { organizationId } = actor;
  const page = await listRows(deps.db.orm, { organizationId, connectionId, limit, after: cursor });
  const showsUrl = isAllowed(actor, 'webhooks.update');
  return {
    data: page.rows.map((row) => toEndpoint(deps, row, { manifest: deps.registry.get(row.providerSlug), showsUrl })),
    nextCursor: page.nextCursor,
  };
}
