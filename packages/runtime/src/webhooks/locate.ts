import { selectText } from '../select/expressions.ts';
import { readBody } from './read-body.ts';
import { readHeader } from './read-headers.ts';
import { splitUrl } from './read-url.ts';
import { WebhookRefusal } from './webhook-refusal.ts';
import type { WebhookLocator, WebhookRequest } from './webhook-request.ts';

/**
 * What a delivery tells at a place: its event, its id, its tenant. Null when it tells nothing there, when the body is not what
 * the expression expects, or when the value is there several times. Never throws. Only what the provider signs is proved:
 * headers mostly are not.
 */
export function locate(locator: WebhookLocator, request: WebhookRequest): string | null {
  try {
    return readLocator(locator, request);
  } catch {
    return null;
  }
}

/** The same for the check itself: throws WebhookRefusal when the value is there several times, and for an expression that does not fit. */
export function readLocator(locator: WebhookLocator, request: WebhookRequest): string | null {
  if ('header' in locator) return readHeader(request, locator.header) || null;
  if ('body' in locator) return selectText(locator.body, readBody(request) ?? null);
  const values = new URLSearchParams(splitUrl(request.url).query).getAll(locator.query);
  if (values.length > 1)
    throw new WebhookRefusal('request_ambiguous', `The delivery has ${values.length} parameters ${locator.query}.`);
  return values[0] || null;
}
