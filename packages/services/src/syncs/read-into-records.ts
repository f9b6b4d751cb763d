import {
  clearSyncCheckpoint,
  countAbsentRecords,
  createSeenIds,
  deleteAbsentRecords,
  deleteRecords,
  type Executor,
  getSyncState,
  listSyncSeen,
  noteResumedRun,
  type RunStats,
  type SyncLease,
  saveSyncCheckpoint,
  saveSyncState,
  toStorableJson,
  type WriteCounts,
  writeRecords,
} from '@patchbay/db';
import type { CallOptions, RecordBatch, Target } from '@patchbay/runtime';
import { PatchbayError, type Sync } from '@patchbay/schema';
import { applyRecordsToFindings, resolveGoneFindings } from '../findings/apply-records.ts';
import { createFindingTeller } from '../findings/create-finding-teller.ts';
import type { RunLog } from '../runs/create-run-log.ts';
import type { ServiceDeps } from '../types.ts';
import { countUnknownWords } from './count-unknown-words.ts';
import { createBatchWriter } from './create-batch-writer.ts';
import { DoubtfulReadError, isDoubtful } from './doubtful-read.ts';
import { checkpointOf, memoryOf, modeOf, type StoredCheckpoint, type SyncMemory } from './sync-memory.ts';

/** Most records written in one transaction, so that others do not wait long for their turn. */
const maxBatch = 2_000;
/** A transaction waits until there are so many for it, but not longer than this, in milliseconds: with a page each, most of it is overhead. */
const minBatch = 1_000;
const lingerMs = 100;
/** A read says where it stands at most this often: one that is over sooner never has to. Milliseconds. */
const checkpointEveryMs = 1_000;

export interface ReadIntoRecordsParams {
  target: Target;
  name: string;
  sync: Sync;
  /** As asked for. */
  mode: string;
  runId: string;
  lease: SyncLease;
  /** Counted up while reading. */
  stats: RunStats;
  log: RunLog;
  signal: AbortSignal;
}

/** What one page gives, or a part of it. */
type Piece = Pick<RecordBatch, 'records' | 'deleted' | 'cursor'> & {
  /** Null inside a page. */
  checkpoint: RecordBatch['checkpoint'] | null;
};

/**
 * Reads a sync and writes what is new or changed, while the next page is read. A batch, what is deleted with it and where the read stands
 * commit together. Only a read of everything that came to its end says what is gone: what throws on the way leaves everything not read as
 * it was, and the next run goes on from there. A list of several pages shifts when something is added or deleted meanwhile, and an object
 * can slip through: what such a read has not met is looked for once more before it counts as gone.
 */
