import type { RunStats } from '@patchbay/db';
import type { FetchedRecord, UnknownWord } from '@patchbay/runtime';
import type { RunLog } from '../runs/create-run-log.ts';

/** Different words told; a provider that fills the field with prose would else fill the log. */
const maxTold = 20;

/** Counts words of a provider that have no meaning of ours, and tells each of them once, in the log of the run. */
export function countUnknownWords(
  stats: RunStats,
  log: RunLog,
): { add(records: readonly FetchedRecord[]): void; tell(): void } {
  const counts = new Map<string, UnknownWord & { count: number }>();
  let untold = 0;
  return {
    add(records) {
      for (const unknown of records.flatMap(({ unknownWords }) => unknownWords ?? [])) {
        stats.unknownWords = (stats.unknownWords ?? 0) + 1;
        const key = `${unknown.field} ${unknown.word}`;
        const known = counts.get(key);
        if (known) known.count += 1;
        else if (counts.size < maxTold) counts.set(key, { ...unknown, count: 1 });
        else untold += 1;
      }
    },
    tell() {
      for (const { field, word, countsAs, count } of counts.values()) {
        const what = word === null ? `No ${field} is given` : `The ${field} "${word}" has no meaning in the manifest`;
        log.add('warn', `${what}, so it counts as ${countsAs}: ${count} ${count === 1 ? 'finding' : 'findings'}.`);
      }
      if (untold > 0) log.add('warn', `${untold} more findings have other words that have no meaning in the manifest.`);
    },
  };
}
