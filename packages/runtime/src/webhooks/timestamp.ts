import type { TimeUnit, WebhookVerify } from '@patchbay/schema';
import { readMoment } from '../errors/moments.ts';
import type { Clock } from '../types.ts';
import { readLocator } from './locate.ts';
import { WebhookRefusal } from './webhook-refusal.ts';
import type { WebhookRequest } from './webhook-request.ts';

type TimestampSource = NonNullable<Extract<WebhookVerify, { type: 'hmac' }>['timestamp']>;

/** A moment as the provider wrote it, which is what it signs, and in milliseconds since 1970. */
export interface SignedTimestamp {
  text: string;
  at: number;
}

/** Reads the moment a delivery names. `signatureKey` gives a value of the signature header. Throws WebhookRefusal. */
export function readTimestamp(
  { from, unit }: TimestampSource,
  request: WebhookRequest,
  signatureKey: (key: string) => string | null,
): SignedTimestamp {
  const text = 'signatureKey' in from ? signatureKey(from.signatureKey) : readLocator(from, request);
  if (text === null || text === '')
    throw new WebhookRefusal('timestamp_missing', 'The delivery does not say when it was signed.');
  return { text, at: parseTimestamp(text, unit) };
}

/** Milliseconds since 1970. Throws WebhookRefusal for anything but a moment in the declared unit. */
export function parseTimestamp(text: string, unit: TimeUnit): number {
  const at = isMoment(text, unit) ? readMoment(text, unit, 0) : null;
  if (at === null)
    throw new WebhookRefusal('timestamp_malformed', `The moment of the delivery is not written as ${unit}.`);
  return at;
}

/** Refuses deliveries signed longer ago than the tolerance, or as far in the future. */
export function requireFresh(at: number, toleranceSeconds: number, clock: Clock): void {
  const seconds = Math.abs(clock.now() - at) / 1000;
  if (seconds > toleranceSeconds)
    throw new WebhookRefusal(
      'timestamp_outside_window',
      `The delivery was signed ${Math.round(seconds)} seconds from now; ${toleranceSeconds} are allowed. It may be a replay; otherwise check the clocks.`,
    );
}

// A wait counted from now is always fresh, and a time without its zone means something else on every machine.
function isMoment(text: string, unit: TimeUnit): boolean {
  switch (unit) {
    case 'epoch':
    case 'epoch_milliseconds':
      return /^\d{1,16}$/.test(text);
    case 'iso8601':
      return /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:?\d\d)$/i.test(text);
    case 'http_date':
      return / GMT$/.test(text);
    case 'seconds':
    case 'milliseconds':
      return false;
  }
}
