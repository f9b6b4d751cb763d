import { listCredentialVersions as listRows } from '@patchbay/db';
import { z } from 'zod';
import { requireConnection } from '../connections/require-connection.ts';
import { toCredentialSummary } from '../connections/to-connection.ts';
import type { CredentialVersion, Page } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { cursorSchema, idSchema, limitSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';

const inputSchema = z.strictObject({ connectionId: idSchema, limit: limitSchema, cursor: cursorSchema });

/** The kept versions of a connection's credentials, newest first: what is known about them, never a secret. */
export async function listCredentialVersions(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<Page<CredentialVersion>> {
  const { deps, actor } = context;
  requirePermission(actor, 'credentials.list');
  const { connectionId } = parseInput(inputSchema, input);
  await requireConnection(context, connectionId);
  const rows = await listRows(deps.db.orm, { organizationId: actor.organizationId, connectionId });
  const current = rows[0]?.id;
  const data = rows.map((row) => ({
    ...toCredentialSummary(row),
    id: row.id,
    authMethod: row.authMethod,
    isCurrent: row.id === current,
    createdBy: row.createdBy,
  }));
  return { data, nextCursor: null };
}
