import { countConnectionsByStatus, listConnections, listRuns } from '@patchbay/db';
import type { Overview } from '../dto/index.ts';
import { requirePermission } from '../permissions.ts';
import { toRun } from '../runs/to-run.ts';
import { toIso } from '../support/to-iso.ts';
import type { ServiceContext } from '../types.ts';

/** The first page: how the connections stand, what ran last, what needs a person. */
export async function getOverview({ deps, actor }: ServiceContext): Promise<Overview> {
  requirePermission(actor, 'overview.get');
  const { organizationId } = actor;
  const { orm } = deps.db;
  const counts = await countConnectionsByStatus(orm, { organizationId });
  const { rows: recentRuns } = await listRuns(orm, { organizationId, limit: 10 });
  const { rows: failing } = await listConnections(orm, { organizationId, status: 'error', limit: 50 });
  const connections = { total: 0, pending: 0, active: 0, paused: 0, error: 0, disconnected: 0 };
  for (const { status, total } of counts) {
    connections.total += total;
    connections[status] += total;
  }
  const attention = failing.map((row) => ({
    connectionId: row.id,
    name: row.name,
    providerSlug: row.providerSlug,
    reason: row.statusReason ?? 'The last test failed. Test it again to see why.',
    since: toIso(row.lastTestAt ?? row.lastSyncAt ?? row.updatedAt),
  }));
  return {
    connections,
    recentRuns: recentRuns.map(toRun),
    attention: attention.sort((a, b) => (a.since < b.since ? -1 : 1)),
  };
}
