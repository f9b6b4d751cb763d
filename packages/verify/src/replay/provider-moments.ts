import type { Sync } from '@patchbay/schema';

type FieldIncremental = Extract<NonNullable<Sync['incremental']>, { type: 'field' }>;

/** How a provider writes the moment of a change, and compares it. Numbers are counted, all else is milliseconds since 1970. */
export interface ProviderMoments {
  write(moment: number): string | number;
  /** Null for what is no moment. */
  read(value: unknown): number | null;
  /** The smallest step the provider tells apart. */
  unit: number;
  /** The moment as exact as the provider compares. */
  round(moment: number): number;
}

const units = { millisecond: 1, second: 1_000, minute: 60_000, day: 86_400_000 };

/** The provider's side of a sync by field, written apart from the runtime's, which it is to check. */
export function provideMoments({ format, granularity }: FieldIncremental): ProviderMoments {
  const unit = format === 'number' ? 1 : format === 'date' ? units.day : units[granularity];
  return {
    unit,
    round: (moment) => Math.floor(moment / unit) * unit,
    write(moment) {
      if (format === 'number' || format === 'epoch_milliseconds') return moment;
      if (format === 'epoch') return moment / 1_000;
      const text = new Date(moment).toISOString();
      return format === 'date' ? text.slice(0, 10) : text;
    },
    read(value) {
      const isText = format === 'iso8601' || format === 'date';
      if (isText ? typeof value !== 'string' : typeof value !== 'string' && typeof value !== 'number') return null;
      const number = isText ? Date.parse(String(value)) : value === '' ? Number.NaN : Number(value);
      if (!Number.isFinite(number)) return null;
      return format === 'epoch' ? number * 1_000 : number;
    },
  };
}
