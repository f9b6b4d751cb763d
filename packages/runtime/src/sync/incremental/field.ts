import type { PagePatch } from '../../http/page-patch.ts';
import { select } from '../../select/expressions.ts';
import { type IncrementalFactory, type IncrementalOf, placeParameter } from './incremental.ts';
import { formatMoment, parseMoment } from './moment.ts';

/**
 * Items changed since the latest change seen. The provider's own clock counts, not ours: the next read begins at the largest value it gave.
 * Only a value ahead of the time this read began is cut to it, for what changes until then would never be read.
 */
export const field: IncrementalFactory<'field'> = (declared, { cursor, noted, startedAt }) => {
  const isTime = declared.format !== 'number';
  const limit = isTime ? startedAt : Number.POSITIVE_INFINITY;
  const from = cursor?.type === 'field' ? Math.min(cursor.value, limit) : null;
  let latest = noted?.type === 'field' ? noted.value : null;
  return {
    base: from === null ? {} : place(declared, formatMoment(declared, from - stepBack(declared))),
    isWhole: from === null,
    note({ items }) {
      for (const item of items) {
        const value = parseMoment(declared.format, select(declared.field, item));
        if (value !== null && (latest === null || value > latest)) latest = value;
      }
    },
    cursor() {
      const value = Math.max(latest ?? Number.NEGATIVE_INFINITY, from ?? Number.NEGATIVE_INFINITY);
      return Number.isFinite(value) ? { type: 'field', value: Math.min(value, limit) } : null;
    },
  };
};

/** When an item changed, for telling which of two is newer; null when it does not tell. */
export function changedAt(declared: IncrementalOf<'field'>, item: unknown): number | null {
  return parseMoment(declared.format, select(declared.field, item));
}

/** How far before the cursor to begin: what shows up late, and what a provider that leaves the cursor itself out would not give again. */
function stepBack({ format, lookbackSeconds, inclusive, granularity }: IncrementalOf<'field'>): number {
  if (format === 'number') return inclusive ? 0 : 1;
  const units = { millisecond: 1, second: 1_000, minute: 60_000, day: 86_400_000 };
  return lookbackSeconds * 1_000 + (inclusive ? 0 : units[granularity]);
}

function place({ parameter, filter, in: where }: IncrementalOf<'field'>, value: string | number): PagePatch {
  return {
    ...(parameter === undefined ? {} : placeParameter(where, parameter, value)),
    ...(filter === undefined
      ? {}
      : placeParameter(where, filter.parameter, filter.template.replaceAll('{cursor}', String(value)))),
  };
}
