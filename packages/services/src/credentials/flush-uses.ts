import { touchConnections, touchCredentials } from '@patchbay/db';
import type { Uses } from '../cache.ts';
import type { ServiceDeps } from '../types.ts';

/** Writes when credentials were last used and providers last answered. Call it every few seconds and at shutdown. */
export async function flushUses({ cache, db }: Pick<ServiceDeps, 'cache' | 'db'>): Promise<void> {
  const { credential, connection } = cache.takeUses();
  for (const { organizationId, ids, at } of byOrganization(credential)) {
    await touchCredentials(db.orm, { organizationId, ids, lastUsedAt: at });
  }
  for (const { organizationId, ids, at } of byOrganization(connection)) {
    await touchConnections(db.orm, { organizationId, ids, lastSeenAt: at });
  }
}

/** One statement an organization: all of its ids get the latest of their times, which differ by seconds only. */
function byOrganization(uses: Uses): { organizationId: string; ids: string[]; at: Date }[] {
  const groups = new Map<string, { ids: string[]; latestMs: number }>();
  for (const [id, { organizationId, atMs }] of uses) {
    const group = groups.get(organizationId) ?? { ids: [], latestMs: 0 };
    group.ids.push(id);
    group.latestMs = Math.max(group.latestMs, atMs);
    groups.set(organizationId, group);
  }
  return [...groups].map(([organizationId, { ids, latestMs }]) => ({ organizationId, ids, at: new Date(latestMs) }));
}
