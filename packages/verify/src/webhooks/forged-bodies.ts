import { createHash } from 'node:crypto';
import type { WebhookRequest } from '@patchbay/runtime';
import type { WebhookVerify } from '@patchbay/schema';
import { changeHeader } from './change-proof.ts';
import { signsFormOnly } from './forgery-kinds.ts';

export interface ForgedBody {
  /** Completes "it is accepted …". */
  how: string;
  body: Uint8Array;
}

/** Other bodies than the signed one. */
export function changedBodies(scheme: WebhookVerify, original: Uint8Array): ForgedBody[] {
  const places = [...new Set([0, Math.floor(original.length / 2), original.length - 1])].filter((at) => at >= 0);
  const forged = places
    .filter((at) => at < original.length)
    .map((at) => ({ how: `with byte ${at + 1} of the body changed`, body: flip(original, at) }));
  const more = signsFormOnly(scheme) ? '&forged=1' : ' ';
  forged.push({ how: 'with something added to the body', body: append(original, more) });
  if (original.length > 0) forged.push({ how: 'with an empty body', body: new Uint8Array() });
  return forged;
}

/** Another body under the hash it has; null where the delivery names none. */
export function withBodyAndHash(scheme: WebhookVerify, request: WebhookRequest): WebhookRequest | null {
  const named = 'message' in scheme ? scheme.bodyHash : undefined;
  if (!named) return null;
  const rawBody = append(request.rawBody, ' ');
  const value = `${named.prefix}${createHash(named.algorithm).update(rawBody).digest(named.encoding)}`;
  if ('header' in named.from) return { ...changeHeader(request, named.from.header, () => value), rawBody };
  const url = new URL(request.url);
  url.searchParams.set(named.from.query, value);
  return { ...request, url: url.href, rawBody };
}

function flip(original: Uint8Array, at: number): Uint8Array {
  const changed = Uint8Array.from(original);
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
}

function append(original: Uint8Array, text: string): Uint8Array {
  return Buffer.concat([original, Buffer.from(text, 'utf8')]);
}

/** The same value in other bytes, as a framework that parses bodies would hand it on. */
export function reserialisedBody(original: Uint8Array): Uint8Array {
  const text = Buffer.from(original).toString('utf8');
  try {
    const value: unknown = JSON.parse(text);
    const written = [JSON.stringify(value), JSON.stringify(value, null, 2)].find((other) => other !== text);
    if (written !== undefined) return Buffer.from(written, 'utf8');
  } catch {
    // No JSON: a final line break is what text most often gains on its way.
  }
  return append(original, '\n');
}
