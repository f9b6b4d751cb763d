// Signature Version 4 as the receiving side is documented to check it, from nothing but what arrived:
// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
// None of the product's code and none of its libraries take part, so that a fault of theirs is not repeated here.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export interface SignedRequest {
  method: string;
  /** Path and query as sent. */
  url: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface SignatureRules {
  region: string;
  /** The secret of an access key, or undefined when there is no such key. */
  secretOf(accessKeyId: string): string | undefined;
  /** Milliseconds since 1970. */
  now: number;
}

/** A refusal in the words of the provider. */
export interface SignatureRefusal {
  status: number;
  code: string;
  message: string;
  /** What else stands in the answer. */
  details?: Record<string, string>;
}

const pattern =
  /^AWS4-HMAC-SHA256 Credential=([^/,]+)\/(\d{8})\/([^/,]+)\/s3\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/;
const longestSkewMs = 15 * 60_000;

/** Whose access key signed the request, or why it is refused. */
export function verifySignature(
  request: SignedRequest,
  rules: SignatureRules,
): { accessKeyId: string } | SignatureRefusal {
  const { authorization, 'x-amz-date': date, 'x-amz-content-sha256': bodyHash } = request.headers;
  if (authorization === undefined) return { status: 403, code: 'AccessDenied', message: 'Access Denied' };
  const [, accessKeyId = '', day = '', region = '', names = '', signature = ''] = pattern.exec(authorization) ?? [];
  if (accessKeyId === '') return malformed('The authorization header is malformed.');
  if (region !== rules.region)
    return malformed(
      `The authorization header is malformed; the region '${region}' is wrong; expecting '${rules.region}'`,
      { Region: rules.region },
    );
  if (typeof bodyHash !== 'string')
    return invalid('InvalidRequest', 'Missing required header for this request: x-amz-content-sha256');
  const moment = momentOf(date);
  if (moment === null || Math.abs(moment - rules.now) > longestSkewMs)
    return {
      ...{ status: 403, code: 'RequestTimeTooSkewed' },
      message: 'The difference between the request time and the current time is too large.',
    };
  const secret = rules.secretOf(accessKeyId);
  if (secret === undefined)
    return {
      ...{ status: 403, code: 'InvalidAccessKeyId' },
      message: 'The AWS Access Key Id you provided does not exist in our records.',
      details: { AWSAccessKeyId: accessKeyId },
    };
  const signedHeaders = names.split(';');
  const mustBeSigned = Object.keys(request.headers).filter((name) => name === 'host' || name.startsWith('x-amz-'));
  const canonical = [
    request.method,
    canonicalPath(request.url),
    canonicalQuery(request.url),
    ...signedHeaders.map(
      (name) =>
        `${name}:${String(request.headers[name] ?? '')
          .trim()
          .replace(/ +/g, ' ')}`,
    ),
    '',
    names,
    bodyHash,
  ].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', date, scope, hash(canonical)].join('\n');
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${secret}`);
  const isGood =
    timingSafeEqual(hmac(key, toSign), Buffer.from(signature, 'hex')) &&
    String(date).startsWith(day) &&
    mustBeSigned.every((name) => signedHeaders.includes(name));
  if (!isGood)
    return {
      ...{ status: 403, code: 'SignatureDoesNotMatch' },
      message:
        'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
      details: { AWSAccessKeyId: accessKeyId },
    };
  if (bodyHash !== hash(request.body))
    return invalid(
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  return { accessKeyId };
}

function malformed(message: string, details?: Record<string, string>): SignatureRefusal {
  return { status: 400, code: 'AuthorizationHeaderMalformed', message, ...(details && { details }) };
}

function invalid(code: string, message: string): SignatureRefusal {
  return { status: 400, code, message };
}

function hash(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: string | Buffer, data: string): Buffer {
  return createHmac('sha256', key).update(data).digest();
}

/** 20260101T000000Z */
function momentOf(date: unknown): number | null {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(typeof date === 'string' ? date : '');
  if (!parts) return null;
  const [, year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** Each part of the path, encoded once. */
function canonicalPath(url: string): string {
  const [path = ''] = url.split('?');
  return path
    .split('/')
    .map((part) => encode(decodeURIComponent(part)))
    .join('/');
}

function canonicalQuery(url: string): string {
  const query = url.split('?').slice(1).join('?');
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return `${encode(decodeURIComponent(name))}=${encode(decodeURIComponent(value.join('=')))}`;
    })
    .sort()
    .join('&');
}

/** Everything but the unreserved characters of RFC 3986. */
function encode(text: string): string {
  return [...Buffer.from(text, 'utf8')]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[A-Za-z0-9._~-]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}
