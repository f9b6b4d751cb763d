import { and, asc, count, eq } from 'drizzle-orm';
import type { Executor } from '../database.ts';
import { syncSeen } from '../schema/sync-seen.ts';
import { syncStates } from '../schema/sync-states.ts';
import { isLeaseHeld } from './is-lease-held.ts';
import { LeaseLostError, type SyncKey, type SyncLease } from './sync-states.ts';

/** Where a read stands, and what it met since it last said so. Call it in the transaction that wrote the records before it. */
export async function saveSyncCheckpoint(
  tx: Executor,
  lease: SyncLease,
  { checkpoint, seen }: { checkpoint: Record<string, unknown> | null; seen: Uint8Array },
): Promise<void> {
  await changeHeld(tx, lease, { checkpoint });
  if (seen.length === 0) return;
  const match = matchSeen(lease);
  const [row] = await tx.select({ chunks: count() }).from(syncSeen).where(match);
  const { connectionId, sync } = lease;
  await tx.insert(syncSeen).values({ connectionId, sync, chunk: Number(row?.chunks ?? 0), hashes: seen });
}

/** What a read that was broken off had met, in pieces for `SeenIds.load`. */
export async function listSyncSeen(db: Executor, key: SyncKey): Promise<Uint8Array[]> {
  const rows = await db
    .select({ hashes: syncSeen.hashes })
    .from(syncSeen)
    .where(matchSeen(key))
    .orderBy(asc(syncSeen.chunk));
  return rows.map(({ hashes }) => hashes);
}

/** Forgets a read that is over, or of no use. */
export async function clearSyncCheckpoint(tx: Executor, lease: SyncLease): Promise<void> {
  await changeHeld(tx, lease, { checkpoint: null });
  await tx.delete(syncSeen).where(matchSeen(lease));
}

async function changeHeld(
  tx: Executor,
  lease: SyncLease,
  changes: { checkpoint: Record<string, unknown> | null },
): Promise<void> {
  const rows = await tx.update(syncStates).set(changes).where(isLeaseHeld(lease)).returning({ sync: syncStates.sync });
  if (rows.length === 0) throw new LeaseLostError(lease);
}

function matchSeen({ connectionId, sync }: Pick<SyncKey, 'connectionId' | 'sync'>) {
  return and(eq(syncSeen.connectionId, connectionId), eq(syncSeen.sync, sync));
}
