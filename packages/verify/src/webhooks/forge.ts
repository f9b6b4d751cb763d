import { locate, type WebhookRequest } from '@patchbay/runtime';
import type { WebhookVerify } from '@patchbay/schema';
import type { Attempt } from './attempt.ts';
import { changeHeader, changeProof, repeatHeader, repeatProof } from './change-proof.ts';
import { changedBodies, reserialisedBody, withBodyAndHash } from './forged-bodies.ts';
import { applicabilityOf, type ForgeryKind, forgeryKinds, versionOf } from './forgery-kinds.ts';
import { withOtherAlgorithm } from './other-algorithm.ts';
import { withoutSecret, withWrongSecret } from './wrong-secret.ts';

export interface Forgery {
  kind: ForgeryKind;
  /** Completes "it is accepted …". */
  how: string;
  attempt: Attempt;
}

interface Given {
  scheme: WebhookVerify;
  good: Attempt;
  /** The moment the good one proved; undefined where it proves none. */
  signedAt: number | undefined;
}

type Made = Omit<Forgery, 'kind'>;

/** What somebody without the secret, or with an old delivery, would send. `signedAt` is the moment the good one proved. */
export function forgeries(scheme: WebhookVerify, good: Attempt, signedAt: number | undefined): Forgery[] {
  const applies = applicabilityOf(scheme);
  return forgeryKinds
    .filter((kind) => applies[kind] === true)
    .flatMap((kind) => makers[kind]({ scheme, good, signedAt }).map((made) => ({ kind, ...made })));
}

/** Those of the body alone: for whether a signature covers it. */
export function bodyForgeries(scheme: WebhookVerify, good: Attempt): Forgery[] {
  return forgeries(scheme, good, undefined).filter(({ kind }) => kind === 'changed_byte' || kind === 'reserialised');
}

const makers: Record<ForgeryKind, (given: Given) => Made[]> = {
  changed_byte: (given) => [
    ...changedBodies(given.scheme, given.good.request.rawBody).map(({ how, body }) => withBody(given, how, body)),
    ...withRequest(given, 'with another body and the hash of that', withBodyAndHash(given.scheme, given.good.request)),
  ],
  reserialised: (given) => [
    withBody(given, 'with the body parsed and written again', reserialisedBody(given.good.request.rawBody)),
  ],
  wrong_secret: ({ scheme, good }) => [
    { how: 'with another secret', attempt: withWrongSecret(scheme, good) },
    { how: 'with no secret set up', attempt: withoutSecret(scheme, good) },
  ],
  missing_header: (given) => [
    withProof(given, 'without its signature', () => null),
    withProof(given, 'with an empty signature', () => ''),
  ],
  truncated: (given) => [
    withSignatures(given, 'with its signature cut short', cutShort),
    withSignatures(given, 'with one character of its signature changed', changeCharacter),
  ],
  overlong: (given) => [withSignatures(given, 'with something added to its signature', lengthen)],
  duplicated_header: (given) => [
    withRepeatedProof(given, 'with its signature twice', (value) => [value, value]),
    withRepeatedProof(given, 'with a wrong signature before its own', (value) => [
      eachSignature(given.scheme, value, changeCharacter),
      value,
    ]),
    withRepeatedProof(given, 'with a wrong signature after its own', (value) => [
      value,
      eachSignature(given.scheme, value, changeCharacter),
    ]),
    ...withRequest(given, 'with its moment twice', withMomentTwice(given.scheme, given.good.request)),
  ],
  downgraded_version: (given) => {
    if (given.scheme.type === 'jws') return withOtherAlgorithm(given.good, given.scheme.header);
    return [withProof(given, 'with its signature under another version', (value) => otherVersion(given.scheme, value))];
  },
  old_timestamp: (given) => atOtherTime(given, 'when it is sent again after its window', 1),
  future_timestamp: (given) => atOtherTime(given, 'when it is sent before its window', -1),
  replay: (given) =>
    withRequest(
      given,
      'with another moment written over its own',
      withOtherMoment(given.scheme, given.good.request, changeLastDigit),
    ),
};

function withBody({ good }: Given, how: string, rawBody: Uint8Array): Made {
  return { how, attempt: { ...good, request: { ...good.request, rawBody } } };
}

