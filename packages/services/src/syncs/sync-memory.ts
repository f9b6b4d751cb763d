import type { SyncState } from '@patchbay/db';
import type { ReadCheckpoint, SyncCursor } from '@patchbay/runtime';
import type { Sync } from '@patchbay/schema';

/** What a sync remembers between runs: `sync_states.state`. */
export interface SyncMemory {
  /** What the next delta begins with. */
  cursor: SyncCursor | null;
  /** When a read from the beginning last came to its end, ISO 8601. */
  wholeAt: string | null;
  /** Objects met then. */
  objects: number | null;
  /** A read that missed more than half of what there was, and what it would have deleted: believed when the next one says so too. */
  doubtful: { runId: string; absent: number } | null;
}

/** Where a read stands: `sync_states.checkpoint`. */
export interface StoredCheckpoint {
  mode: 'full' | 'delta';
  /** The run that read until here. */
  runId: string;
  read: ReadCheckpoint;
}

export function memoryOf(state: Pick<SyncState, 'state'> | null): SyncMemory {
  return {
    cursor: null,
    wholeAt: null,
    objects: null,
    doubtful: null,
    ...(state?.state as Partial<SyncMemory> | null),
  };
}

export function checkpointOf(state: Pick<SyncState, 'checkpoint'> | null): StoredCheckpoint | null {
  return (state?.checkpoint as StoredCheckpoint | null | undefined) ?? null;
}

/**
 * The mode a run really reads in. A delta reads everything when there is nothing to go on from, and now and then where it cannot see
 * what is gone, or objects of a parent that came since: those may have changed last before the cursor.
 */
export function modeOf(
  wanted: string,
  { sync, memory, now }: { sync: Sync; memory: SyncMemory; now: number },
): 'full' | 'delta' {
  if (wanted !== 'delta') return 'full';
  const seesDeletions =
    sync.deletes !== 'absent' || ['hash', 'etag', 'event_log'].includes(sync.incremental?.type ?? '');
  const seesNewParents = sync.forEach === undefined || sync.incremental?.type !== 'field';
  if (seesDeletions && seesNewParents) return 'delta';
  const wholeAt = memory.wholeAt === null ? Number.NaN : Date.parse(memory.wholeAt);
  return now - wholeAt < sync.fullEveryHours * 3_600_000 ? 'delta' : 'full';
}
