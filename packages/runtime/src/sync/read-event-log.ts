import { requireOperation } from '../call/manifest-plan.ts';
import { runRequest, scopeOf } from '../call/run-request.ts';
import { ProviderError } from '../errors/provider-error.ts';
import { checkMethodMayCall } from '../operations/method-operations.ts';
import { select, selectText } from '../select/expressions.ts';
import type { RecordBatch } from '../types.ts';
import type { ReadPlan } from './fetch-records.ts';
import { type IncrementalOf, placeParameter } from './incremental/incremental.ts';
import { readCollection } from './read-collection.ts';
import { createRecordMapper } from './record-mapper.ts';

type EventLog = IncrementalOf<'event_log'>;

/** Follows a log of changes after a place in it, oldest first. Of several changes of one object in a page the last counts. */
export async function* readEventLog(plan: ReadPlan): AsyncGenerator<RecordBatch, void, void> {
  const { call, name, sync, variables, cursor } = plan;
  const log = sync.incremental as EventLog;
  let place = cursor?.type === 'event_log' ? cursor.value : null;
  const batch = (changes: Partial<RecordBatch>): RecordBatch => ({
    records: [],
    deleted: [],
    requests: call.requests,
    done: false,
    isResumed: false,
    isWhole: false,
    isSteady: false,
    cursor: { type: 'event_log', value: place },
    // The cursor is as good: it moves with every page.
    checkpoint: () => null,
    ...changes,
  });
  const pages = readCollection(
    call,
    { operation: log.operation, input: sync.input },
    {
      extra: { variables },
      base: place === null ? {} : placeParameter(log.in, log.parameter, place),
      onCapped: () => {},
    },
  );
  for await (const { items } of pages) {
    const last = new Map<string, { entry: unknown; isGone: boolean }>();
    for (const entry of items) {
      const id = selectText(log.id, entry);
      if (id === null) throw unreadable(plan, 'names no object');
      last.set(id, { entry, isGone: isDeletion(plan, log, entry) });
      place = placeOf(plan, log, entry);
    }
    const map = createRecordMapper(sync, name);
    const found: unknown[] = [];
    const deleted: string[] = [];
    for (const [id, { entry, isGone }] of last) {
      const object = isGone ? null : await readObject(plan, log, entry);
      if (object === null) deleted.push(id);
      else found.push(object);
    }
    const mapped = map(found);
    yield batch({ records: mapped.records, deleted: [...deleted, ...mapped.deleted] });
  }
  yield batch({ done: true });
}

function isDeletion(plan: ReadPlan, log: EventLog, entry: unknown): boolean {
  const change = select(log.change, entry);
  if (change === 'deleted') return true;
  if (change === 'added' || change === 'updated') return false;
  throw unreadable(plan, 'is neither added, updated nor deleted');
}

function placeOf(plan: ReadPlan, log: EventLog, entry: unknown): string | number {
  const place = select(log.position, entry);
  if ((typeof place === 'string' && place !== '') || typeof place === 'number') return place;
  throw unreadable(plan, 'has no place in the log');
}

/** The object an entry names; null when it is gone by now. */
async function readObject({ call }: ReadPlan, log: EventLog, entry: unknown): Promise<unknown> {
  if (!log.object) return entry;
  const plan = requireOperation(call, log.object.operation);
  checkMethodMayCall(call, plan);
  const input = Object.fromEntries(
    Object.entries(log.object.input).map(([name, expression]) => [name, select(expression, entry)]),
  );
  try {
    const { answer } = await runRequest(call, plan, await scopeOf(call, { input }), {});
    return answer.body;
  } catch (error) {
    if (error instanceof ProviderError && (error.class === 'not_found' || error.class === 'gone')) return null;
    throw error;
  }
}

function unreadable({ sync }: ReadPlan, what: string): ProviderError {
  const { operation } = sync.incremental as EventLog;
  return new ProviderError('bug', `An entry of the log "${operation}" ${what}.`, { whoseFault: 'provider' });
}
