import { claimRequestedSyncs, clearSyncRequest, countWaitingSyncs, insertRuns, type NewRun, newId } from '@patchbay/db';
import type { ServiceDeps } from '../types.ts';
import { maxWaitingSyncsOf } from './waiting-limit.ts';

const claimLimit = 200;
/** However busy a provider is, webhooks make a sync begin at most this often, in milliseconds. */
const pauseMs = 20_000;

/**
 * Queues syncs that webhooks asked for: as deltas where the manifest declares one, else as full reads. However many asked, a sync runs once; what comes while it runs makes it run again.
 * Call it every few seconds, in as many processes as there are. Gives how many it queued.
 */
export async function queueRequestedSyncs(deps: ServiceDeps): Promise<number> {
  const now = new Date(deps.clock.now());
  const ranBefore = new Date(now.getTime() - pauseMs);
  const runs = await deps.db.orm.transaction(async (tx) => {
    const wanted: NewRun[] = [];
    const room = new Map<string, number>();
    for (const { state, connection } of await claimRequestedSyncs(tx, { ranBefore, limit: claimLimit })) {
      const { organizationId, connectionId, sync: name } = state;
      const key = { organizationId, connectionId, sync: name };
      const isUsable =
        connection.status === 'active' || connection.status === 'pending' || connection.status === 'error';
      const sync = deps.registry.get(connection.providerSlug)?.syncs[name];
      // Nothing is lost: once the connection works again, its schedule reads everything.
      if (!sync || connection.deletedAt || !isUsable || connection.statusCode === 'reauth_required') {
        await clearSyncRequest(tx, key);
        continue;
      }
      const left =
        room.get(organizationId) ??
        maxWaitingSyncsOf(deps.settings) - (await countWaitingSyncs(tx, { organizationId }));
      room.set(organizationId, left - 1);
      // It stays asked for, and gets in when there is room.
      if (left <= 0) continue;
      await clearSyncRequest(tx, key);
      wanted.push({
        id: newId('run'),
        ...{ organizationId, connectionId, name },
        providerSlug: connection.providerSlug,
        kind: 'sync',
        // A sync that can read what changed does; any other one has nothing but a full read.
        mode: sync.mode,
        trigger: 'webhook',
        createdAt: now,
      });
    }
    await insertRuns(tx, wanted);
    return wanted;
  });
  for (const { id, organizationId } of runs)
    await deps.jobs.enqueue({ name: 'sync.run', data: { organizationId, runId: id } });
  return runs.length;
}