function withProof({ scheme, good }: Given, how: string, change: (value: string) => string | null): Made {
  return { how, attempt: { ...good, request: changeProof(scheme, good.request, change) } };
}

function withSignatures(given: Given, how: string, change: (text: string) => string): Made {
  return withProof(given, how, (value) => eachSignature(given.scheme, value, change));
}

function withRepeatedProof({ scheme, good }: Given, how: string, repeat: (value: string) => string[]): Made {
  return { how, attempt: { ...good, request: repeatProof(scheme, good.request, repeat) } };
}

function withRequest({ good }: Given, how: string, request: WebhookRequest | null): Made[] {
  return request ? [{ how, attempt: { ...good, request } }] : [];
}

/** The good delivery outside of its window, on one side or the other. */
function atOtherTime({ scheme, good, signedAt }: Given, how: string, direction: 1 | -1): Made[] {
  const tolerance = toleranceOf(scheme);
  if (tolerance === null || signedAt === undefined) return [];
  return [{ how, attempt: { ...good, now: signedAt + direction * (tolerance + 1) * 1000 } }];
}

/** Seconds; null for a scheme without a moment. */
function toleranceOf(scheme: WebhookVerify): number | null {
  if (scheme.type === 'standard_webhooks') return scheme.toleranceSeconds;
  return 'timestamp' in scheme ? (scheme.timestamp?.toleranceSeconds ?? null) : null;
}

/** Null where the moment is part of the body or the URL, which is forged as such. */
function withOtherMoment(
  scheme: WebhookVerify,
  request: WebhookRequest,
  change: (text: string) => string,
): WebhookRequest | null {
  const header = momentHeader(scheme);
  if (header !== null) return changeHeader(request, header, change);
  const from = 'timestamp' in scheme ? scheme.timestamp?.from : undefined;
  if (!from || !('signatureKey' in from) || !('header' in scheme)) return null;
  const value = locate({ header: scheme.header }, request) ?? '';
  const [pair] = value.split(/[,; ]+/).filter((part) => part.startsWith(`${from.signatureKey}=`));
  return pair ? changeHeader(request, scheme.header, (text) => text.replace(pair, change(pair))) : null;
}

/** In a header of its own it comes in two headers; in that of the signature in two pairs. */
function withMomentTwice(scheme: WebhookVerify, request: WebhookRequest): WebhookRequest | null {
  const header = momentHeader(scheme);
  if (header !== null) return repeatHeader(request, header, (value) => [value, changeLastDigit(value)]);
  const separator = scheme.type === 'hmac' && scheme.format.type === 'key_value_list' ? scheme.format.separator : ',';
  return withOtherMoment(scheme, request, (pair) => `${pair}${separator}${changeLastDigit(pair)}`);
}

/** The header that holds the moment and nothing else; null when there is none. */
function momentHeader(scheme: WebhookVerify): string | null {
  if (scheme.type === 'standard_webhooks') return `${scheme.headerPrefix}timestamp`;
  const from = 'timestamp' in scheme ? scheme.timestamp?.from : undefined;
  return from && 'header' in from ? from.header : null;
}

function otherVersion(scheme: WebhookVerify, value: string): string {
  if (scheme.type === 'standard_webhooks') return value.replace(/(^| )v1a?,/g, '$1v0,');
  const version = scheme.type === 'hmac' ? versionOf(scheme) : '';
  // Some count their versions from 0.
  const other = /\d/.test(version) ? version.replace(/\d+/, (digits) => (digits === '0' ? '1' : '0')) : `x${version}`;
  return value.replaceAll(version, other);
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

/** With whole bytes more after its own: in hexadecimal as in base64 it stays readable. */
function lengthen(text: string): string {
  return text.replace(/=*$/, (padding) => `abcd${padding}`);
}

function changeCharacter(text: string): string {
  const middle = Math.floor(text.length / 2);
  return `${text.slice(0, middle)}${/a/i.test(text.charAt(middle)) ? 'b' : 'a'}${text.slice(middle + 1)}`;
}

function changeLastDigit(text: string): string {
  return text.replace(/\d(?=\D*$)/, (digit) => (digit === '0' ? '1' : String(Number(digit) - 1)));
}
