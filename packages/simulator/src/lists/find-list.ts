import { select } from '@patchbay/runtime';
import { valueAt, withValueAt } from './plain-path.ts';

/** Where in an answer the list stands whose entries are the items. */
export interface ListPlace {
  keys: readonly string[];
  entries: readonly unknown[];
}

const deepest = 4;

/**
 * Finds the outermost list of a body that makes the items, whatever the expressions do with it: without its entries there are no items,
 * and with each of them twice there are twice as many. Null when there is none, or no item.
 */
export function findList(body: unknown, expressions: readonly string[]): ListPlace | null {
  for (const keys of listsIn(body)) {
    const entries = valueAt(body, keys) as readonly unknown[];
    const makesItems = expressions.every((expression) => {
      const count = countItems(body, expression);
      return (
        count > 0 &&
        countItems(withValueAt(body, keys, []), expression) === 0 &&
        countItems(withValueAt(body, keys, [...entries, ...entries]), expression) === 2 * count
      );
    });
    if (makesItems) return { keys, entries };
  }
  return null;
}

/** The entry, cut down until it makes exactly one item; null when it makes none. */
export function singleEntry(
  body: unknown,
  { keys }: Pick<ListPlace, 'keys'>,
  expressions: readonly string[],
  entry: unknown,
): unknown {
  const makesOne = (candidate: unknown) =>
    expressions.every((expression) => countItems(withValueAt(body, keys, [candidate]), expression) === 1);
  return [entry, withShortLists(entry)].find(makesOne) ?? null;
}

/** Items in the eyes of the runtime; 0 where there is no list. */
function countItems(body: unknown, expression: string): number {
  try {
    const found = select(expression, body);
    return Array.isArray(found) ? found.length : 0;
  } catch {
    return 0;
  }
}

function listsIn(body: unknown): string[][] {
  let level: { value: unknown; keys: string[] }[] = [{ value: body, keys: [] }];
  const found: string[][] = [];
  for (let depth = 0; depth <= deepest; depth += 1) {
    found.push(...level.filter(({ value }) => Array.isArray(value)).map(({ keys }) => keys));
    level = level.flatMap(({ value, keys }) =>
      typeof value !== 'object' || value === null || Array.isArray(value)
        ? []
        : Object.entries(value).map(([key, inner]) => ({ value: inner as unknown, keys: [...keys, key] })),
    );
  }
  return found;
}

function withShortLists(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(withShortLists);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withShortLists(inner)]));
}
