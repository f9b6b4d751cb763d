import type { HeaderInput } from '../types.ts';

/** About the connection to the next hop (RFC 9110, 7.6.1), not about the message. */
const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/** Of the caller's: what signs in to Patchbay, and what tells of the way to it. */
const notForProviders = new Set([
  ...hopByHop,
  'host',
  'expect',
  'authorization',
  'cookie',
  'cookie2',
  'x-api-key',
  'idempotency-replayed',
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-proto',
  'x-real-ip',
  'via',
]);

/** Of the provider's: what would act on Patchbay's own origin in a browser. */
const notForCallers = new Set([
  ...hopByHop,
  'set-cookie',
  'set-cookie2',
  'clear-site-data',
  'strict-transport-security',
  'public-key-pins',
  'alt-svc',
  'service-worker-allowed',
]);

/** Sees each header of the caller that goes on to the provider, in order, with its lower-case name. */
export function forEachForwarded(
  headers: HeaderInput,
  visit: (name: string, value: string, lowerName: string) => void,
): void {
  const isFlat = isFlatList(headers);
  const named = connectionOptions(isFlat ? findFlat(headers, 'connection') : headers.connection);
  const consider = (name: string, value: string) => {
    const lower = name.toLowerCase();
    if (notForProviders.has(lower) || lower.startsWith('patchbay-') || named?.has(lower)) return;
    visit(name, value, lower);
  };
  if (isFlat) {
    for (let index = 0; index + 1 < headers.length; index += 2)
      consider(headers[index] ?? '', headers[index + 1] ?? '');
    return;
  }
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string') consider(name, value);
    else if (value !== undefined) for (const one of value) consider(name, one);
  }
}

/** The headers of an answer for the caller: spelling, order and repetition as they came. */
export function toCallerHeaders(raw: readonly (Buffer | string)[]): string[] {
  const headers: string[] = [];
  let named: Set<string> | null = null;
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = text(raw[index]);
    const lower = name.toLowerCase();
    const value = text(raw[index + 1]);
    if (lower === 'connection') named = connectionOptions(value);
    if (!notForCallers.has(lower)) headers.push(name, value);
  }
  return named === null ? headers : dropNamed(headers, named);
}

function dropNamed(headers: readonly string[], named: ReadonlySet<string>): string[] {
  const kept: string[] = [];
  for (let index = 0; index + 1 < headers.length; index += 2) {
    const name = headers[index] ?? '';
    if (!named.has(name.toLowerCase())) kept.push(name, headers[index + 1] ?? '');
  }
  return kept;
}

/** Header names the Connection header declares hop-by-hop; the usual keep-alive and close name none. */
function connectionOptions(value: string | readonly string[] | undefined): Set<string> | null {
  if (value === undefined || value === 'keep-alive' || value === 'close') return null;
  const list = typeof value === 'string' ? value : value.join(',');
  const names = list.split(',').map((name) => name.trim().toLowerCase());
  // These two describe the message; a caller may not have them dropped.
  return new Set(names.filter((name) => name !== 'content-length' && name !== 'content-type'));
}

function findFlat(headers: readonly string[], wanted: string): string | undefined {
  for (let index = 0; index + 1 < headers.length; index += 2) {
    if (headers[index]?.toLowerCase() === wanted) return headers[index + 1];
  }
  return undefined;
}

function isFlatList(headers: HeaderInput): headers is readonly string[] {
  return Array.isArray(headers);
}

function text(value: Buffer | string | undefined): string {
  return typeof value === 'string' ? value : (value?.toString('latin1') ?? '');
}
