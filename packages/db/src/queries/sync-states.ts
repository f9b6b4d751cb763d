import { and, eq, sql } from 'drizzle-orm';
import type { Executor } from '../database.ts';
import { runSql } from '../run-sql.ts';
import { type SyncState, syncStates } from '../schema/sync-states.ts';
import { isLeaseHeld, matchSync } from './is-lease-held.ts';

export interface SyncKey {
  organizationId: string;
  connectionId: string;
  sync: string;
}

/** The right to write a sync's records. `token` is larger than that of every lease before it. */
export interface SyncLease extends SyncKey {
  owner: string;
  token: number;
}

export async function getSyncState(db: Executor, key: SyncKey): Promise<SyncState | null> {
  const [row] = await db.select().from(syncStates).where(matchSync(key));
  return row ?? null;
}

export async function listSyncStates(
  db: Executor,
  key: { organizationId: string; connectionId: string },
): Promise<SyncState[]> {
  return db
    .select()
    .from(syncStates)
    .where(and(eq(syncStates.organizationId, key.organizationId), eq(syncStates.connectionId, key.connectionId)))
    .orderBy(syncStates.sync);
}

/**
 * Takes the lease when it is free, run out or already this owner's; null when someone else holds it. Times are by the
 * database's clock, which all replicas share.
 */
export async function acquireSyncLease(
  db: Executor,
  params: SyncKey & { owner: string; ttlMs: number; runId: string },
): Promise<SyncLease | null> {
  const expires = sql`clock_timestamp() + ${params.ttlMs}::float8 * interval '1 millisecond'`;
  const rows = await runSql<{ lease_token: number | string }>(
    db,
    sql`
    insert into ${syncStates} as held
      (connection_id, sync, organization_id, lease_owner, lease_token, lease_expires_at, last_run_id, last_run_at)
    values (${params.connectionId}, ${params.sync}, ${params.organizationId}, ${params.owner}, 1, ${expires},
      ${params.runId}, clock_timestamp())
    on conflict (connection_id, sync) do update set
      lease_owner = excluded.lease_owner, lease_token = held.lease_token + 1,
      lease_expires_at = excluded.lease_expires_at, last_run_id = excluded.last_run_id,
      last_run_at = excluded.last_run_at, updated_at = clock_timestamp()
    where held.organization_id = excluded.organization_id
      and (held.lease_owner is null or held.lease_owner = excluded.lease_owner
        or held.lease_expires_at < clock_timestamp())
    returning lease_token`,
  );
  const token = rows[0]?.lease_token;
  if (token === undefined) return null;
  const { organizationId, connectionId, sync, owner } = params;
  return { organizationId, connectionId, sync, owner, token: Number(token) };
}

/**
 * Takes the lease for the time of a transaction, to write a record that did not come by a read. Null when a read holds it. What is known
 * of the last read stays. Give it back before the transaction ends.
 */
export async function borrowSyncLease(tx: Executor, params: SyncKey & { owner: string }): Promise<SyncLease | null> {
  const { organizationId, connectionId, sync, owner } = params;
  const rows = await runSql<{ lease_token: number | string }>(
    tx,
    sql`
    insert into ${syncStates} as held (connection_id, sync, organization_id, lease_owner, lease_token, lease_expires_at)
    values (${connectionId}, ${sync}, ${organizationId}, ${owner}, 1, clock_timestamp() + interval '1 minute')
    on conflict (connection_id, sync) do update set
      lease_owner = excluded.lease_owner, lease_token = held.lease_token + 1, lease_expires_at = excluded.lease_expires_at
    where held.organization_id = excluded.organization_id
      and (held.lease_owner is null or held.lease_expires_at < clock_timestamp())
    returning lease_token`,
  );
  const token = rows[0]?.lease_token;
  return token === undefined ? null : { organizationId, connectionId, sync, owner, token: Number(token) };
}

/** Gives a borrowed lease back. */
export async function returnSyncLease(tx: Executor, lease: SyncLease): Promise<void> {
  await tx.update(syncStates).set({ leaseOwner: null, leaseExpiresAt: null }).where(isLeaseHeld(lease));
}

/** Makes the lease last longer. False when it was lost: stop writing. */
export async function renewSyncLease(db: Executor, lease: SyncLease, ttlMs: number): Promise<boolean> {
  const rows = await db
    .update(syncStates)
    .set({ leaseExpiresAt: sql`clock_timestamp() + ${ttlMs}::float8 * interval '1 millisecond'` })
    .where(isLeaseHeld(lease))
    .returning({ token: syncStates.leaseToken });
  return rows.length > 0;
}

/** Gives the lease back, with how the run ended. False when it was lost before. */
export async function releaseSyncLease(
  db: Executor,
  lease: SyncLease,
  outcome: { status: string; now: Date },
): Promise<boolean> {
  const rows = await db
    .update(syncStates)
    .set({
      leaseOwner: null,
      leaseExpiresAt: null,
      lastRunStatus: outcome.status,
      ...(outcome.status === 'success' && { lastSuccessAt: outcome.now }),
    })
    .where(isLeaseHeld(lease))
    .returning({ token: syncStates.leaseToken });
  return rows.length > 0;
}

/**
 * Proves inside a transaction that the lease is still ours and keeps it so until the transaction ends. Throws
 * LeaseLostError otherwise, which rolls the transaction back: a stalled writer cannot overwrite its successor.
 */
export async function requireSyncLease(tx: Executor, lease: SyncLease): Promise<SyncState> {
  const [row] = await tx.select().from(syncStates).where(isLeaseHeld(lease)).for('update');
  if (!row) throw new LeaseLostError(lease);
  return row;
}

/** Sets what the sync remembers. Call it in the transaction that wrote the records it speaks of. */
export async function saveSyncState(
  tx: Executor,
  lease: SyncLease,
  state: Record<string, unknown> | null,
): Promise<void> {
  const rows = await tx
    .update(syncStates)
    .set({ state })
    .where(isLeaseHeld(lease))
    .returning({ sync: syncStates.sync });
  if (rows.length === 0) throw new LeaseLostError(lease);
}

/** Another process has taken the sync over. */
export class LeaseLostError extends Error {
  constructor(lease: SyncLease) {
    super(`The lease on sync ${lease.sync} of ${lease.connectionId} went to another process; this one has to stop.`);
    this.name = 'LeaseLostError';
  }
}
