import type { Sync } from '@patchbay/schema';
import { ProviderError } from '../errors/provider-error.ts';
import { select } from '../select/expressions.ts';
import type { FetchedRecord } from '../types.ts';

/**
 * Maps raw items to records and watches over their keys, for one read. The same object met again, as happens when a list shifts
 * between two pages, is given once; two different objects of one key are refused, for one of them would be lost.
 */
export function createRecordMapper(sync: Sync, name: string): (items: readonly unknown[]) => FetchedRecord[] {
  const seen = new Map<string, number>();
  return (items) => {
    const records: FetchedRecord[] = [];
    for (const item of items) {
      const record = toRecord(sync, name, item);
      const hash = hashOf(JSON.stringify(record.data));
      const earlier = seen.get(record.id);
      if (earlier === hash) continue;
      if (earlier !== undefined) throw duplicate(sync, name, record.id);
      seen.set(record.id, hash);
      records.push(record);
    }
    return records;
  };
}

function toRecord(sync: Sync, name: string, item: unknown): FetchedRecord {
  const data = select(sync.record, item);
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    throw new ProviderError('bug', `An item of "${sync.operation}" does not map to a record of the sync "${name}".`);
  const id = select(sync.primaryKey, data);
  if ((typeof id !== 'string' && typeof id !== 'number') || id === '')
    throw new ProviderError(
      'bug',
      `An item of "${sync.operation}" has no key (${sync.primaryKey}), so the sync "${name}" cannot tell it from others.`,
    );
  return { id: String(id), data: data as Record<string, unknown> };
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
