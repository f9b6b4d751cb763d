import { connectionStatuses, getCurrentCredentials, listConnections as listRows } from '@patchbay/db';
import { z } from 'zod';
import type { Connection, Page } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { cursorSchema, limitSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { toConnection } from './to-connection.ts';

const inputSchema = z.strictObject({
  limit: limitSchema,
  cursor: cursorSchema,
  providerSlug: z.string().max(100).optional(),
  status: z.enum(connectionStatuses).optional(),
  /** Part of the name or provider. */
  q: z.string().max(200).optional(),
});

/** The organization's connections, newest first. */
export async function listConnections(
  context: ServiceContext,
  input: z.input<typeof inputSchema> = {},
): Promise<Page<Connection>> {
  const { deps, actor } = context;
  requirePermission(actor, 'connections.list');
  const { limit, cursor, providerSlug, status, q } = parseInput(inputSchema, input);
  const { organizationId } = actor;
  const page = await listRows(deps.db.orm, { organizationId, limit, after: cursor, providerSlug, status, search: q });
  const connectionIds = page.rows.map((row) => row.id);
  const credentials = await getCurrentCredentials(deps.db.orm, { organizationId, connectionIds });
  return {
    data: page.rows.map((row) => toConnection(deps.settings, row, credentials.get(row.id) ?? null)),
    nextCursor: page.nextCursor,
  };
}
