import { listFindingExceptions as listRows } from '@patchbay/db';
import { z } from 'zod';
import type { FindingException, Page } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { cursorSchema, limitSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { toFindingException } from './to-finding-exception.ts';

const inputSchema = z.strictObject({ limit: limitSchema, cursor: cursorSchema });

/** The exceptions of the organization, newest first. Those that ran out stay until they are deleted. */
export async function listFindingExceptions(
  { deps, actor }: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<Page<FindingException>> {
  requirePermission(actor, 'findingExceptions.list');
  const { limit, cursor } = parseInput(inputSchema, input);
  const { organizationId } = actor;
  const { rows, nextCursor } = await listRows(deps.db.orm, { organizationId, limit, after: cursor });
  return { data: rows.map((row) => toFindingException(row, deps.clock.now())), nextCursor };
}
