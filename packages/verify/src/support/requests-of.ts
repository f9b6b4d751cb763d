import type { Manifest, Operation } from '@patchbay/schema';
import { basePathOf, methodOf } from './contract-rows.ts';
import { requestPath } from './templates.ts';

/** A request as a fixture has it or as it arrived. */
interface AnyRequest {
  method: string;
  /** Path and query. */
  path: string;
  headers: Readonly<Record<string, unknown>>;
  /** Parsed, where it was JSON or a form. */
  body?: unknown;
}

/** Whether a request is one of an operation. Protocols with one path are told apart by their target header or the action of a form. */
export function isRequestOf(manifest: Manifest, operation: Operation, request: AnyRequest): boolean {
  if (methodOf(operation) !== request.method) return false;
  const path = requestPath(operation.request ?? '').split('?')[0] ?? '';
  const url = new URL(request.path, 'http://a');
  // Where the address is a credential, its path is no business of the manifest.
  const isSecret = path === '/' && manifest.auth.some(({ type }) => type === 'secret_url');
  if (!isSecret && !pathPattern(operation.baseUrl ?? manifest.http?.baseUrl, path).test(url.pathname)) return false;
  const target = Object.entries(operation.headers).find(([name]) => /target$/i.test(name));
  const sent =
    target && Object.entries(request.headers).find(([name]) => name.toLowerCase() === target[0].toLowerCase());
  // A fixture need not name the header.
  if (target && sent && sent[1] !== target[1]) return false;
  return literalsOf(operation).every(([name, value]) => sentValue(request, url, name) === value);
}

/** Paths of an operation below its base, whatever address the base is. */
function pathPattern(baseUrl: string | undefined, path: string): RegExp {
  const base = basePathOf(baseUrl).replace(/\{[^}]*\}/g, '{+x}');
  const parts = (path === '/' && base !== '' ? base : `${base}${path}`).split(/(\{[^}]*\})/);
  const source = parts.map((part) => {
    if (!part.startsWith('{')) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    if (part.startsWith('{/')) return '(?:/[^/]+)*';
    return part.startsWith('{+') ? '.+' : '[^/]+';
  });
  // A server URL may have a path of its own, which is put before.
  return new RegExp(`${/^\{settings\./.test(baseUrl ?? '') ? '(?:^|/)' : '^'}${source.join('').replace(/^\//, '/')}$`);
}

/** What tells apart operations of one path: literals of the query, and the action of a form. */
function literalsOf({ query, bodyType, body }: Operation): [string, string][] {
  const action =
    bodyType === 'form' && typeof body === 'object' && body !== null && !Array.isArray(body) ? body.Action : undefined;
  return [
    ...Object.entries(query).filter((entry): entry is [string, string] => isLiteral(entry[1])),
    ...(isLiteral(action) ? ([['Action', action]] as [string, string][]) : []),
  ];
}

function isLiteral(value: unknown): value is string {
  return typeof value === 'string' && !value.includes('{');
}

function sentValue({ body }: AnyRequest, url: URL, name: string): unknown {
  const inQuery = url.searchParams.get(name);
  if (inQuery !== null) return inQuery;
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined;
}
