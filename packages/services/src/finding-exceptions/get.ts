import { getFindingException as getRow } from '@patchbay/db';
import { z } from 'zod';
import type { FindingException } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { findingExceptionNotFound, toFindingException } from './to-finding-exception.ts';

const inputSchema = z.strictObject({ id: idSchema });

/** One exception. */
export async function getFindingException(
  { deps, actor }: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<FindingException> {
  requirePermission(actor, 'findingExceptions.list');
  const { id } = parseInput(inputSchema, input);
  const row = await getRow(deps.db.orm, { organizationId: actor.organizationId, id });
  if (!row) throw findingExceptionNotFound();
  return toFindingException(row, deps.clock.now());
}
