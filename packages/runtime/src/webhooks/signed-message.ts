import { createHash } from 'node:crypto';
import type { WebhookVerify } from '@patchbay/schema';
import { selectText } from '../select/expressions.ts';
import { readLocator } from './locate.ts';
import { readBody, readForm } from './read-body.ts';
import { readHeader } from './read-headers.ts';
import { splitUrl } from './read-url.ts';
import { WebhookRefusal } from './webhook-refusal.ts';
import type { WebhookLocator, WebhookRequest } from './webhook-request.ts';

export type MessagePart = Extract<WebhookVerify, { type: 'hmac' }>['message'][number];

export interface MessageSource {
  request: WebhookRequest;
  /** As written in the delivery. */
  timestamp: string | null;
  delivery: WebhookLocator | undefined;
}

/** The signed bytes, part by part in order. Throws WebhookRefusal for a part the delivery does not have. */
export function signedMessage(parts: readonly MessagePart[], source: MessageSource): Uint8Array[] {
  return parts.map((part) => {
    const bytes = bytesOf(part, source);
    if (bytes === null)
      throw new WebhookRefusal('message_incomplete', `The delivery lacks ${nameOf(part)}, which the provider signs.`);
    return bytes;
  });
}

function bytesOf(part: MessagePart, source: MessageSource): Uint8Array | null {
  const { request } = source;
  if (typeof part === 'object') {
    if ('literal' in part) return Buffer.from(part.literal, 'utf8');
    // Node reads header bytes as Latin-1; this gives them back.
    if ('header' in part) return encode(readHeader(request, part.header), 'latin1');
    if ('body' in part) return encode(selectText(part.body, readBody(request) ?? null));
    return Buffer.from(createHash(part.hashOfBody).update(request.rawBody).digest(part.encoding), 'utf8');
  }
  switch (part) {
    case 'body':
      return request.rawBody;
    case 'timestamp':
      return encode(source.timestamp, 'latin1');
    case 'method':
      return encode(request.method.toUpperCase());
    case 'url':
      return /^https?:\/\//i.test(request.url) ? encode(request.url) : null;
    case 'path':
      return encode(splitUrl(request.url).path);
    case 'query':
      return encode(splitUrl(request.url).query);
    case 'sorted_form':
      return sortedForm(request);
    case 'delivery_id':
      return source.delivery ? encode(readLocator(source.delivery, request), 'latin1') : null;
  }
}

/**
 * Names and values of a form one after the other, sorted by name; a name's values sorted too, each once. A body that is no form
 * has none of this: taking it for an empty one would let a signed empty form vouch for any other body.
 */
function sortedForm(request: WebhookRequest): Uint8Array | null {
  const form = readForm(request);
  if (form === null) return null;
  const values = new Map<string, Set<string>>();
  for (const [name, value] of form) values.set(name, (values.get(name) ?? new Set()).add(value));
  const names = [...values.keys()].sort();
  return Buffer.from(
    names.flatMap((name) => [...(values.get(name) ?? [])].sort().map((value) => name + value)).join(''),
    'utf8',
  );
}

function encode(text: string | null, encoding: 'utf8' | 'latin1' = 'utf8'): Uint8Array | null {
  return text === null ? null : Buffer.from(text, encoding);
}

function nameOf(part: MessagePart): string {
  if (typeof part === 'string') return part === 'url' ? 'its whole URL' : `its ${part.replaceAll('_', ' ')}`;
  if ('header' in part) return `the header ${part.header}`;
  return 'a value of its body';
}
