import type { ClientCertificate } from '../egress/client-certificate.ts';
import type { RequestHeaders } from './headers.ts';

/** A request ready to be sent but for its credentials. */
export interface OutgoingRequest {
  method: string;
  /** https://api.example.com */
  origin: string;
  /** Encoded path, that of the base URL included. */
  path: string;
  /** Encoded query without the question mark. */
  query: string;
  /** By lower-case name. */
  headers: RequestHeaders;
  body: string | Buffer | null;
  /** Shown to a server that asks for one in the TLS handshake. */
  clientCertificate?: ClientCertificate | undefined;
}

/** A copy whose headers may be changed. */
export function copyRequest(request: OutgoingRequest): OutgoingRequest {
  return { ...request, headers: { ...request.headers } };
}

export function urlOf(request: Pick<OutgoingRequest, 'origin' | 'path' | 'query'>): URL {
  return new URL(`${request.origin}${request.path}${request.query === '' ? '' : `?${request.query}`}`);
}

/** Adds one parameter to an encoded query; an earlier one of that name gives way. */
export function addQueryParameter(query: string, name: string, value: string): string {
  const encodedName = encodeURIComponent(name);
  const others = query.split('&').filter((pair) => pair !== '' && !isNamed(pair, name));
  return [...others, `${encodedName}=${encodeURIComponent(value)}`].join('&');
}

function isNamed(pair: string, name: string): boolean {
  const raw = (pair.split('=', 1)[0] ?? '').replaceAll('+', ' ');
  try {
    return decodeURIComponent(raw) === name;
  } catch {
    return raw === name;
  }
}
