import { listEvidenceFrom, listEvidence as listRows } from '@patchbay/db';
import { z } from 'zod';
import type { Evidence, Page } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { cursorSchema, idSchema, limitSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { toEvidence } from './to-evidence.ts';

const inputSchema = z.strictObject({
  connectionId: idSchema.optional(),
  kind: z.string().min(1).max(100).optional(),
  /** `oldest`: all of it in the order of the chain, to carry it elsewhere. */
  order: z.enum(['newest', 'oldest']).default('newest'),
  limit: limitSchema,
  cursor: cursorSchema,
});

/** What checks did and saw. A deleted connection's evidence stays. */
export async function listEvidence(
  context: ServiceContext,
  input: z.input<typeof inputSchema> = {},
): Promise<Page<Evidence>> {
  const { deps, actor } = context;
  requirePermission(actor, 'evidence.list');
  const { order, cursor, limit, ...filters } = parseInput(inputSchema, input);
  const { organizationId } = actor;
  if (order === 'newest') {
    const page = await listRows(deps.db.orm, { organizationId, ...filters, limit, after: cursor });
    return { data: page.rows.map(toEvidence), nextCursor: page.nextCursor };
  }
  const afterSeq = Number(cursor ?? 0);
  const rows = await listEvidenceFrom(deps.db.orm, {
    organizationId,
    afterSeq: Number.isSafeInteger(afterSeq) ? afterSeq : 0,
    limit,
  });
  const last = rows.at(-1);
  return { data: rows.map(toEvidence), nextCursor: rows.length === limit && last ? String(last.seq) : null };
}
