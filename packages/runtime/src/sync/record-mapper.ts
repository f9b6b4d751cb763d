import type { Sync } from '@patchbay/schema';
import { ProviderError } from '../errors/provider-error.ts';
import { select, selectFlag } from '../select/expressions.ts';
import type { FetchedRecord } from '../types.ts';
import { createFindingTranslator } from './finding-words.ts';
import { changedAt } from './incremental/field.ts';

export interface MappedItems {
  records: FetchedRecord[];
  /** Keys of items that say of themselves that they are gone. */
  deleted: string[];
}

/**
 * Maps raw items to records and watches over their keys, for one read. The same object met again, as happens when a list shifts
 * between two pages, is given once, and the newer of two where the sync can tell. Two different objects of one key are refused, for
 * one of them would be lost.
 */
export function createRecordMapper(sync: Sync, name: string): (items: readonly unknown[]) => MappedItems {
  // Numbers only: there is an entry for each object of the read.
  const hashes = new Map<string, number>();
  const moments = new Map<string, number>();
  const field = sync.incremental?.type === 'field' ? sync.incremental : null;
  const goneIf = goneExpression(sync);
  const translate = sync.model === 'finding' ? createFindingTranslator(sync) : null;
  return (items) => {
    const records = new Map<string, FetchedRecord>();
    const deleted = new Set<string>();
    for (const item of items) {
      const record = toRecord(sync, name, item, translate);
      const { id } = record;
      const isGone = goneIf !== null && selectFlag(goneIf, item);
      const hash = hashOf(isGone ? 'gone' : JSON.stringify(record.data));
      const before = hashes.get(id);
      if (before === hash) continue;
      const moment = field && changedAt(field, item);
      const momentBefore = moments.get(id) ?? null;
      if (before !== undefined) {
        if (moment === null || momentBefore === null || moment === momentBefore) throw duplicate(sync, name, id);
        if (moment < momentBefore) continue;
      }
      hashes.set(id, hash);
      if (moment !== null) moments.set(id, moment);
      records.delete(id);
      deleted.delete(id);
      if (isGone) deleted.add(id);
      else records.set(id, record);
    }
    return { records: [...records.values()], deleted: [...deleted] };
  };
}

function goneExpression({ deletes }: Sync): string | null {
  if (typeof deletes !== 'object') return null;
  if ('tombstone' in deletes) return deletes.tombstone;
  return 'flag' in deletes ? deletes.flag : null;
}

function toRecord(
  sync: Sync,
  name: string,
  item: unknown,
  translate: ReturnType<typeof createFindingTranslator> | null,
): FetchedRecord {
  const data = select(sync.record, item);
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    throw new ProviderError('bug', `An item of "${sync.operation}" does not map to a record of the sync "${name}".`);
  const id = select(sync.primaryKey, data);
  // What to_string makes of an id that is not there.
  if ((typeof id !== 'string' && typeof id !== 'number') || id === '' || id === 'null')
    throw new ProviderError(
      'bug',
      `An item of "${sync.operation}" has no key (${sync.primaryKey}), so the sync "${name}" cannot tell it from others.`,
    );
  if (!translate) return { id: String(id), data: data as Record<string, unknown> };
  const finding = translate(data as Record<string, unknown>);
  return {
    id: String(id),
    data: finding.data,
    ...(finding.unknown.length > 0 && { unknownWords: finding.unknown }),
  };
}

function duplicate(sync: Sync, name: string, id: string): ProviderError {
  const shown = id.length > 80 ? `${id.slice(0, 79)}…` : id;
  return new ProviderError(
    'bug',
    `"${sync.operation}" gave two different items with the key ${shown}, so the sync "${name}" would lose one of them.`,
  );
}

/** FNV-1a: tells equal from different within one read; nothing is stored by it. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}
