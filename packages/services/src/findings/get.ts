import { getFindingData, getFinding as getRow } from '@patchbay/db';
import { z } from 'zod';
import type { FindingDetail } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { idSchema, parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { findingNotFound, toFinding } from './to-finding.ts';

const inputSchema = z.strictObject({ id: idSchema });

/** One finding, with everything its record holds. */
export async function getFinding(
  { deps, actor }: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<FindingDetail> {
  requirePermission(actor, 'findings.get');
  const { id } = parseInput(inputSchema, input);
  const row = await getRow(deps.db.orm, { organizationId: actor.organizationId, id });
  if (!row) throw findingNotFound();
  return { ...toFinding(deps, row), record: await getFindingData(deps.db.orm, row) };
}
