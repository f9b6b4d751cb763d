import type { WebhookLocator, WebhookRequest } from '@patchbay/runtime';
import { plainPath, withValueAt } from '../lists/plain-path.ts';

/** Puts a value where a locator reads it. A body that is no JSON, and an expression that is no plain path, stay as they are. */
export function placeValue(locator: WebhookLocator, value: string, request: WebhookRequest): WebhookRequest {
  if ('header' in locator) {
    const name = locator.header.toLowerCase();
    const others = Object.entries(request.headers).filter(([key]) => key.toLowerCase() !== name);
    return { ...request, headers: { ...Object.fromEntries(others), [name]: value } };
  }
  if ('query' in locator) {
    const url = new URL(request.url);
    url.searchParams.set(locator.query, value);
    return { ...request, url: url.href };
  }
  const keys = plainPath(locator.body);
  const text = Buffer.from(request.rawBody).toString('utf8');
  if (keys === null || keys.length === 0 || !/^\s*\{/.test(text)) return request;
  const body = withValueAt(JSON.parse(text) as unknown, keys, value);
  return { ...request, rawBody: Buffer.from(JSON.stringify(body), 'utf8') };
}
