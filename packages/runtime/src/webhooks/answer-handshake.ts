import type { TemplateValue, Webhooks } from '@patchbay/schema';
import { selectFlag } from '../select/expressions.ts';
import { locate } from './locate.ts';
import { readBody } from './read-body.ts';
import { readHeader } from './read-headers.ts';
import { splitUrl } from './read-url.ts';
import type { WebhookRequest } from './webhook-request.ts';

/** How a provider's question is answered. */
export interface HandshakeAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
  /** Whether the question has to prove where it comes from before it is answered. */
  isVerified: boolean;
  /** The signing secret it brought; null when it brings none. */
  secret: string | null;
}

/** The answer to a question the provider asks before it delivers; null when this is none. Never throws. */
export function answerHandshake({ handshakes }: Webhooks, request: WebhookRequest): HandshakeAnswer | null {
  for (const { when, respond, challenge, storesSecret, verified } of handshakes) {
    if (!isAsked(when, request)) continue;
    const text = challenge ? locate(challenge, request) : '';
    // Marked as a question, but without what is asked: nothing could be answered.
    if (text === null) continue;
    const fill = (template: string) => template.replaceAll('{challenge}', () => text);
    const value = respond.body === undefined ? '' : fillIn(respond.body, fill);
    const headers = Object.entries(respond.headers).flatMap(([name, template]) => {
      const filled = fill(template);
      // A line break would begin a header of the sender's choice.
      return /[\r\n\0]/.test(filled) ? [] : [[name, filled] as const];
    });
    return {
      status: respond.status,
      headers: {
        'content-type': respond.contentType,
        // What a stranger sent must never be taken for a page.
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
        ...Object.fromEntries(headers),
      },
      body: typeof value === 'string' ? value : JSON.stringify(value),
      isVerified: verified,
      secret: storesSecret ? locate(storesSecret, request) : null,
    };
  }
  return null;
}

type When = Webhooks['handshakes'][number]['when'];

function isAsked({ method, header, body, query }: When, request: WebhookRequest): boolean {
  try {
    if (request.method.toUpperCase() !== method) return false;
    if (header !== undefined && readHeader(request, header) === null) return false;
    if (query !== undefined && !new URLSearchParams(splitUrl(request.url).query).has(query)) return false;
    return body === undefined || selectFlag(body, readBody(request) ?? null);
  } catch {
    return false;
  }
}

function fillIn(value: TemplateValue, fill: (template: string) => string): unknown {
  if (typeof value === 'string') return fill(value);
  if (Array.isArray(value)) return value.map((item) => fillIn(item, fill));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, fillIn(item, fill)]));
}
