import { acquireSyncLease, getRun, getSyncState, type SyncKey, type SyncLease } from '@patchbay/db';
import { PatchbayError } from '@patchbay/schema';
import type { ServiceDeps } from '../types.ts';

/** How long a lease holds without being renewed. */
export const leaseTtlMs = 30_000;

/**
 * Takes the right to write a sync's records. A lease whose run has ended, because its process died and the run was marked, is
 * taken over at once; the larger number of the new lease keeps the old writer out should it still be alive.
 */
export async function acquireLease(
  { db }: Pick<ServiceDeps, 'db'>,
  params: SyncKey & { owner: string; runId: string },
): Promise<SyncLease> {
  const lease = await acquireSyncLease(db.orm, { ...params, ttlMs: leaseTtlMs });
  if (lease) return lease;
  const held = await getSyncState(db.orm, params);
  const holder = held?.lastRunId
    ? await getRun(db.orm, { organizationId: params.organizationId, id: held.lastRunId })
    : null;
  if (held?.leaseOwner && holder?.status !== 'running') {
    const taken = await acquireSyncLease(db.orm, { ...params, owner: held.leaseOwner, ttlMs: leaseTtlMs });
    if (taken) return taken;
  }
  throw new PatchbayError(
    'conflict',
    `Another process is writing the records of this sync${holder ? ` (${holder.id})` : ''}. Wait for it, then start the sync again.`,
  );
}
