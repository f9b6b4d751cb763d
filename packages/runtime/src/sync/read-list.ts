import type { Sync } from '@patchbay/schema';
import { requireOperation } from '../call/manifest-plan.ts';
import { ProviderError } from '../errors/provider-error.ts';
import { isStable } from '../pagination/is-stable.ts';
import type { RecordBatch } from '../types.ts';
import { withoutSecrets } from './checkpoints.ts';
import type { ReadPlan } from './fetch-records.ts';
import { createIncremental } from './incremental/create-incremental.ts';
import { type CollectionPosition, readCollection } from './read-collection.ts';
import { createRecordMapper } from './record-mapper.ts';

/** Reads the list of a sync: all of it, or what its parameter leaves of it. */
export async function* readList(plan: ReadPlan): AsyncGenerator<RecordBatch, void, void> {
  const { call, name, sync, variables, cursor, fingerprint, startedAt, resumeFrom } = plan;
  const incremental = createIncremental(sync, { cursor, noted: resumeFrom?.noted ?? null, startedAt });
  const isResumed = resumeFrom !== null;
  const isOrdered = sync.incremental?.type === 'field' && sync.incremental.ordered;
  let isCapped = false;
  // What changed since is bounded by itself: leaving out some of it would lose it.
  const newest = incremental.isWhole ? sync.newest : undefined;
  const pages = readCollection(
    call,
    { ...sync, newest },
    {
      extra: { variables },
      base: incremental.base,
      from: resumeFrom ? (resumeFrom.position as CollectionPosition) : undefined,
      onCapped: () => {
        isCapped = true;
      },
    },
  );
  // With parents, those that were read to their end are left out the next time.
  const mayGoOn = sync.forEach !== undefined || isStable(requireOperation(call, sync.operation).operation.paginate);
  const map = createRecordMapper(sync, name);
  for await (const { items, answer, position } of pages) {
    incremental.note({ items, answer });
    const noted = incremental.cursor();
    const { records, deleted } = map(items);
    yield {
      records,
      deleted,
      requests: call.requests,
      done: false,
      isResumed,
      isWhole: false,
      isSteady: false,
      cursor: isOrdered ? noted : null,
      checkpoint: () =>
        mayGoOn ? withoutSecrets(call, { fingerprint, startedAt, position: position(), noted }) : null,
    };
  }
  if (isCapped) throw cappedError(sync, name);
  yield {
    records: [],
    deleted: [],
    requests: call.requests,
    done: true,
    isResumed,
    isWhole: incremental.isWhole && sync.newest === undefined,
    isSteady: !call.hasTurnedPages,
    cursor: incremental.cursor(),
    checkpoint: () => null,
  };
}

function cappedError(sync: Sync, name: string): ProviderError {
  const max = sync.forEach?.maxParents ?? 0;
  return new ProviderError(
    'bug',
    `The sync "${name}" reads at most ${max} parents and there are more, so it is not complete.`,
    {
      nextStep: 'Narrow the sync with its variables, or raise maxParents in the manifest.',
    },
  );
}
