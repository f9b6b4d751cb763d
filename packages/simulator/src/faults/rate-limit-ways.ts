import type { Manifest, Operation, TimeUnit } from '@patchbay/schema';
import { writeMoment } from '../http/write-moment.ts';
import { plainPath, withValueAt } from '../lists/plain-path.ts';

/** One way in which a provider tells how long to wait after too many requests. */
export interface RateLimitWay {
  id: string;
  /** Headers of the answer. */
  headers(waitMs: number, now: number): Record<string, string>;
  /** The body of the answer with the wait in it. */
  body(body: unknown, waitMs: number, now: number): unknown;
}

const same = (body: unknown) => body;
const refusedStatus = 429;

/** The ways a manifest declares for an operation, then those of HTTP itself where the header is not declared to be something else. */
export function rateLimitWays(manifest: Manifest, operation: Operation | null): RateLimitWay[] {
  const declared = manifest.rateLimits.headers;
  const ways: RateLimitWay[] = [];
  const inHeader = (id: string, name: string, unit: TimeUnit, more: Record<string, string> = {}) =>
    ways.push({
      id,
      headers: (waitMs, now) => ({ ...more, [name.toLowerCase()]: writeMoment(waitMs, unit, now) }),
      body: same,
    });
  if (declared?.reset && declared.remaining)
    inHeader('reset', declared.reset.name, declared.reset.unit, {
      [declared.remaining.toLowerCase()]: '0',
      ...(declared.limit && { [declared.limit.toLowerCase()]: '100' }),
    });
  if (declared?.retryAfter) inHeader('declared', declared.retryAfter.name, declared.retryAfter.unit);
  const rules = [...(operation?.errors ?? []), ...manifest.errors].filter(
    ({ status, class: errorClass }) =>
      errorClass === 'rate_limited' && (status === undefined || [status].flat().includes(refusedStatus)),
  );
  for (const { retryAfter } of rules) {
    if (!retryAfter) continue;
    if ('header' in retryAfter) {
      inHeader('rule', retryAfter.header, retryAfter.unit);
      continue;
    }
    const keys = plainPath(retryAfter.body);
    if (keys)
      ways.push({
        id: 'body',
        headers: () => ({}),
        body: (body, waitMs, now) => {
          const text = writeMoment(waitMs, retryAfter.unit, now);
          return withValueAt(body, keys, /^\d+$/.test(text) ? Number(text) : text);
        },
      });
  }
  const isTaken = declared?.retryAfter?.name.toLowerCase() === 'retry-after';
  if (!isTaken) {
    inHeader('retry-after-seconds', 'retry-after', 'seconds');
    inHeader('retry-after-date', 'retry-after', 'http_date');
  }
  return ways.filter(({ id }, index) => ways.findIndex((other) => other.id === id) === index);
}
