import type { IncrementalOf } from './incremental.ts';

type Format = IncrementalOf<'field'>['format'];

/** A provider's moment as milliseconds since 1970, or its number; null when it is neither. */
export function parseMoment(format: Format, value: unknown): number | null {
  if (format === 'iso8601' || format === 'date') {
    const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
    return Number.isFinite(time) ? time : null;
  }
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) return null;
  return format === 'epoch' ? Math.round(number * 1_000) : number;
}

/** The moment as the provider reads it, never later than it was: what it cannot say exactly is rounded down. */
export function formatMoment(
  { format, granularity }: Pick<IncrementalOf<'field'>, 'format' | 'granularity'>,
  value: number,
): string | number {
  if (format === 'number') return value;
  const unit = { millisecond: 1, second: 1_000, minute: 60_000, day: 86_400_000 }[granularity];
  const time = Math.floor(Math.max(value, 0) / unit) * unit;
  switch (format) {
    case 'epoch':
      return Math.floor(time / 1_000);
    case 'epoch_milliseconds':
      return time;
    case 'date':
      return new Date(time).toISOString().slice(0, 10);
    case 'iso8601':
      return granularity === 'millisecond'
        ? new Date(time).toISOString()
        : new Date(time).toISOString().replace('.000Z', 'Z');
  }
}
