import { countFindings } from '@patchbay/db';
import { z } from 'zod';
import { requireConnection } from '../connections/require-connection.ts';
import type { FindingSummary } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { parseInput } from '../support/parse-input.ts';
import type { ServiceContext } from '../types.ts';
import { findingFilters } from './finding-input.ts';

const { connectionId, providerSlug, rule, resource } = findingFilters;
const inputSchema = z.strictObject({ connectionId, providerSlug, rule, resource });

/** How many findings there are, by severity and status. */
export async function summarizeFindings(
  context: ServiceContext,
  input: z.input<typeof inputSchema>,
): Promise<FindingSummary> {
  const { deps, actor } = context;
  requirePermission(actor, 'findings.list');
  const filters = parseInput(inputSchema, input);
  if (filters.connectionId !== undefined) await requireConnection(context, filters.connectionId);
  const counts = await countFindings(deps.db.orm, { organizationId: actor.organizationId, ...filters });
  const none = () => ({ open: 0, resolved: 0, ignored: 0 });
  const summary: FindingSummary = {
    total: 0,
    byStatus: none(),
    bySeverity: { critical: none(), high: none(), medium: none(), low: none(), info: none() },
  };
  for (const { severity, status, total } of counts) {
    summary.total += total;
    summary.byStatus[status] += total;
    summary.bySeverity[severity][status] += total;
  }
  return summary;
}
