import { type Connection, countConnectionsByStatus, listConnections, listRuns } from '@patchbay/db';
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
  const { rows: failing } = await listConnections(orm, { organizationId, needsAttention: true, limit: 50 });
  const connections = { total: 0, pending: 0, active: 0, paused: 0, error: 0, disconnected: 0 };
  for (const { status, total } of counts) {
    connections.total += total;
    connections[status] += total;
  }
  const attention = failing.map((row) => ({
    connectionId: row.id,
    name: row.name,
    providerSlug: row.providerSlug,
    reason: reasonOf(row),
    since: toIso(row.lastTestAt ?? row.lastSyncAt ?? row.updatedAt),
  }));
  return {
    connections,
    recentRuns: recentRuns.map(toRun),
    attention: attention.sort((a, b) => (a.since < b.since ? -1 : 1)),
  };
}

/** Why somebody should look: what made it an error, else the latest thing that failed. */
function reasonOf(row: Connection): string {
  const failed = [
    row.lastSyncStatus === 'error' || row.lastSyncStatus === 'partial'
      ? { at: row.lastSyncAt, message: row.lastSyncMessage }
      : null,
    row.lastTestStatus === 'error' ? { at: row.lastTestAt, message: row.lastTestMessage } : null,
  ].filter((one) => one !== null);
  failed.sort((a, b) => (b.at?.getTime() ?? 0) - (a.at?.getTime() ?? 0));
  return row.statusReason ?? failed[0]?.message ?? 'The last test failed. Test it again to see why.';
}
