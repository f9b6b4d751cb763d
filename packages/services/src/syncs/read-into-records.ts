import {
  createSeenIds,
  deleteAbsentRecords,
  type Executor,
  type RunStats,
  type SyncLease,
  saveSyncState,
  toStorableJson,
  type WriteCounts,
  writeRecords,
} from '@patchbay/db';
import type { CallOptions, FetchedRecord, Target } from '@patchbay/runtime';
import { PatchbayError, type Sync } from '@patchbay/schema';
import type { RunLog } from '../runs/create-run-log.ts';
import type { ServiceDeps } from '../types.ts';
import { createBatchWriter } from './create-batch-writer.ts';

/** Most records written in one transaction, so that others do not wait long for their turn. */
const maxBatch = 2_000;

export interface ReadIntoRecordsParams {
  target: Target;
  name: string;
  sync: Sync;
  runId: string;
  lease: SyncLease;
  /** Counted up while reading. */
  stats: RunStats;
  log: RunLog;
  signal: AbortSignal;
}

/**
 * Reads the whole collection and writes what is new or changed, while the next page is read. Only a read that came to its end says what is
 * gone: what throws on the way leaves everything not read as it was.
 */
export async function readIntoRecords(
  deps: Pick<ServiceDeps, 'db' | 'clock' | 'runtime'>,
  { target, name, sync, runId, lease, stats, log, signal }: ReadIntoRecordsParams,
): Promise<void> {
  const { orm } = deps.db;
  const now = () => new Date(deps.clock.now());
  const seen = createSeenIds();
  let isComplete = false;

  const writer = createBatchWriter<FetchedRecord>(
    async (records) => {
      const counts = await orm.transaction((tx) => writeRecords(tx, { lease, model: sync.model, records, now: now() }));
      for (const { id } of records) seen.add(toStoredId(id));
      count(stats, counts);
      stats.read += records.length;
    },
    { maxItems: maxBatch },
  );
  const onLog: CallOptions['onLog'] = ({ level, message, data }) => log.add(level, message, data);
  try {
    for await (const batch of deps.runtime.fetchFull(target, name, { signal, onLog })) {
      signal.throwIfAborted();
      stats.requests = batch.requests;
      await writer.add(batch.records);
      isComplete = batch.done;
    }
    await writer.flush();
  } catch (error) {
    // What was read before the provider failed is good; who was told to stop writes no more.
    if (signal.aborted) await writer.stop();
    else await writer.flush();
    throw error;
  }
  signal.throwIfAborted();
  if (!isComplete) {
    throw new PatchbayError(
      'internal',
      'The read ended without saying that it was complete. Report it with the name of the provider.',
    );
  }
  await orm.transaction(async (tx: Executor) => {
    if (sync.deletes === 'absent') {
      stats.deleted += await deleteAbsentRecords(tx, {
        lease,
        isSeen: (id) => seen.has(id),
        seenCount: seen.size,
        now: now(),
      });
    }
    await saveSyncState(tx, lease, { completedBy: runId, completedAt: now().toISOString(), objects: seen.size });
  });
}

function count(stats: RunStats, { added, updated, unchanged }: WriteCounts): void {
  stats.added += added;
  stats.updated += updated;
  stats.unchanged += unchanged;
}

/** The id as it is stored, which differs when it holds what the database refuses. */
function toStoredId(id: string): string {
  return JSON.parse(toStorableJson(JSON.stringify(id))) as string;
}
