import type { TimeUnit } from '@patchbay/schema';

/** A moment that many milliseconds after `now`, as a provider writes it: the counterpart of how the runtime reads it. */
export function writeMoment(waitMs: number, unit: TimeUnit, now: number): string {
  switch (unit) {
    case 'seconds':
      return String(Math.ceil(waitMs / 1000));
    case 'milliseconds':
      return String(Math.ceil(waitMs));
    case 'epoch':
      return String(Math.ceil((now + waitMs) / 1000));
    case 'epoch_milliseconds':
      return String(Math.ceil(now + waitMs));
    case 'http_date':
      return new Date(now + waitMs).toUTCString();
    case 'iso8601':
      return new Date(now + waitMs).toISOString();
  }
}
