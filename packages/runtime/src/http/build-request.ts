import type { Manifest } from '@patchbay/schema';
import { type Operation, PatchbayError } from '@patchbay/schema';
import { type BaseUrl, parseBaseUrl } from './base-url.ts';
import { encodeBody } from './body.ts';
import { addHeaders, type RequestHeaders, setHeader } from './headers.ts';
import type { OutgoingRequest } from './outgoing-request.ts';
import { type PagePatch, setPaths } from './page-patch.ts';
import { expandPath } from './path-template.ts';
import { writeQuery } from './query.ts';
import { renderText, renderValue, type Scope } from './template.ts';

export interface BuildRequestOptions {
  manifest: Manifest;
  operation: Pick<Operation, 'query' | 'headers' | 'bodyType' | 'body' | 'response'> &
    Partial<Pick<Operation, 'baseUrl'>>;
  method: string;
  /** RFC 6570 path. */
  path: string;
  scope: Scope;
  userAgent: string;
  patch?: PagePatch;
  /** Headers of the preflight and the idempotency key. */
  extraHeaders?: Readonly<Record<string, string>>;
}

/** The rendered body beside the bytes of it, for showing a request that was not sent. */
export interface BuiltRequest {
  request: OutgoingRequest;
  body: unknown;
}

/** Renders a request but for its credentials. Throws `invalid_input` for values that do not fit their place. */
export function buildRequest(options: BuildRequestOptions): BuiltRequest {
  const { manifest, operation, patch = {} } = options;
  const scope = patch.path ? { ...options.scope, input: { ...options.scope.input, ...patch.path } } : options.scope;
  const rendered = operation.body === undefined ? undefined : renderValue(operation.body, scope);
  const body = patch.body ? setPaths(rendered, patch.body) : rendered;
  const encoded = encodeBody(operation.bodyType, body);
  const headers = buildHeaders(options, scope);
  if (encoded && headers['content-type'] === undefined) headers['content-type'] = encoded.contentType;
  const request = { method: options.method, headers, body: encoded?.bytes ?? null };
  if (patch.url)
    return {
      request: { ...request, origin: patch.url.origin, path: patch.url.pathname, query: patch.url.search.slice(1) },
      body,
    };
  const base = renderBaseUrl(manifest, operation.baseUrl, scope);
  const expanded = expandPath(options.path, scope);
  // A base URL that is an address itself, such as a hook, is called as it is written.
  const path = expanded === '/' && base.path !== '' ? base.path : `${base.path}${expanded}`;
  const query = writeQuery(
    versionOf(manifest, 'query'),
    renderQuery(manifest.http?.query ?? {}, scope),
    renderQuery(operation.query, scope),
    patch.query ?? {},
  );
  return { request: { ...request, origin: base.origin, path, query }, body };
}

/** The base URL of a manifest, or of an operation that has its own. */
export function renderBaseUrl(manifest: Manifest, own: string | undefined, scope: Scope): BaseUrl {
  const template = own ?? manifest.http?.baseUrl;
  const text = template === undefined ? undefined : renderText(template, scope);
  if (text === undefined)
    throw new PatchbayError(
      'invalid_input',
      `The server URL of ${manifest.name} is not set. Enter it in the settings.`,
      {
        details: [{ path: 'settings', message: 'the server URL is needed' }],
      },
    );
  return parseBaseUrl(text);
}

/** The header or query parameter that pins the version of the API. */
export function versionOf(manifest: Manifest, place: 'header' | 'query'): Record<string, string> {
  const pin = manifest.http?.apiVersion;
  return pin?.in === place ? { [pin.name]: pin.value } : {};
}

const acceptable = {
  json: 'application/json',
  xml: 'application/xml, text/xml;q=0.9',
  text: 'text/plain, */*;q=0.1',
  bytes: '*/*',
  none: '*/*',
};

function buildHeaders(options: BuildRequestOptions, scope: Scope): RequestHeaders {
  const { manifest, operation, patch } = options;
  const headers: RequestHeaders = {
    accept: acceptable[operation.response],
    'accept-encoding': 'gzip, deflate, br',
    'user-agent': options.userAgent,
  };
  addHeaders(headers, manifest.http?.headers ?? {}, scope);
  addHeaders(headers, versionOf(manifest, 'header'), scope);
  addHeaders(headers, operation.headers, scope);
  for (const [name, value] of Object.entries({ ...options.extraHeaders, ...patch?.headers }))
    setHeader(headers, name, value);
  return headers;
}

function renderQuery(query: Operation['query'], scope: Scope): Record<string, unknown> {
  return renderValue(query, scope) as Record<string, unknown>;
}
