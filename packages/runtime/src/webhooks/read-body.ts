import { readHeader } from './read-headers.ts';
import type { WebhookRequest } from './webhook-request.ts';

// Event, delivery and tenant are often all in the body; it is parsed once.
const parsed = new WeakMap<WebhookRequest, { value: unknown }>();

/** The body as JMESPath sees it: JSON, or the fields of a form by name, several as a list. Undefined when it is neither. */
export function readBody(request: WebhookRequest): unknown {
  const known = parsed.get(request);
  if (known) return known.value;
  const value = parse(request);
  parsed.set(request, { value });
  return value;
}

/** Names and values of a form, in order; null when the body is none or is not UTF-8. An empty body is an empty form. */
export function readForm(request: WebhookRequest): [string, string][] | null {
  if (request.rawBody.length === 0) return [];
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(readHeader(request, 'content-type') ?? '')) return null;
  const text = decode(request.rawBody);
  return text === null ? null : [...new URLSearchParams(text)];
}

function parse(request: WebhookRequest): unknown {
  const form = request.rawBody.length > 0 ? readForm(request) : null;
  if (form) {
    const values = new Map<string, string[]>();
    for (const [name, value] of form) values.set(name, [...(values.get(name) ?? []), value]);
    return Object.fromEntries([...values].map(([name, list]) => [name, list.length === 1 ? list[0] : list]));
  }
  try {
    return JSON.parse(decode(request.rawBody) ?? '');
  } catch {
    return undefined;
  }
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
