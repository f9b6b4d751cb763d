/** Headers that belong to the caller's side of the exchange: our credentials, and what proxies on the way noted. */
const ownHeaders = new Set([
  'authorization',
  'cookie',
  'host',
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-proto',
  'x-real-ip',
  'x-request-id',
  'origin',
  'referer',
]);

/** The caller's headers without those the provider must not see; a flat list of names and values, in their order. */
export function toProviderHeaders(rawHeaders: readonly string[]): string[] {
  const kept: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (ownHeaders.has(name.toLowerCase()) || name.toLowerCase().startsWith('sec-fetch-')) continue;
    kept.push(name, rawHeaders[index + 1] ?? '');
  }
  return kept;
}