export async function readIntoRecords(
  deps: Pick<ServiceDeps, 'db' | 'clock' | 'runtime'>,
  { target, name, sync, mode: wanted, runId, lease, stats, log, signal }: ReadIntoRecordsParams,
): Promise<void> {
  const { orm } = deps.db;
  const now = () => new Date(deps.clock.now());
  const stored = await getSyncState(orm, lease);
  const memory = memoryOf(stored);
  const mode = modeOf(wanted, { sync, memory, now: deps.clock.now() });
  if (mode !== wanted) log.add('info', 'Reading everything, for what a delta cannot see.');
  const earlier = checkpointOf(stored);
  const resumeFrom = earlier?.mode === mode ? earlier.read : null;

  const seen = createSeenIds();
  if (resumeFrom) for (const chunk of await listSyncSeen(orm, lease)) seen.load(chunk);
  let standing: RecordBatch['checkpoint'] | null = null;
  let standingSince = deps.clock.now();
  let isResumable = true;
  let isSecondLook = false;

  async function saveStanding(tx: Executor): Promise<void> {
    if (!standing || !isResumable) return;
    const read = standing();
    const added = seen.takeAdded();
    // From here on it would not be known what was met.
    if (!read) isResumable = false;
    else {
      const checkpoint: StoredCheckpoint = { mode, runId, read };
      // Who does not look for what is gone need not know what was met.
      const met = sync.deletes === 'absent' ? added : new Uint8Array();
      await saveSyncCheckpoint(tx, lease, { checkpoint: { ...checkpoint }, seen: met });
    }
    standing = null;
    standingSince = deps.clock.now();
  }

  const isOfFindings = sync.model === 'finding';
  const teller = createFindingTeller();
  const unknownWords = countUnknownWords(stats, log);

  const writer = createBatchWriter<Piece>(
    async (pieces) => {
      const records = pieces.flatMap((piece) => piece.records);
      const deleted = pieces.flatMap((piece) => piece.deleted);
      for (const { id } of records) seen.add(toStoredId(id));
      standing = pieces.findLast(({ checkpoint }) => checkpoint !== null)?.checkpoint ?? standing;
      const cursor = pieces.findLast((piece) => piece.cursor !== null)?.cursor ?? null;
      const isDue = deps.clock.now() - standingSince >= checkpointEveryMs && pieces.at(-1)?.checkpoint !== null;
      const counts = await orm.transaction(async (tx) => {
        const at = now();
        const deletedIds = deleted.map(toStoredId);
        const written = await writeRecords(tx, {
          lease,
          model: sync.model,
          records,
          now: at,
          listsChanged: isOfFindings,
        });
        if (deleted.length > 0) written.deleted += await deleteRecords(tx, { lease, externalIds: deletedIds, now: at });
        if (isOfFindings)
          await applyRecordsToFindings(tx, {
            lease,
            providerSlug: target.manifest.id,
            records: records.map((record) => ({ ...record, id: toStoredId(record.id) })),
            changedIds: written.changedIds ?? [],
            deletedIds,
            teller,
            now: at,
          });
        if (cursor) await saveSyncState(tx, lease, { ...memory, cursor });
        if (isDue) await saveStanding(tx);
        return written;
      });
      count(stats, counts, { isSecondLook });
      if (!isSecondLook) {
        stats.read += records.length + deleted.length;
        unknownWords.add(records);
      }
    },
    {
      maxSize: maxBatch,
      minSize: minBatch,
      lingerMs,
      sizeOf: ({ records, deleted }) => records.length + deleted.length,
    },
  );

  const onLog: CallOptions['onLog'] = ({ level, message, data }) => log.add(level, message, data);
  const options = { signal, onLog, variables: stored?.variables ?? {} };
  try {
    let end = await readToEnd(
      mode === 'full'
        ? deps.runtime.fetchFull(target, name, { ...options, resumeFrom })
        : deps.runtime.fetchDelta(target, name, { ...options, resumeFrom, cursor: memory.cursor }),
    );
    if (sync.deletes === 'absent' && end.isWhole && !end.isSteady) {
      const absent = await countAbsentRecords(orm, { lease, seenCount: seen.size });
      if (absent > 0) {
        log.add('info', `${absent} were not met. The list has several pages, so it is read once more to be sure.`);
        isSecondLook = true;
        isResumable = false;
        const requests = stats.requests;
        end = await readToEnd(deps.runtime.fetchFull(target, name, options), requests);
      }
    }
    await complete(end);
  } finally {
    unknownWords.tell();
  }

  async function readToEnd(batches: AsyncGenerator<RecordBatch, void, void>, requestsBefore = 0): Promise<RecordBatch> {
    let last: RecordBatch | null = null;
    let isFirst = !isSecondLook;
    try {
      for await (const batch of batches) {
        signal.throwIfAborted();
        if (isFirst) await begin(batch);
        isFirst = false;
        stats.requests = requestsBefore + batch.requests;
        await writer.add(toPieces(batch));
        if (batch.done) last = batch;
      }
      await writer.flush();
    } catch (error) {
      // What was read before the provider failed is good; who was told to stop writes no more.
      if (signal.aborted) await writer.stop();
      else {
        await writer.flush();
        await orm.transaction(saveStanding);
      }
      throw error;
    }
    signal.throwIfAborted();
    if (last) return last;
    throw new PatchbayError(
      'internal',
      'The read ended without saying that it was complete. Report it with the name of the provider.',
    );
  }

  async function begin({ isResumed }: RecordBatch): Promise<void> {
    if (isResumed) {
      log.add('info', `Going on where run ${earlier?.runId} stopped, after ${seen.size} were read.`);
      await noteResumedRun(orm, {
        organizationId: lease.organizationId,
        id: runId,
        resumedFrom: earlier?.runId ?? null,
      });
    } else if (earlier) {
      seen.clear();
      await orm.transaction((tx) => clearSyncCheckpoint(tx, lease));
    }
  }

  async function complete({ isWhole, cursor }: RecordBatch): Promise<void> {
    // Of a list of which the newest are read only, that is all there is to read.
    const isFromBeginning = mode === 'full' || memory.cursor === null;
    const next: SyncMemory = isWhole
      ? { cursor, wholeAt: now().toISOString(), objects: seen.size, doubtful: null }
      : { ...memory, ...(isFromBeginning && { wholeAt: now().toISOString() }), cursor: cursor ?? memory.cursor };
    try {
      await orm.transaction(async (tx) => {
        if (isWhole && sync.deletes === 'absent') {
          const absent = await deleteAbsentRecords(tx, {
            lease,
            isSeen: (id) => seen.has(id),
            seenCount: seen.size,
            now: now(),
          });
          if (isDoubtful({ met: seen.size, absent }) && memory.doubtful === null)
            throw new DoubtfulReadError({ met: seen.size, absent });
          if (isOfFindings && absent > 0) await resolveGoneFindings(tx, { lease, teller, now: now() });
          stats.deleted += absent;
        }
        await saveSyncState(tx, lease, { ...next });
        await clearSyncCheckpoint(tx, lease);
      });
    } catch (error) {
      if (!(error instanceof DoubtfulReadError)) throw error;
      await orm.transaction(async (tx) => {
        await saveSyncState(tx, lease, { ...memory, doubtful: { runId, absent: error.absent } });
        await clearSyncCheckpoint(tx, lease);
      });
      throw error;
    }
  }
}

/** A page in parts that one transaction may hold. Where the read stands is known at its end only. */
function toPieces({ records, deleted, cursor, checkpoint }: RecordBatch): Piece[] {
  if (records.length + deleted.length <= maxBatch) return [{ records, deleted, cursor, checkpoint }];
  const pieces: Piece[] = [];
  for (let index = 0; index < records.length; index += maxBatch)
    pieces.push({ records: records.slice(index, index + maxBatch), deleted: [], cursor: null, checkpoint: null });
  return [...pieces, { records: [], deleted, cursor, checkpoint }];
}

function count(
  stats: RunStats,
  { added, updated, deleted, unchanged }: WriteCounts,
  { isSecondLook }: { isSecondLook: boolean },
): void {
  stats.added += added;
  stats.updated += updated;
  stats.deleted += deleted;
  // Counted the first time.
  if (!isSecondLook) stats.unchanged += unchanged;
}

/** The id as it is stored, which differs when it holds what the database refuses. */
function toStoredId(id: string): string {
  return JSON.parse(toStorableJson(JSON.stringify(id))) as string;
}
