import { locate, type WebhookRequest } from '@patchbay/runtime';
import type { WebhookVerify } from '@patchbay/schema';

/** Replaces the value of a header, whatever the case of its name; null takes it away. */
export function changeHeader(
  request: WebhookRequest,
  name: string,
  change: (value: string) => string | null,
): WebhookRequest {
  const headers = Object.entries(request.headers).flatMap(([key, value]): [string, string][] => {
    if (key.toLowerCase() !== name.toLowerCase()) return [[key, String(value)]];
    const changed = change(String(value));
    return changed === null ? [] : [[key, changed]];
  });
  return { ...request, headers: Object.fromEntries(headers) };
}

/** Puts several headers where there was one. */
export function repeatHeader(
  request: WebhookRequest,
  name: string,
  repeat: (value: string) => string[],
): WebhookRequest {
  const headers = Object.entries(request.headers).map(([key, value]): [string, string | string[]] =>
    key.toLowerCase() === name.toLowerCase() ? [key, repeat(String(value))] : [key, String(value)],
  );
  return { ...request, headers: Object.fromEntries(headers) };
}

/** Replaces what proves a delivery, wherever the scheme has it; null takes it away. */
export function changeProof(
  scheme: WebhookVerify,
  request: WebhookRequest,
  change: (value: string) => string | null,
): WebhookRequest {
  const place = placeOf(scheme);
  if (place === null) return request;
  return 'header' in place ? changeHeader(request, place.header, change) : changeFixedValue(place, request, change);
}

/** Sends what proves a delivery several times. A body says it once, and stays as it is. */
export function repeatProof(
  scheme: WebhookVerify,
  request: WebhookRequest,
  repeat: (value: string) => string[],
): WebhookRequest {
  const place = placeOf(scheme);
  if (place === null || 'body' in place) return request;
  if ('header' in place) return repeatHeader(request, place.header, repeat);
  const url = new URL(request.url);
  const values = repeat(locate(place, request) ?? '');
  url.searchParams.delete(place.query);
  for (const value of values) url.searchParams.append(place.query, value);
  return { ...request, url: url.href };
}

/** Where a delivery carries its proof; null for a scheme that has none. */
function placeOf(scheme: WebhookVerify): Locator | null {
  switch (scheme.type) {
    case 'hmac':
    case 'ed25519':
    case 'jws':
      return { header: scheme.header };
    case 'standard_webhooks':
      return { header: `${scheme.headerPrefix}signature` };
    case 'basic':
      return { header: 'authorization' };
    case 'static':
      return scheme.in;
    case 'none':
      return null;
  }
}

type Locator = Extract<WebhookVerify, { type: 'static' }>['in'];

function changeFixedValue(
  locator: Exclude<Locator, { header: string }>,
  request: WebhookRequest,
  change: (value: string) => string | null,
): WebhookRequest {
  const value = locate(locator, request) ?? '';
  const changed = change(value);
  if ('query' in locator) {
    const url = new URL(request.url);
    if (changed === null) url.searchParams.delete(locator.query);
    else url.searchParams.set(locator.query, changed);
    return { ...request, url: url.href };
  }
  const body = Buffer.from(request.rawBody).toString('utf8');
  return {
    ...request,
    rawBody: Buffer.from(
      body.replace(value, () => changed ?? ''),
      'utf8',
    ),
  };
}
