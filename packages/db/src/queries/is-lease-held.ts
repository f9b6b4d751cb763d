import { and, eq } from 'drizzle-orm';
import { syncStates } from '../schema/sync-states.ts';
import type { SyncKey, SyncLease } from './sync-states.ts';

/** The row of a sync. */
export function matchSync(key: SyncKey) {
  return and(
    eq(syncStates.organizationId, key.organizationId),
    eq(syncStates.connectionId, key.connectionId),
    eq(syncStates.sync, key.sync),
  );
}

/** The row of a sync while the lease on it is this one. */
export function isLeaseHeld(lease: SyncLease) {
  return and(matchSync(lease), eq(syncStates.leaseOwner, lease.owner), eq(syncStates.leaseToken, lease.token));
}
