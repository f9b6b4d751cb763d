import { select } from '@patchbay/runtime';
import type { Manifest } from '@patchbay/schema';

/** Gives the text that must differ from item to item of a list. */
export type ItemKey = (item: unknown) => string;

/** What tells the items of an operation apart: the primary keys of its syncs, the ids of its resources, and what the caller gets. */
export function itemKeysOf(manifest: Manifest, operationName: string): ItemKey[] {
  const names = namesOf(manifest, operationName);
  const operation = manifest.operations[operationName];
  return [
    ...Object.values(manifest.syncs)
      .filter((sync) => names.has(sync.operation))
      .map(
        (sync): ItemKey =>
          (item) =>
            write(() => select(sync.primaryKey, select(sync.record, mapped(operation?.result, item)))),
      ),
    ...Object.values(manifest.resources)
      .filter((resource) => names.has(resource.operation))
      .map(
        (resource): ItemKey =>
          (item) =>
            write(() => select('id', select(resource.item, mapped(operation?.result, item)))),
      ),
    (item) => write(() => mapped(operation?.result, item)),
  ];
}

/** The operation and those an auth method replaces by it. */
function namesOf(manifest: Manifest, operationName: string): Set<string> {
  const replaced = manifest.auth.flatMap(({ replaces }) =>
    Object.entries(replaces).flatMap(([name, by]) => (by === operationName ? [name] : [])),
  );
  return new Set([operationName, ...replaced]);
}

function mapped(result: string | undefined, item: unknown): unknown {
  return result === undefined ? item : select(result, item);
}

function write(read: () => unknown): string {
  try {
    return JSON.stringify(read()) ?? '';
  } catch {
    return '';
  }
}
