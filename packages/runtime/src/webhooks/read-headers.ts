import { WebhookRefusal, type WebhookRefusalReason } from './webhook-refusal.ts';
import type { WebhookRequest } from './webhook-request.ts';

/** A header's value without the spaces around it; null when it is absent. Throws WebhookRefusal when it is there twice. */
export function readHeader({ headers }: WebhookRequest, name: string): string | null {
  const values = entriesOf(headers)
    .filter(([key]) => key.toLowerCase() === name.toLowerCase())
    .map(([, value]) => value.trim());
  if (values.length > 1)
    throw new WebhookRefusal('request_ambiguous', `The delivery has ${values.length} headers ${name}.`);
  return values[0] ?? null;
}

/** A header that must be there and not be empty. */
export function requireHeader(
  request: WebhookRequest,
  name: string,
  reason: WebhookRefusalReason = 'signature_missing',
): string {
  const value = readHeader(request, name);
  if (value === null || value === '') throw new WebhookRefusal(reason, `The delivery has no header ${name}.`);
  return value;
}

function entriesOf(headers: WebhookRequest['headers']): [string, string][] {
  if (!Array.isArray(headers))
    return Object.entries(headers).flatMap(([name, value]) =>
      [value ?? []].flat().map((one): [string, string] => [name, one]),
    );
  const list = headers as readonly string[];
  return list.flatMap((name, index): [string, string][] => (index % 2 === 0 ? [[name, list[index + 1] ?? '']] : []));
}
