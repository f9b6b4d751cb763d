import { PatchbayError, type Sync } from '@patchbay/schema';
import { createCall } from '../call/call.ts';
import type { RuntimeContext } from '../call/runtime-context.ts';
import { ProviderError } from '../errors/provider-error.ts';
import { requireValidFields } from '../fields/validate-fields.ts';
import { offlineError } from '../operations/offline.ts';
import type { CallOptions, RecordBatch, Target } from '../types.ts';
import { readCollection } from './read-collection.ts';
import { createRecordMapper } from './record-mapper.ts';

/** Reads a whole collection as records of its model. A thrown error means that the read is partial. */
export async function* fetchFull(
  runtime: RuntimeContext,
  target: Target,
  syncName: string,
  options: CallOptions,
): AsyncGenerator<RecordBatch, void, void> {
  const call = createCall(runtime, target, options);
  const sync = requireSync(target, syncName);
  const variables = requireValidFields(sync.variables, options.variables ?? {}, { path: 'variables' });
  if (runtime.offline) throw offlineError(call);
  let isCapped = false;
  const onCapped = () => {
    isCapped = true;
  };
  const toRecords = createRecordMapper(sync, syncName);
  for await (const items of readCollection(call, sync, { extra: { variables }, onCapped })) {
    const records = toRecords(items);
    if (records.length > 0) yield { records, requests: call.requests, done: false };
  }
  if (isCapped) throw cappedError(sync, syncName);
  yield { records: [], requests: call.requests, done: true };
}

function requireSync({ manifest }: Target, name: string): Sync {
  const sync = Object.hasOwn(manifest.syncs, name) ? manifest.syncs[name] : undefined;
  if (sync) return sync;
  throw new PatchbayError('not_found', `${manifest.name} has no sync "${name.slice(0, 80)}".`, {
    data: { syncs: Object.keys(manifest.syncs) },
  });
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
