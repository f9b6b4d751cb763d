import { listRuns as listRows, runKinds, runStatuses } from '@patchbay/db';
import { z } from 'zod';
import { requireConnection } from '../connections/require-connection.ts';
import type { Page, Run } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { cursorSchema, idSchema, limitSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { toRun } from './to-run.ts';

const inputSchema = z.strictObject({
  connectionId: idSchema.optional(),
  kind: z.enum(runKinds).optional(),
  status: z.enum(runStatuses).optional(),
  limit: limitSchema,
  cursor: cursorSchema,
});

/** What ran, newest first: of one connection, or of the whole organization. */
export async function listRuns(context: ServiceContext, input: z.input<typeof inputSchema> = {}): Promise<Page<Run>> {
  const { deps, actor } = context;
  requirePermission(actor, 'runs.list');
  const { connectionId, kind, status, limit, cursor } = parseInput(inputSchema, input);
  if (connectionId !== undefined) await requireConnection(context, connectionId);
  const { organizationId } = actor;
  const page = await listRows(deps.db.orm, { organizationId, connectionId, kind, status, limit, after: cursor });
  return { data: page.rows.map(toRun), nextCursor: page.nextCursor };
}
