import { locate, type WebhookRequest } from '@patchbay/runtime';
import type { WebhookVerify } from '@patchbay/schema';
import type { Attempt } from './attempt.ts';
import { changeHeader, changeProof } from './change-proof.ts';
import { forgedBodies } from './forged-bodies.ts';
import { withoutSecret, withWrongSecret } from './wrong-secret.ts';

export interface Forgery {
  /** Completes "it is accepted …". */
  how: string;
  attempt: Attempt;
}

/** What somebody without the secret, or with an old delivery, would send. `signedAt` is the moment the good one proved. */
export function forgeries(scheme: WebhookVerify, good: Attempt, signedAt: number | undefined): Forgery[] {
  if (scheme.type === 'none') return [];
  const proof = (how: string, change: (value: string) => string | null): Forgery => ({
    how,
    attempt: { ...good, request: changeProof(scheme, good.request, change) },
  });
  return [
    ...forgedBodies(scheme, good.request.rawBody).map(({ how, body }) => ({
      how,
      attempt: { ...good, request: { ...good.request, rawBody: body } },
    })),
    { how: 'with another secret', attempt: withWrongSecret(scheme, good) },
    { how: 'with no secret set up', attempt: withoutSecret(scheme, good) },
    proof('without its signature', () => null),
    proof('with an empty signature', () => ''),
    proof('with its signature cut short', (value) => eachSignature(scheme, value, cutShort)),
    proof('with one character of its signature changed', (value) => eachSignature(scheme, value, changeCharacter)),
    ...replays(scheme, good, signedAt),
  ];
}

/** The good delivery outside of its window, and inside of it with another moment written over its own. */
function replays(scheme: WebhookVerify, good: Attempt, signedAt: number | undefined): Forgery[] {
  const tolerance = toleranceOf(scheme);
  if (tolerance === null || signedAt === undefined) return [];
  const step = (tolerance + 1) * 1000;
  const found: Forgery[] = [
    { how: 'when it is sent again after its window', attempt: { ...good, now: signedAt + step } },
    { how: 'when it is sent before its window', attempt: { ...good, now: signedAt - step } },
  ];
  const request = withOtherMoment(scheme, good.request);
  if (request) found.push({ how: 'with another moment written over its own', attempt: { ...good, request } });
  return found;
}

/** Seconds; null for a scheme without a moment. */
function toleranceOf(scheme: WebhookVerify): number | null {
  if (scheme.type === 'standard_webhooks') return scheme.toleranceSeconds;
  return 'timestamp' in scheme ? (scheme.timestamp?.toleranceSeconds ?? null) : null;
}

/** Null where the moment is part of the body or the URL, which is forged as such. */
function withOtherMoment(scheme: WebhookVerify, request: WebhookRequest): WebhookRequest | null {
  if (scheme.type === 'standard_webhooks')
    return changeHeader(request, `${scheme.headerPrefix}timestamp`, changeLastDigit);
  const from = 'timestamp' in scheme ? scheme.timestamp?.from : undefined;
  if (!from) return null;
  if ('header' in from) return changeHeader(request, from.header, changeLastDigit);
  if (!('signatureKey' in from) || !('header' in scheme)) return null;
  const header = locate({ header: scheme.header }, request) ?? '';
  const [pair] = header.split(/[,; ]+/).filter((part) => part.startsWith(`${from.signatureKey}=`));
  return pair ? changeHeader(request, scheme.header, (value) => value.replace(pair, changeLastDigit(pair))) : null;
}

/**
 * Changes every signature a value holds: runs of hexadecimal or base64 that are longer than a moment is. It knows nothing of
 * the declared format, so that a wrong format cannot hide.
 */
function eachSignature(scheme: WebhookVerify, value: string, change: (text: string) => string): string {
  if (scheme.type === 'static') return change(value);
  if (scheme.type === 'basic') return value.replace(/\S+$/, change);
  if (scheme.type === 'jws') return value.replace(/[^.]+$/, change);
  const changed = value.replace(/[A-Za-z0-9+/_-]{16,}={0,2}/g, change);
  return changed === value ? change(value) : changed;
}

/** Without its last bits; padding holds none. */
function cutShort(text: string): string {
  return text.replace(/=+$/, '').slice(0, -2);
}

function changeCharacter(text: string): string {
  const middle = Math.floor(text.length / 2);
  return `${text.slice(0, middle)}${/a/i.test(text.charAt(middle)) ? 'b' : 'a'}${text.slice(middle + 1)}`;
}

function changeLastDigit(text: string): string {
  return text.replace(/\d(?=\D*$)/, (digit) => (digit === '0' ? '1' : String(Number(digit) - 1)));
}
