import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import type { OutgoingRequest } from '../http/outgoing-request.ts';
import { urlOf } from '../http/outgoing-request.ts';

export interface AwsKeys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

export interface AwsSigning {
  keys: AwsKeys;
  service: string;
  region: string;
  /** Milliseconds since 1970. */
  now: number;
  /** Whether the hash of the body travels in a header of its own, as object storage demands. */
  hasHashHeader: boolean;
  /** All services but object storage encode the path of the signed text a second time. */
  encodesPathTwice: boolean;
}

/** Headers that proxies on the way may change, or that are written after signing. */
const unsigned = new Set(['accept', 'accept-encoding', 'accept-language', 'content-length', 'user-agent']);

/**
 * Signs a request with Signature Version 4. Path and query are first written in the one spelling both sides agree on, so that
 * what is signed is what is sent.
 */
export async function signAwsRequest(request: OutgoingRequest, signing: AwsSigning): Promise<void> {
  // Loaded when the first request is signed: most installations never sign one.
  const { clearCredentialCache, SignatureV4 } = await import('@smithy/signature-v4');
  request.path = respell(request.path || '/');
  const pairs = readPairs(request.query);
  request.query = pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
  const url = urlOf(request);
  const signer = new SignatureV4({
    credentials: signing.keys,
    region: signing.region,
    service: signing.service,
    sha256: Sha256,
    applyChecksum: signing.hasHashHeader,
    uriEscapePath: signing.encodesPathTwice,
  });
  const signed = await signer.sign(
    {
      method: request.method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: request.path,
      query: group(pairs),
      headers: { ...request.headers, host: url.host },
      body: request.body ?? '',
    },
    { signingDate: new Date(signing.now), unsignableHeaders: unsigned },
  );
  // The library would keep keys made of the secret, and session tokens, for the life of the process.
  clearCredentialCache();
  for (const [name, value] of Object.entries(signed.headers)) if (name !== 'host') request.headers[name] = value;
}

/** The shape the signer wants its hash in. */
class Sha256 {
  readonly #hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', toBytes(secret));
  }

  update(data: Uint8Array): void {
    this.#hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return new Uint8Array(this.#hash.digest());
  }
}

function toBytes(data: string | ArrayBuffer | ArrayBufferView): Buffer {
  if (typeof data === 'string') return Buffer.from(data, 'utf8');
  return ArrayBuffer.isView(data) ? Buffer.from(data.buffer, data.byteOffset, data.byteLength) : Buffer.from(data);
}

function respell(path: string): string {
  return path
    .split('/')
    .map((segment) => encode(decode(segment)))
    .join('/');
}

function readPairs(query: string): [name: string, value: string][] {
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      return [decode(name.replaceAll('+', ' ')), decode(value.replaceAll('+', ' '))];
    });
}

function group(pairs: readonly [string, string][]): Record<string, string[]> {
  const grouped = new Map<string, string[]>();
  for (const [name, value] of pairs) grouped.set(name, [...(grouped.get(name) ?? []), value]);
  return Object.fromEntries(grouped);
}

/** Percent-encodes all but the unreserved characters of RFC 3986. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
