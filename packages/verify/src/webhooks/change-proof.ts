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

/** Replaces what proves a delivery, wherever the scheme has it; null takes it away. */
export function changeProof(
  scheme: WebhookVerify,
  request: WebhookRequest,
  change: (value: string) => string | null,
): WebhookRequest {
  switch (scheme.type) {
    case 'hmac':
    case 'ed25519':
    case 'jws':
      return changeHeader(request, scheme.header, change);
    case 'standard_webhooks':
      return changeHeader(request, `${scheme.headerPrefix}signature`, change);
    case 'basic':
      return changeHeader(request, 'authorization', change);
    case 'static':
      return changeFixedValue(scheme.in, request, change);
    case 'none':
      return request;
  }
}

function changeFixedValue(
  locator: Extract<WebhookVerify, { type: 'static' }>['in'],
  request: WebhookRequest,
  change: (value: string) => string | null,
): WebhookRequest {
  if ('header' in locator) return changeHeader(request, locator.header, change);
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
