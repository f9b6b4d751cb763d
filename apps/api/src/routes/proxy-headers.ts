/** What a browser adds about the page that asks: our admin's address is no business of the provider's. */
const pageHeaders = new Set(['origin', 'referer']);

/** The headers of a browser's request without what tells of our own page; a flat list of names and values, in their order. */
export function withoutPageHeaders(rawHeaders: readonly string[]): string[] {
  const kept: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    const lower = name.toLowerCase();
    if (pageHeaders.has(lower) || lower.startsWith('sec-fetch-')) continue;
    kept.push(name, rawHeaders[index + 1] ?? '');
  }
  return kept;
}

/** Of the provider's headers, those that would change what a browser lets its page do. */
const policyHeaders = new Set([
  'content-security-policy',
  'content-security-policy-report-only',
  'x-content-type-options',
]);

/** A page of the provider shown to a signed-in browser stands on our origin: it may run nothing. */
export function withSandbox(headers: readonly string[]): string[] {
  const kept: string[] = [];
  for (let index = 0; index + 1 < headers.length; index += 2) {
    const name = headers[index] ?? '';
    if (!policyHeaders.has(name.toLowerCase())) kept.push(name, headers[index + 1] ?? '');
  }
  kept.push('content-security-policy', "sandbox; default-src 'none'", 'x-content-type-options', 'nosniff');
  return kept;
}
