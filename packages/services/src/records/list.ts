import { listRecords as listRows } from '@patchbay/db';
import { z } from 'zod';
import { requireConnection } from '../connections/require-connection.ts';
import type { Page, RecordRow } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, limitSchema, parseInput } from '../support/parse-input.ts';
import { toIso } from '../support/to-iso.ts';
import type { ServiceContext } from '../types.ts';

const inputSchema = z.strictObject({
  connectionId: idSchema,
  model: z.string().max(100).optional(),
  sync: z.string().max(100).optional(),
  /** The seq of the last record seen. */
  after: z.int('must be the seq of the last record seen').min(0).optional(),
  includeDeleted: z.boolean().default(false),
  limit: limitSchema,
});

/**
 * The change feed of a connection, in the order of changes: who goes on after the last seq seen never misses a change. `nextCursor`
 * is the value for `after`, and is null when there is nothing further at the moment.
 */
export async function listRecords(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<Page<RecordRow>> {
  const { deps, actor } = context;
  requirePermission(actor, 'records.list');
  const { connectionId, after, ...filters } = parseInput(inputSchema, input);
  await requireConnection(context, connectionId);
  const { organizationId } = actor;
  const page = await listRows(deps.db.orm, { organizationId, connectionId, afterSeq: after, ...filters });
  const data = page.rows.map((row) => ({
    id: row.id,
    externalId: row.externalId,
    model: row.model,
    sync: row.sync,
    data: row.data,
    change: row.change,
    seq: row.seq,
    firstSeenAt: toIso(row.firstSeenAt),
    changedAt: toIso(row.changedAt),
    deletedAt: toIso(row.deletedAt),
  }));
  return { data, nextCursor: page.nextCursor };
}
