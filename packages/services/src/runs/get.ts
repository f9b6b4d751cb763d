import { getRun as getRow } from '@patchbay/db';
import { PatchbayError } from '@patchbay/schema';
import { z } from 'zod';
import type { Run } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { toRun } from './to-run.ts';

const inputSchema = z.strictObject({ id: idSchema });

/** One run. */
export async function getRun(context: ServiceContext, input: z.input<typeof inputSchema>): Promise<Run> {
  const { deps, actor } = context;
  requirePermission(actor, 'runs.get');
  const { id } = parseInput(inputSchema, input);
  const row = await getRow(deps.db.orm, { organizationId: actor.organizationId, id });
  if (!row) throw runNotFound();
  return toRun(row);
}

export function runNotFound(): PatchbayError {
  return new PatchbayError('not_found', 'There is no such run. Old runs are removed; the list shows those there are.');
}
