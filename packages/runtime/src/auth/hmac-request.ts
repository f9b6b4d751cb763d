import { createHmac, type Hmac } from 'node:crypto';
import { credentialFields } from '@patchbay/schema';
import { setHeader } from '../http/headers.ts';
import { type OutgoingRequest, urlOf } from '../http/outgoing-request.ts';
import type { AuthStrategies, MethodOf } from './auth-strategy.ts';
import { withClockHint } from './clock-hint.ts';
import { readCredential } from './credential.ts';
import { badKey } from './private-key.ts';
import { requireCredentials } from './sign-in-request.ts';

type Config = MethodOf<'hmac_request'>['config'];

/** Each request carries a keyed hash of the parts the manifest names, exactly as they are sent. */
export const hmacRequest: AuthStrategies['hmac_request'] = {
  credentialHeaders: ({ config }) => [
    config.header.toLowerCase(),
    ...(config.timestampHeader === undefined ? [] : [config.timestampHeader.toLowerCase()]),
  ],

  apply(_request, context) {
    requireCredentials(context);
  },

  sign(request, context) {
    const { config } = context.method;
    const text = readCredential(config.keyField, context);
    if (text === null) return;
    const label = credentialFields(context.method)[config.keyField]?.label ?? config.keyField;
    const timestamp = formatMoment(config.timestampUnit, context.now());
    if (config.timestampHeader !== undefined) setHeader(request.headers, config.timestampHeader, timestamp);
    const hash = createHmac(config.algorithm, readKey(config, text, label));
    for (const part of config.message) update(hash, part, request, timestamp);
    setHeader(request.headers, config.header, `${config.prefix}${hash.digest(config.encoding)}`);
  },

  explainFailure: withClockHint,
};

function update(hash: Hmac, part: Config['message'][number], request: OutgoingRequest, timestamp: string): void {
  if (typeof part === 'object') {
    hash.update('literal' in part ? part.literal : (request.headers[part.header.toLowerCase()] ?? ''));
    return;
  }
  switch (part) {
    case 'method':
    case 'query':
      hash.update(request[part]);
      return;
    case 'path':
      hash.update(request.path || '/');
      return;
    case 'body':
      hash.update(request.body ?? '');
      return;
    case 'timestamp':
      hash.update(timestamp);
      return;
    case 'host':
      hash.update(urlOf(request).host);
  }
}

/** The time of signing; a wait makes no sense here, so the units of one mean the same since 1970. */
function formatMoment(unit: Config['timestampUnit'], now: number): string {
  switch (unit) {
    case 'seconds':
    case 'epoch':
      return String(Math.floor(now / 1000));
    case 'milliseconds':
    case 'epoch_milliseconds':
      return String(now);
    case 'http_date':
      return new Date(now).toUTCString();
    case 'iso8601':
      return new Date(now).toISOString();
  }
}

function readKey({ keyEncoding: encoding, stripPrefix }: Config, given: string, label: string): Buffer {
  const text = given.startsWith(stripPrefix) ? given.slice(stripPrefix.length) : given;
  if (encoding === 'utf8') return Buffer.from(text, 'utf8');
  const isValid = encoding === 'hex' ? /^([0-9a-f]{2})+$/i.test(text) : /^[A-Za-z0-9+/_-]+={0,2}$/.test(text);
  if (!isValid)
    throw badKey(
      `The ${label} is not written in ${encoding}.`,
      'Copy the whole value again, without anything around it.',
    );
  return Buffer.from(text, encoding);
}
