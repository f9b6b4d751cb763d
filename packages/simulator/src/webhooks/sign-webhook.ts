import { createHash, createHmac, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { signedMessage, type WebhookLocator, type WebhookRequest } from '@patchbay/runtime';
import { PatchbayError, type WebhookVerify } from '@patchbay/schema';
import { writeMoment } from '../http/write-moment.ts';
import { samplePrivateKey } from '../samples/sample-keys.ts';
import { placeValue } from './place-value.ts';

export interface SigningOptions {
  /** The endpoint's secret as it is typed in; `user:password` for Basic. Not used by schemes with a public key. */
  secret: string;
  /** Where the delivery's id stands: the manifest's `webhooks.delivery`. */
  delivery: WebhookLocator | undefined;
  /** Milliseconds since 1970. */
  now: number;
}

type SchemeOf<Type extends WebhookVerify['type']> = Extract<WebhookVerify, { type: Type }>;
type Signer<Type extends WebhookVerify['type']> = (
  scheme: SchemeOf<Type>,
  request: WebhookRequest,
  options: SigningOptions,
) => WebhookRequest;

/** Proves a delivery in the way a scheme checks it: the counterpart of the runtime's verification. */
export function signWebhook(scheme: WebhookVerify, request: WebhookRequest, options: SigningOptions): WebhookRequest {
  const signer = signers[scheme.type] as Signer<WebhookVerify['type']>;
  return signer(scheme, request, options);
}

/** What a scheme with a public key is checked with, as it is typed in: a setting in hexadecimal, or a secret in PEM. Null for others. */
export function publicKeyOf(scheme: WebhookVerify): string | null {
  if (scheme.type === 'ed25519') return rawEd25519Key().toString('hex');
  if (scheme.type !== 'jws' || scheme.algorithms[0] === 'HS256') return null;
  return createPublicKey(jwsKey(scheme)).export({ type: 'spki', format: 'pem' }).toString();
}

const signers: { [Type in WebhookVerify['type']]: Signer<Type> } = {
  none: (_scheme, request) => request,

  basic: (_scheme, request, { secret }) =>
    withHeader(request, 'authorization', `Basic ${Buffer.from(secret).toString('base64')}`),

  static: (scheme, request, { secret }) => placeValue(scheme.in, `${scheme.prefix}${secret}`, request),

  hmac(scheme, request, options) {
    const { timestamp, delivery, key } = { ...scheme, ...options };
    const moment = timestamp ? writeMoment(0, timestamp.unit, options.now) : null;
    const dated =
      timestamp && moment !== null && !('signatureKey' in timestamp.from)
        ? placeValue(timestamp.from, moment, request)
        : request;
    const hash = createHmac(scheme.algorithm, readKey(options.secret, key));
    for (const part of signedMessage(scheme.message, { request: dated, timestamp: moment, delivery }))
      hash.update(part);
    const signature = hash.digest(scheme.encoding);
    const { format } = scheme;
    if (format.type !== 'key_value_list') return withHeader(dated, scheme.header, `${format.prefix}${signature}`);
    const pairs = [
      ...(timestamp && moment !== null && 'signatureKey' in timestamp.from
        ? [`${timestamp.from.signatureKey}=${moment}`]
        : []),
      `${format.key}=${signature}`,
    ];
    return withHeader(dated, scheme.header, pairs.join(format.separator));
  },

  ed25519(scheme, request, { delivery, now }) {
    const { timestamp } = scheme;
    const moment = timestamp ? writeMoment(0, timestamp.unit, now) : null;
    const dated =
      timestamp && moment !== null && !('signatureKey' in timestamp.from)
        ? placeValue(timestamp.from, moment, request)
        : request;
    const message = Buffer.concat(signedMessage(scheme.message, { request: dated, timestamp: moment, delivery }));
    return withHeader(dated, scheme.header, sign(null, message, samplePrivateKey('ed25519')).toString(scheme.encoding));
  },

  jws(scheme, request, { secret, now }) {
    const [algorithm] = scheme.algorithms;
    const issuedAt = Math.floor(now / 1000);
    const claims = {
      ...(scheme.issuer !== undefined && { iss: scheme.issuer }),
      [scheme.bodyHashClaim]: createHash('sha256').update(request.rawBody).digest('hex'),
      iat: issuedAt,
      exp: issuedAt + 300,
    };
    const text = [{ alg: algorithm, typ: 'JWT' }, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    const signature =
      algorithm === 'HS256'
        ? createHmac('sha256', readKey(secret, scheme.key)).update(text).digest()
        : sign('sha256', Buffer.from(text), { key: jwsKey(scheme), dsaEncoding: 'ieee-p1363' });
    return withHeader(request, scheme.header, `${text}.${signature.toString('base64url')}`);
  },

  standard_webhooks({ headerPrefix }, request, { secret, now, delivery }) {
    const id = (delivery && 'header' in delivery ? headerOf(request, delivery.header) : undefined) ?? `msg_${now}`;
    const moment = writeMoment(0, 'epoch', now);
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    const signature = createHmac('sha256', key).update(`${id}.${moment}.`).update(request.rawBody).digest('base64');
    return [
      ['id', id],
      ['timestamp', moment],
      ['signature', `v1,${signature}`],
    ].reduce((result, [name = '', value = '']) => withHeader(result, `${headerPrefix}${name}`, value), request);
  },
};

function readKey(secret: string, { encoding, stripPrefix }: SchemeOf<'hmac'>['key']): Buffer {
  const text = secret.startsWith(stripPrefix) ? secret.slice(stripPrefix.length) : secret;
  const bytes = Buffer.from(text, encoding);
  if (bytes.length > 0) return bytes;
  throw new PatchbayError('invalid_input', `The secret is empty, or not written in ${encoding}.`);
}

function jwsKey({ algorithms }: SchemeOf<'jws'>): KeyObject {
  return samplePrivateKey(algorithms[0] === 'RS256' ? 'rsa' : 'p256');
}

function rawEd25519Key(): Buffer {
  return Buffer.from(createPublicKey(samplePrivateKey('ed25519')).export({ format: 'jwk' }).x ?? '', 'base64url');
}

function withHeader(request: WebhookRequest, name: string, value: string): WebhookRequest {
  return placeValue({ header: name }, value, request);
}

function headerOf({ headers }: WebhookRequest, name: string): string | undefined {
  return Object.entries(headers)
    .filter(([key]) => key.toLowerCase() === name.toLowerCase())
    .map(([, value]) => String(value))[0];
}
