import { PatchbayError, type Sync } from '@patchbay/schema';
import { type Call, createCall } from '../call/call.ts';
import type { RuntimeContext } from '../call/runtime-context.ts';
import { ProviderError } from '../errors/provider-error.ts';
import { requireValidFields } from '../fields/validate-fields.ts';
import { offlineError } from '../operations/offline.ts';
import type { FetchOptions, ReadCheckpoint, RecordBatch, SyncCursor, Target } from '../types.ts';
import { fingerprintOf, usableCheckpoint } from './checkpoints.ts';
import { readEventLog } from './read-event-log.ts';
import { readList } from './read-list.ts';

export interface FetchRecordsOptions extends FetchOptions {
  /** What the last complete read ended with. Left out: everything is read. */
  cursor?: SyncCursor | null;
}

/** How one read of a sync begins. */
export interface ReadPlan {
  call: Call;
  name: string;
  sync: Sync;
  variables: Readonly<Record<string, unknown>>;
  /** Of the kind the sync declares; null reads everything. */
  cursor: SyncCursor | null;
  fingerprint: string;
  /** Milliseconds since 1970. */
  startedAt: number;
  resumeFrom: ReadCheckpoint | null;
}

/** What a provider says about a cursor or a page it does not know any more. */
const forgotten: ReadonlySet<string> = new Set(['gone', 'validation', 'not_found']);

/**
 * Reads a sync page by page: what changed since the cursor, or everything. A thrown error means that the read is partial. A cursor or a
 * place in the list that the provider refuses, as happens when they are old, is given up for a read from the beginning.
 */
export async function* fetchRecords(
  runtime: RuntimeContext,
  target: Target,
  syncName: string,
  { cursor: given = null, resumeFrom = null, variables: values = {}, ...options }: FetchRecordsOptions,
): AsyncGenerator<RecordBatch, void, void> {
  const call = createCall(runtime, target, options);
  const sync = requireSync(target, syncName);
  const variables = requireValidFields(sync.variables, values, { path: 'variables' });
  if (runtime.offline) throw offlineError(call);
  const now = runtime.clock.now();
  const planFor = (cursor: SyncCursor | null, checkpoint: ReadCheckpoint | null): ReadPlan => {
    const fingerprint = fingerprintOf({ target, name: syncName, sync, variables, cursor });
    const from = usableCheckpoint(checkpoint, { fingerprint, now });
    if (checkpoint && !from)
      call.log('info', 'What an earlier read left off is of no use any more; reading from the beginning.');
    return {
      call,
      name: syncName,
      sync,
      variables,
      cursor,
      fingerprint,
      startedAt: from?.startedAt ?? now,
      resumeFrom: from,
    };
  };
  const cursor = given?.type === sync.incremental?.type ? given : null;
  const attempts = [planFor(cursor, resumeFrom)];
  if (attempts[0]?.resumeFrom) attempts.push(planFor(cursor, null));
  if (cursor) attempts.push(planFor(null, null));
  for (const [index, plan] of attempts.entries()) {
    let hasBegun = false;
    try {
      const batches = plan.cursor?.type === 'event_log' ? readEventLog(plan) : readList(plan);
      for await (const batch of batches) {
        hasBegun = true;
        yield batch;
      }
      return;
    } catch (error) {
      const isForgotten = error instanceof ProviderError && forgotten.has(error.class);
      if (hasBegun || !isForgotten || index === attempts.length - 1) throw error;
      call.log(
        'warn',
        `The provider does not know where the last read ended any more: ${error.message} Reading again.`,
      );
    }
  }
}

function requireSync({ manifest }: Target, name: string): Sync {
  const sync = Object.hasOwn(manifest.syncs, name) ? manifest.syncs[name] : undefined;
  if (sync) return sync;
  throw new PatchbayError('not_found', `${manifest.name} has no sync "${name.slice(0, 80)}".`, {
    data: { syncs: Object.keys(manifest.syncs) },
  });
}
