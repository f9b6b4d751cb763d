import { PatchbayError } from '@patchbay/schema';
import { createAuthContext } from '../call/auth-context.ts';
import type { Call } from '../call/call.ts';
import { renderBaseUrl, versionOf } from '../http/build-request.ts';
import { addHeaders, type RequestHeaders } from '../http/headers.ts';
import { addQueryParameter, type OutgoingRequest } from '../http/outgoing-request.ts';
import { writeQuery } from '../http/query.ts';
import { renderValue } from '../http/template.ts';
import type { ProxyRequest } from '../types.ts';
import { forEachForwarded } from './proxy-headers.ts';
import { checkProxyPath } from './proxy-path.ts';

export interface PreparedProxyRequest {
  request: OutgoingRequest;
  /** Flat list for undici: the caller's headers as they came, then what the manifest and the credentials add. */
  headers: string[];
  /** To be told of a challenge. */
  context: ReturnType<typeof createAuthContext>;
}

/** The request as the provider gets it. Its host comes from the manifest and the settings alone. `body` when it was read to be signed. */
export async function prepareProxyRequest(
  call: Call,
  incoming: ProxyRequest,
  body: Buffer | null,
): Promise<PreparedProxyRequest> {
  const { manifest } = call.target;
  const method = incoming.method.toUpperCase();
  if (!call.plan.proxyMethods.has(method))
    throw new PatchbayError(
      'unsupported',
      `The proxy of ${manifest.name} does not pass ${method.slice(0, 20)} requests.`,
      {
        data: { methods: [...call.plan.proxyMethods] },
      },
    );
  checkProxyPath(incoming.path, incoming.query);
  const credentials = await call.credentials();
  const context = createAuthContext(call, credentials);
  const base = renderBaseUrl(manifest, undefined, context.scope);
  const request: OutgoingRequest = {
    method,
    origin: base.origin,
    path: `${base.path}${incoming.path}`,
    query: withDeclaredQuery(call, incoming.query),
    headers: {},
    body,
  };
  const defaults: RequestHeaders = { 'user-agent': call.runtime.userAgent };
  addHeaders(defaults, manifest.http?.headers ?? {}, context.scope);
  addHeaders(defaults, versionOf(manifest, 'header'), context.scope);
  addHeaders(request.headers, call.methodPlan.method.headers, context.scope);
  const applied = call.methodPlan.strategy.apply(request, context);
  if (applied) await applied;
  const headers = mergeHeaders(call, incoming, defaults, request.headers);
  if (!call.methodPlan.strategy.sign) return { request, headers, context };
  // A signature covers the request as it is sent, whoever its headers come from.
  request.headers = joinHeaders(headers);
  await call.methodPlan.strategy.sign(request, context);
  return { request, headers: Object.entries(request.headers).flat(), context };
}

/** A flat list as a record; repeated headers become one, as HTTP allows. */
function joinHeaders(flat: readonly string[]): RequestHeaders {
  const headers: RequestHeaders = {};
  for (let index = 0; index + 1 < flat.length; index += 2) {
    const name = (flat[index] ?? '').toLowerCase();
    const value = flat[index + 1] ?? '';
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  return headers;
}

/** The caller's own headers win over the manifest's; nobody's win over the credentials. */
function mergeHeaders(call: Call, incoming: ProxyRequest, defaults: RequestHeaders, secrets: RequestHeaders): string[] {
  const { credentialHeaders } = call.methodPlan;
  const headers: string[] = [];
  forEachForwarded(incoming.headers, (name, value, lower) => {
    if (credentialHeaders.has(lower)) return;
    if (lower === 'content-length' && incoming.body === null) return;
    delete defaults[lower];
    headers.push(name, value);
  });
  for (const name in defaults) if (secrets[name] === undefined) headers.push(name, defaults[name] ?? '');
  for (const name in secrets) headers.push(name, secrets[name] ?? '');
  return headers;
}

function withDeclaredQuery(call: Call, query: string): string {
  const { manifest } = call.target;
  const { credentialParameters } = call.methodPlan;
  let result = query;
  // A parameter that carries the credential is ours; the strategy replaces it, and without a credential it goes.
  for (const name of credentialParameters) if (query !== '') result = dropParameter(result, name);
  const declared = manifest.http?.query;
  const version = manifest.http?.apiVersion;
  if (version?.in !== 'query' && (!declared || Object.keys(declared).length === 0)) return result;
  const given = new Set(new URLSearchParams(result).keys());
  const rendered = renderValue(declared ?? {}, call.scope) as Record<string, unknown>;
  const missing = Object.entries({ ...versionOf(manifest, 'query'), ...rendered }).filter(([name]) => !given.has(name));
  const added = writeQuery(Object.fromEntries(missing));
  return [result, added].filter((part) => part !== '').join('&');
}

function dropParameter(query: string, name: string): string {
  const [, ...kept] = addQueryParameter(query, name, '').split('&').reverse();
  return kept.reverse().join('&');
}
