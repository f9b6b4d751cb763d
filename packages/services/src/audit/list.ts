import { listAudit } from '@patchbay/db';
import { z } from 'zod';
import type { AuditEntry, Page } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { cursorSchema, limitSchema, parseInput } from '../support/parse-input.ts';
import { toIso } from '../support/to-iso.ts';
import type { ServiceContext } from '../types.ts';

const inputSchema = z.strictObject({
  limit: limitSchema,
  cursor: cursorSchema,
  action: z.string().max(100).optional(),
  targetId: z.string().max(100).optional(),
});

/** What was changed, by whom, newest first. */
export async function listAuditEntries(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<Page<AuditEntry>> {
  const { deps, actor } = context;
  requirePermission(actor, 'audit.list');
  const { limit, cursor, action, targetId } = parseInput(inputSchema, input);
  const { rows, nextCursor } = await listAudit(deps.db.orm, {
    organizationId: actor.organizationId,
    limit,
    after: cursor,
    action,
    targetId,
  });
  const data = rows.map((row) => ({
    id: row.id,
    at: toIso(row.at),
    actor: { type: row.actorType, id: row.actorId, label: row.actorLabel },
    action: row.action,
    target: { type: row.targetType, id: row.targetId, label: row.targetLabel },
    before: row.before,
    after: row.after,
    requestId: row.requestId,
    ip: row.ip,
    hash: row.hash,
  }));
  return { data, nextCursor };
}
