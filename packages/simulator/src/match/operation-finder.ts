import type { Manifest, Operation, Pagination } from '@patchbay/schema';
import { bodyOf, type SimulatedRequest } from '../http/simulated-request.ts';
import { matchTemplate } from './match-template.ts';
import { createUrlMatcher, type PathValues, type UrlMatcher } from './url-matcher.ts';

/** An operation a request may be of. */
export interface FoundOperation {
  name: string;
  operation: Operation;
  /** Values of the placeholders in the path. */
  path: PathValues;
}

/** Finds the operations a request is of, the likeliest first; more than one where they look the same on the wire. */
export type OperationFinder = (request: Asked) => FoundOperation[];

type Asked = Pick<SimulatedRequest, 'method' | 'host' | 'path' | 'query' | 'headers' | 'body'>;

interface Candidate {
  name: string;
  operation: Operation;
  method: string;
  url: UrlMatcher;
}

/**
 * `secretPaths`: of addresses that are a credential by themselves. The operations of such a method are called there, whatever their own
 * path.
 */
export function createOperationFinder(manifest: Manifest, secretPaths: ReadonlySet<string>): OperationFinder {
  const atSecretAddress = new Set(
    manifest.auth.flatMap((method) =>
      method.type === 'secret_url' ? (method.operations ?? Object.keys(manifest.operations)) : [],
    ),
  );
  const candidates = Object.entries(manifest.operations).flatMap(([name, operation]): Candidate[] => {
    if (operation.request === undefined) return [];
    const [method = '', path = ''] = operation.request.split(/\s+/, 2);
    const base = (operation.baseUrl ?? manifest.http?.baseUrl ?? '').replace(/\/$/, '');
    return [{ name, operation, method, url: createUrlMatcher(base + path) }];
  });
  const common = new Set([
    ...Object.keys(manifest.http?.query ?? {}),
    ...(manifest.http?.apiVersion?.in === 'query' ? [manifest.http.apiVersion.name] : []),
  ]);
  return (request) => {
    const scored = candidates.flatMap((candidate) => {
      if (candidate.method !== request.method) return [];
      const path = secretPaths.has(request.path)
        ? atSecretAddress.has(candidate.name)
          ? {}
          : null
        : candidate.url.match(request.host, request.path);
      const score = path && scoreOf(candidate, request, common);
      return path && score !== null ? [{ candidate, path, score }] : [];
    });
    const best = Math.max(...scored.map(({ score }) => score));
    return scored
      .filter(({ score }) => score === best)
      .map(({ candidate: { name, operation }, path }) => ({ name, operation, path }));
  };
}

/**
 * How much of what an operation declares is there: literals of query, headers and body, and parameters that turn pages. Null when a
 * literal is missing. Parameters nobody declared count against it.
 */
function scoreOf({ operation, url }: Candidate, request: Asked, common: ReadonlySet<string>): number | null {
  const { paginate } = operation;
  const query = matchTemplate(operation.query, queryOf(request.query));
  const headers = scoreHeaders(operation.headers, request.headers);
  const body = operation.body === undefined ? 0 : matchTemplate(operation.body, bodyOf(request));
  if (query === null || headers === null || body === null) return null;
  const paging = pagingParameters(paginate);
  const known = new Set([...Object.keys(operation.query), ...common, ...paging]);
  const unknown = [...new Set(request.query.keys())].filter((name) => !known.has(name)).length;
  const turned = paging.filter((name) => request.query.has(name)).length;
  return query + headers + body + turned * 0.5 - unknown * 0.1 + url.weight / 10_000;
}

/** Written in many ways that mean the same. */
const negotiated = new Set(['accept', 'content-type']);

/** A header that is not there says nothing: people who try things by hand leave most of them out, and so do fixtures. */
function scoreHeaders(declared: Operation['headers'], given: Asked['headers']): number | null {
  let score = 0;
  for (const [name, template] of Object.entries(declared)) {
    const value = given[name.toLowerCase()];
    if (value === undefined || negotiated.has(name.toLowerCase())) continue;
    const found = matchTemplate(template, value);
    if (found === null) return null;
    score += found;
  }
  return score;
}

/** Query parameters by name; one that is repeated is a list. */
function queryOf(query: URLSearchParams): Record<string, string | string[]> {
  return Object.fromEntries(
    [...new Set(query.keys())].map((name) => {
      const values = query.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? '') : values];
    }),
  );
}

/** Query parameters of a paginator. */
function pagingParameters(paginate: Pagination | undefined): string[] {
  if (!paginate) return [];
  const names = paginate.size?.in === 'query' ? [paginate.size.param] : [];
  if ('param' in paginate && paginate.in === 'query') names.push(paginate.param);
  if (paginate.type === 'cursor' && 'query' in paginate.to) names.push(paginate.to.query);
  return names;
}
