import { getRunLog } from '@patchbay/db';
import { z } from 'zod';
import type { Page, RunLogLine } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { cursorSchema, idSchema, limitSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { runNotFound } from './get.ts';

const inputSchema = z.strictObject({ id: idSchema, limit: limitSchema, cursor: cursorSchema });

/** A run's log, oldest line first. The newest 500 lines of a run are kept. */
export async function listRunLogs(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<Page<RunLogLine>> {
  const { deps, actor } = context;
  requirePermission(actor, 'runs.get');
  const { id, limit, cursor } = parseInput(inputSchema, input);
  const lines = await getRunLog(deps.db.orm, { organizationId: actor.organizationId, id });
  if (!lines) throw runNotFound();
  const start = Number.parseInt(cursor ?? '0', 10) || 0;
  const end = start + limit;
  return { data: lines.slice(start, end), nextCursor: end < lines.length ? String(end) : null };
}
