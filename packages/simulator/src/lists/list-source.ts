import { select } from '@patchbay/runtime';
import type { Manifest } from '@patchbay/schema';
import type { IndexedInteraction } from '../fixtures/interaction-index.ts';
import type { FoundOperation } from '../match/operation-finder.ts';
import { toData } from './answer-data.ts';
import { findList, singleEntry } from './find-list.ts';
import { itemKeysOf } from './item-keys.ts';
import { withValueAt } from './plain-path.ts';
import { varyEntry, type Width, widths } from './vary-entry.ts';

/** Makes the entries of a list, as many as are wanted. */
export interface ListSource {
  /** The recorded answer the list stands in. */
  sample: IndexedInteraction;
  /** Its body as data, also where it goes over the wire as XML. */
  body: unknown;
  /** Where the list stands in the body. */
  keys: readonly string[];
  /** The same entry for the same index and list, in every process. */
  entry(index: number, list: string, kept: ReadonlySet<string>): unknown;
}

const enough = 10;

/** Takes the shape of the items out of recorded answers. Null when none of them holds an item. */
export function createListSource(
  manifest: Manifest,
  found: readonly FoundOperation[],
  recorded: readonly IndexedInteraction[],
): ListSource | null {
  const expressions = found.map(({ operation }) => operation.items ?? '@');
  const operation = found[0]?.operation ?? ({ response: 'json' } as const);
  const lists = recorded.flatMap((sample) => {
    const body = toData(sample.interaction.response.body, operation);
    const place = findList(body, expressions);
    if (!place) return [];
    const entries = place.entries
      .map((entry) => singleEntry(body, place, expressions, entry))
      .filter((entry) => entry !== null);
    return entries.length === 0 ? [] : [{ sample, body, place, entries }];
  });
  const [first] = lists;
  if (!first) return null;
  const { sample, body, place } = first;
  const samples = lists
    .filter(({ place: { keys } }) => keys.join('\n') === place.keys.join('\n'))
    .flatMap(({ entries }) => entries)
    .slice(0, enough);
  const keysOf = (entry: unknown) =>
    found.flatMap(({ name }, position) => {
      const item = (select(expressions[position] ?? '@', withValueAt(body, place.keys, [entry])) as unknown[])[0];
      return itemKeysOf(manifest, name).map((key) => key(item));
    });
  const chosen = new Map<unknown, Width>();
  function widthOf(shape: unknown, kept: ReadonlySet<string>): Width {
    const known = chosen.get(shape);
    if (known) return known;
    const vary = (index: number, width: Width) => keysOf(varyEntry(shape, { index, list: '', kept }, width));
    const width =
      widths.find((one) => {
        const [a, b] = [vary(0, one), vary(1, one)];
        return a.every((key, position) => key !== b[position] || key === '' || key === 'null');
      }) ?? 'all';
    chosen.set(shape, width);
    return width;
  }
  return {
    sample,
    body,
    keys: place.keys,
    entry(index, list, kept) {
      const shape = samples[index % samples.length];
      return varyEntry(shape, { index, list, kept }, widthOf(shape, kept));
    },
  };
}
