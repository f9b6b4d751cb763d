import type { TimeUnit } from '@patchbay/schema';

/** A wait or a moment as a provider writes it, in milliseconds from `now`; null when it cannot be read. Never negative. */
export function readWait(value: unknown, unit: TimeUnit, now: number): number | null {
  const moment = readMoment(value, unit, now);
  return moment === null ? null : Math.max(0, moment - now);
}

/** The moment in milliseconds since 1970; null when it cannot be read. */
export function readMoment(value: unknown, unit: TimeUnit, now: number): number | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  if (unit === 'http_date' || unit === 'iso8601') {
    const parsed = Date.parse(String(value));
    return Number.isNaN(parsed) ? null : parsed;
  }
  const amount = typeof value === 'number' ? value : value.trim() === '' ? Number.NaN : Number(value);
  if (!Number.isFinite(amount) || amount < 0) return null;
  switch (unit) {
    case 'seconds':
      return now + amount * 1000;
    case 'milliseconds':
      return now + amount;
    case 'epoch':
      return amount * 1000;
    case 'epoch_milliseconds':
      return amount;
  }
}

/** Retry-After as HTTP defines it: whole seconds or a date. Milliseconds from `now`. */
export function readRetryAfter(value: string | undefined, now: number): number | null {
  if (value === undefined) return null;
  return readWait(value, 'seconds', now) ?? readWait(value, 'http_date', now);
}
